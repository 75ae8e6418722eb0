import { firstValueFrom, lastValueFrom, map, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { events } from '../exports/explain.ts'
import { bitRows, layers, linear, product, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'
import type { NetworkEvent } from './streams.ts'

const GROUPINGS = ['never', 'auto'] as const
const rows = bitRows(6, 3)
const make = (fuse: 'never' | 'auto' = 'auto'): Network =>
  network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }), fuse })

/** `h4 activation 1`, `loss 1`, `update 1 → 1`. */
function described(event: NetworkEvent): string {
  if (event.type === 'update') return `update ${event.tick} → ${event.step}`
  return event.type === 'loss' ? `loss ${event.tick}` : `${event.node} ${event.type} ${event.tick}`
}

describe('the streams of a node', () => {
  test('[IN10] it says who it is, and only known nodes have streams', () => {
    const net = make()
    expect(net.node('h4')).toMatchObject({ id: 'h4', kind: 'sigmoid' })
    expect(net.node('x1').kind).toBe('input')
    expect(Object.isFrozen(net.node('h4'))).toBe(true)
    for (const id of ['', 'h', 'toString', '__proto__', 'constructor', 'x1 ']) {
      const refused = refusal(() => net.node(id))
      expect([refused.code, refused.place]).toEqual(['UNKNOWN_NODE', { node: id }])
      expect(refusal(() => events(net, ['h4', id])).code).toBe('UNKNOWN_NODE')
    }
  })

  test('[IN11] delta$ is that of each row’s own loss, gradient$ that of the mean: bias first, then the weights', async () => {
    for (const fuse of GROUPINGS) {
      const net = make(fuse)
      const told: Record<string, number[][]> = { netInput: [], activation: [], delta: [], gradient: [] }
      for (const [name, list] of Object.entries(told)) {
        const stream$ = net.node('o6')[`${name}$` as 'delta$']
        stream$.subscribe((signal) => list.push(signal.toArray()))
      }
      const inputs: number[][] = []
      for (const id of ['h4', 'h5']) net.node(id).activation$.subscribe((signal) => inputs.push(signal.toArray()))
      await lastValueFrom(train(net, rows, { batchSize: 6, shuffle: false }))
      const [deltas, [activations]] = [told.delta?.[0] as number[], told.activation as number[][]]
      expect([deltas.length, activations?.length]).toEqual([6, 6])
      rows.forEach(({ target: [t] }, n) => {
        const a = activations?.[n] as number
        expect(deltas[n]).toBe((a - (t as number)) * (a * (1 - a)))
      })
      const mean = (x: (n: number) => number): number =>
        deltas.reduce((sum, delta, n) => sum + delta * x(n), 0) * (1 / 6)
      expect(told.gradient?.[0]).toEqual([
        mean(() => 1),
        mean((n) => inputs[0]?.[n] as number),
        mean((n) => inputs[1]?.[n] as number),
      ])
    }
  })

  test('[IN11] an input’s net input and activation are its value, its delta ∂L/∂a; it has no gradient and no weights', () => {
    for (const fuse of GROUPINGS) {
      const net = make(fuse)
      const told: unknown[] = []
      const { netInput$, activation$, delta$, gradient$, weights$ } = net.node('x2')
      for (const stream$ of [netInput$, activation$, gradient$, weights$])
        stream$.subscribe((signal) => told.push(signal.toArray()))
      let delta = 0
      delta$.subscribe((signal) => {
        delta = signal.at(0)
      })
      net.learn({ input: [1, 0.5, 1], target: [1] })
      expect(told).toEqual([[], [0.5], [0.5], [], []])
      const lossAt = (x: number): number => make().learn({ input: [1, x, 1], target: [1] }).loss
      expect(delta).toBeCloseTo((lossAt(0.5 + 1e-6) - lossAt(0.5 - 1e-6)) / 2e-6, 8)
    }
  })

  test('[IN12] weights$ tells the parameters in force, at once and after each update', () => {
    const net = make()
    const told: unknown[] = []
    net.node('h5').weights$.subscribe((signal) => told.push([signal.tick, ...signal.toArray()]))
    expect(told).toEqual([[0, 0.2, -0.3, 0.1, 0.2]])
    net.predict([1, 0, 1])
    const { snapshot } = net.learn(rows[1] as never)
    const { bias, weights } = snapshot.node('h5')
    expect(told[1]).toEqual([2, bias, ...Object.values(weights)])
    expect(told).toHaveLength(2)
  })

  test('[IN12] what it tells is of the update’s tick, even if an observer before it has asked for a prediction', () => {
    const net = make()
    const ticks: number[] = []
    net.snapshot$.subscribe(() => net.predict([1, 1, 1]))
    net.node('o6').weights$.subscribe(({ tick }) => ticks.push(tick))
    const updates: number[] = []
    net.events$.subscribe((event) => event.type === 'update' && updates.push(event.tick))
    net.learn(rows[1] as never)
    net.learn(rows[2] as never)
    expect(ticks.slice(1)).toEqual(updates)
  })

  test('[IN12] a late observer hears nothing of what was', async () => {
    const net = make()
    net.learn(rows[1] as never)
    const told: Signal[] = []
    net.node('h4').activation$.subscribe((signal) => told.push(signal))
    expect(told).toEqual([])
    const next = firstValueFrom(net.node('h4').delta$)
    net.learn(rows[2] as never)
    expect([(await next).tick, told.length]).toEqual([2, 1])
  })
})

describe('the streams of an edge', () => {
  test('[IN13] weight$ tells its weight at once and after each update, activation$ what it carries', () => {
    for (const fuse of GROUPINGS) {
      const net = make(fuse)
      const edge = net.edge('h4', 'o6')
      expect([edge.id, edge.from, edge.to]).toEqual(['h4->o6', 'h4', 'o6'])
      const told: number[] = []
      edge.weight$.subscribe((signal) => told.push(...signal))
      const carried: number[] = []
      edge.activation$.subscribe((signal) => carried.push(...signal))
      const [first, second] = [net.learn(rows[1] as never), net.learn(rows[2] as never)].map(({ step }) => step)
      expect([first, second, told.length, carried.length]).toEqual([1, 2, 3, 2])
      expect([told[0], told[2]]).toEqual([-0.3, net.snapshot.edge('h4', 'o6')])
    }
  })

  test('[IN13] only known edges have streams', () => {
    const net = make()
    expect(refusal(() => net.edge('h4', 'x')).code).toBe('UNKNOWN_NODE')
    expect(refusal(() => net.edge('y', 'h4')).code).toBe('UNKNOWN_NODE')
    for (const [from, to] of [
      ['o6', 'h4'],
      ['x1', 'o6'],
      ['h4', 'h4'],
    ] as const) {
      expect(refusal(() => net.edge(from, to)).code).toBe('UNKNOWN_EDGE')
    }
    expect(net.edge('h4', 'o6', { delay: 0 }).id).toBe('h4->o6')
    const delayed = refusal(() => net.edge('h4', 'o6', { delay: 1 }))
    expect([delayed.code, delayed.place]).toEqual(['UNKNOWN_EDGE', { edge: 'h4->o6@1' }])
    expect(refusal(() => net.edge('h4', 'o6', 1 as never)).code).toBe('INVALID_OPTION')
  })

  test('[IN13] where a kind has no bias the weights come first, where it has none they are empty', () => {
    const unbiased = { ...product, name: 'unbiased', parameters: product.parameters.slice(1) }
    const bare = { ...unbiased, name: 'bare', parameters: [] }
    const net = network(
      graph((g) => {
        const x = g.inputs('x', 'y')
        g.add('u', unbiased, { from: x, weights: [2, 3] })
        g.add('b', bare, { from: x })
        g.add('o', linear, { from: ['u', 'b'], weights: [4, 5], bias: 6 })
        g.loss(squaredError, 'o')
      }),
    )
    const weightOf = (from: string, to: string): number[] => {
      let told: number[] = []
      net.edge(from, to).weight$.subscribe((signal) => {
        told = signal.toArray()
      })
      return told
    }
    expect([weightOf('y', 'u'), weightOf('x', 'b'), weightOf('b', 'o')]).toEqual([[3], [], [5]])
  })
})

describe('the streams of a network', () => {
  test('[IN14] snapshot$ tells the state in force, at once, after each update and when one is restored', () => {
    const net = make()
    const told: string[] = []
    const start = net.snapshot
    const watching = net.snapshot$.subscribe((snapshot) => told.push(fingerprint(snapshot)))
    const prints = [start, ...[1, 2, 3].map((k) => net.learn(rows[k] as never).snapshot)].map(fingerprint)
    net.predict([1, 1, 1])
    expect(told).toEqual(prints)
    net.restore(start)
    expect(told).toEqual([...prints, prints[0]])
    watching.unsubscribe()
    net.learn(rows[1] as never)
    expect(told).toHaveLength(5)
  })

  test('[IN14] all who watch get the same snapshot, the one of the step', () => {
    const net = make()
    const told: unknown[] = []
    for (let k = 0; k < 2; k++) net.snapshot$.subscribe((snapshot) => told.push(snapshot))
    const { snapshot } = net.learn(rows[1] as never)
    expect(told.slice(2)).toEqual([snapshot, snapshot])
    expect(told[2]).toBe(told[3])
    expect(net.snapshot).toBe(told[2])
  })

  test('[IN14] a snapshot$ that is observed changes no bit, nor does an observer that asks for predictions', async () => {
    const [watched, plain] = [make(), make()]
    let count = 0
    watched.snapshot$.subscribe(() => {
      watched.predictAll(rows.slice(0, 1 + (count++ % 5)).map(({ input }) => input))
    })
    for (const net of [watched, plain]) await lastValueFrom(train(net, rows, { batchSize: 4, epochs: 20 }))
    expect([count, fingerprint(watched.snapshot)]).toEqual([41, fingerprint(plain.snapshot)])
  })

  test('[IN15] loss$ tells the loss of each row, whose mean is the step’s', async () => {
    const net = make()
    const losses = firstValueFrom(net.loss$)
    const step = await lastValueFrom(train(net, rows, { batchSize: 6 }))
    expect([(await losses).length, (await losses).mean()]).toEqual([6, step.loss])
  })

  test.each(GROUPINGS)('[IN16] events$ tells every phase in the order in which it happens: %s', (fuse) => {
    const net = make(fuse)
    const told: string[] = []
    net.events$.subscribe((event) => told.push(described(event)))
    net.learn(rows[1] as never)
    const forward = (id: string): string[] => [`${id} netInput 1`, `${id} activation 1`]
    const backward = (id: string): string[] => [`${id} delta 1`, `${id} gradient 1`]
    expect(told).toEqual([
      ...['x1', 'x2', 'x3', 'h4', 'h5', 'o6'].flatMap(forward),
      'loss 1',
      ...['o6', 'h5', 'h4', 'x3', 'x2', 'x1'].flatMap(backward),
      'update 1 → 1',
    ])
    told.length = 0
    net.predict([1, 0, 1])
    expect(told).toEqual(
      ['x1', 'x2', 'x3', 'h4', 'h5', 'o6']
        .flatMap(forward)
        .map((event) => event.replace('1', (_, at) => (at < 2 ? '1' : '2')).replace(/ 1$/, ' 2')),
    )
  })

  test('[IN16] a tick that fails has no update, and a restored state is one', () => {
    const net = make()
    const start = net.snapshot
    const told: string[] = []
    const failing = net.loss$.subscribe(() => {
      throw new Error('oh')
    })
    events(net, []).subscribe((event) => told.push(described(event)))
    expect(() => net.learn(rows[1] as never)).toThrow('oh')
    failing.unsubscribe()
    net.learn(rows[1] as never)
    net.restore(start)
    expect(told).toEqual(['loss 1', 'loss 2', 'update 2 → 1', 'update 2 → 0'])
  })

  test('[IN17] watch(ids) tells the same of these nodes only, in the order in which it happens', async () => {
    const net = make()
    const all = lastValueFrom(net.events$.pipe(take(26), map(described), toArray()))
    const some: string[] = []
    events(net, ['o6', 'x2']).subscribe((event) => some.push(described(event)))
    net.learn(rows[1] as never)
    expect(some).toEqual((await all).filter((event) => !/^(x1|x3|h4|h5)/.test(event)))
    expect(some).toHaveLength(10)
  })

  test('[IN17] what an event carries is the signal that the node’s own stream tells', () => {
    const net = network(layers([2, 3, 1]))
    const told: unknown[] = []
    const same: unknown[] = []
    net.node('l1n1').activation$.subscribe((signal) => told.push(signal))
    events(net, ['l1n1']).subscribe((event) => event.type === 'activation' && same.push(event.signal))
    net.predict([1, 0])
    expect(told).toHaveLength(1)
    expect(same[0]).toBe(told[0])
  })
})
