import { identity, type MonoTypeOperatorFunction, map, share } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Graph } from '../graph/value/graph.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { randomRows } from '../testing/random-rows.ts'
import { refusal } from '../testing/refusal.ts'
import { bitRows, chain, diamonds, layers, linear, product, sigmoid, squaredError } from './sample-graphs.ts'

const GROUPINGS: readonly Fuse[] = ['never', 'auto']

/** What the blocks send, as they send it: `x2` forward, `-x2` back, by the node of the first lane. */
function sent(net: Network): string[] {
  const { flow, plan } = net.engine.transition
  const log: string[] = []
  for (const { values$, deltas$, plan: block } of flow.blocks) {
    const name = plan.layout.order[block.firstLane] as string
    values$.subscribe(() => log.push(name))
    deltas$.subscribe(() => log.push(`-${name}`))
  }
  return log
}

/** A kind that throws when told to, and what it is called for. */
function fragile() {
  const order: { now: 'forward' | 'backward' | null } = { now: null }
  const kind = defineKind({
    name: 'fragile',
    forward({ inputs, output }) {
      output.set(inputs[0] as Float64Array)
      if (order.now === 'forward') throw new Error('forward broke')
    },
    backward({ delta, inputDeltas }) {
      inputDeltas[0]?.set(delta)
      if (order.now === 'backward') throw new Error('backward broke')
    },
  })
  return { order, kind }
}

const behind = (kind: NodeKind): Graph =>
  graph((g) => {
    const h = g.add(['a', 'b'], sigmoid, { from: g.inputs('x', 'y') })
    g.loss(squaredError, g.add('o', sigmoid, { from: [h, g.add('f', kind, { from: 'a' })] }))
  })

describe('one tick', () => {
  test.each(GROUPINGS)('[FL7] every block of twelve stacked diamonds fires once, there and back: %s', (fuse) => {
    const net = network(diamonds(12), { fuse })
    const log = sent(net)
    const neurons: string[] = []
    for (const id of net.graph.order) {
      net.node(id).activation$.subscribe(() => neurons.push(id))
      net.node(id).delta$.subscribe(() => neurons.push(`-${id}`))
    }
    const count = net.plan.blocks.length
    net.learn({ input: [1], target: [0] })
    expect([log.length, new Set(log).size, neurons.length, new Set(neurons).size]).toEqual([
      2 * count,
      2 * count,
      74,
      74,
    ])
    net.predict([1])
    expect([log.length, neurons.length]).toEqual([3 * count, 111])
  })

  test.each(GROUPINGS)('[FL7] a join of a diamond tells one value, that of both sides of the same tick: %s', (fuse) => {
    // x → (a = x, b = −x) → a + b: always 0, unless a side is late.
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('a', linear, { from: x, weights: [1], bias: 0 })
      g.add('b', linear, { from: x, weights: [-1], bias: 0 })
      g.add('c', linear, { from: 'b', weights: [1], bias: 0 })
      g.loss(squaredError, g.add('sum', linear, { from: ['a', 'c'], weights: [1, 1], bias: 0 }))
    })
    const net = network(g, { fuse })
    const seen: number[] = []
    net.node('sum').activation$.subscribe((signal) => seen.push(signal.at(0)))
    for (const x of [1, 2, 3]) net.predict([x])
    expect(seen).toEqual([0, 0, 0])
  })

  test('[FL8] blocks fire in plan order, and back in the reverse order, after all they wait for', () => {
    for (const shape of graphShapes) {
      for (const fuse of GROUPINGS) {
        const g = randomGraph(2, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
        const net = network(g, { fuse })
        const log = sent(net)
        for (const { input, target } of randomRows(g, 2, 1)) {
          log.length = 0
          net.learn({ input, target })
          const { blocks, layout } = net.plan
          const names = blocks.map(({ firstLane }) => layout.order[firstLane] as string)
          expect(log).toEqual([...names, ...names.toReversed().map((name) => `-${name}`)])
        }
      }
    }
  })

  test('[FL8] a node that reads nothing fires at the start of a tick, and one that nobody reads gives back nothing', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.add('constant', linear, { bias: 2 })
      g.add('idle', linear, { from: 'x' })
      g.loss(squaredError, g.add('o', linear, { from: ['constant', 'x'], weights: [1, 1], bias: 0 }))
      g.outputs('o')
    })
    for (const fuse of GROUPINGS) {
      const net = network(g, { fuse, optimizer: sgd({ learningRate: 0.5 }) })
      expect(net.predict([1])).toEqual([3])
      const idle = net.snapshot.node('idle')
      const { snapshot } = net.learn({ input: [1], target: [0] })
      expect(snapshot.node('constant').bias).toBe(0.5)
      expect(snapshot.node('idle')).toEqual(idle)
    }
  })

  test('[FL9] a chain of 100,000 neurons trains, the same for both groupings, without recursion', () => {
    const g = chain(100_000)
    const prints = GROUPINGS.map((fuse) => {
      const net = network(g, { fuse, optimizer: sgd({ learningRate: 0.1 }) })
      let deltas = 0
      net.node('n1').delta$.subscribe(() => deltas++)
      net.learn({ input: [1], target: [0] })
      expect([net.snapshot.step, deltas]).toEqual([1, 1])
      return fingerprint(net.snapshot)
    })
    expect(prints[0]).toBe(prints[1])
  })

  test('[FL9] a fan-in of 100,000 is one run and one message, and fires', () => {
    const net = network(layers([100_000, 1], linear))
    expect([...(net.plan.parts[1]?.inputs.runs ?? [])]).toEqual([0, 100_000, 0])
    expect([...net.plan.forward.need]).toEqual([0, 1, 1])
    const step = net.learn({ input: new Float64Array(100_000).fill(0.001), target: [0] })
    expect(Number.isFinite(step.loss)).toBe(true)
  })
})

describe('a tick that fails', () => {
  const rows = bitRows(6, 2)

  test.each(GROUPINGS.flatMap((fuse) => (['forward', 'backward'] as const).map((way) => ({ fuse, way }))))(
    '[FL10] a kind that throws $way leaves the last snapshot in force, and the next tick works: $fuse',
    ({ fuse, way }) => {
      const { order, kind } = fragile()
      const g = behind(kind)
      const net = network(g, { fuse, seed: 3 })
      const untouched = network(g, { fuse, seed: 3 })
      for (const row of rows.slice(0, 3)) for (const it of [net, untouched]) it.learn(row)
      const before = fingerprint(net.snapshot)
      order.now = way
      for (let again = 0; again < 3; again++) expect(() => net.learn(rows[3] as never)).toThrow(`${way} broke`)
      if (way === 'forward') expect(() => net.predict([1, 0])).toThrow('forward broke')
      else expect(net.predict([1, 0])).toEqual(untouched.predict([1, 0]))
      expect(fingerprint(net.snapshot)).toBe(before)
      order.now = null
      for (const row of rows) for (const it of [net, untouched]) it.learn(row)
      expect(fingerprint(net.snapshot)).toBe(fingerprint(untouched.snapshot))
      expect(net.predict([1, 0])).toEqual(untouched.predict([1, 0]))
    },
  )

  test.each(['netInput$', 'activation$', 'delta$', 'gradient$'] as const)(
    '[FL10] an observer of %s that throws leaves the last snapshot in force, and the next tick works',
    (stream) => {
      const cases: [Fuse, MonoTypeOperatorFunction<Signal>][] = [
        ['never', identity],
        ['auto', identity],
        ['auto', map((signal) => signal.map((x) => x))],
        ['auto', share()],
      ]
      for (const [fuse, operators] of cases) {
        const [net, untouched] = [0, 1].map(() => network(behind(linear), { fuse, seed: 3 })) as [Network, Network]
        const before = fingerprint(net.snapshot)
        const error = new Error('seen enough')
        let others = 0
        const throwing = operators(net.node('b')[stream]).subscribe(() => {
          throw error
        })
        net.node('b')[stream].subscribe(() => others++)
        expect(() => net.learn(rows[1] as never)).toThrow(error)
        expect(fingerprint(net.snapshot)).toBe(before)
        expect(others).toBe(1)
        throwing.unsubscribe()
        for (const row of rows) for (const it of [net, untouched]) it.learn(row)
        expect(fingerprint(net.snapshot)).toBe(fingerprint(untouched.snapshot))
      }
    },
  )

  test('[FL10] an observer that throws while predicting is heard by whoever predicts', () => {
    const net = network(behind(linear))
    const throwing = net.node('o').activation$.subscribe(() => {
      throw new Error('no')
    })
    expect(() => net.predict([1, 0])).toThrow('no')
    throwing.unsubscribe()
    expect(net.predict([1, 0])).toHaveLength(1)
  })

  test.each(['activation$', 'delta$'] as const)(
    '[FL11] predict, learn and restore from inside %s are refused: TICK_BUSY',
    (stream) => {
      const net = network(behind(linear))
      const { snapshot } = net
      const before = fingerprint(snapshot)
      const codes: string[] = []
      const watching = net.node('a')[stream].subscribe(() => {
        for (const call of [() => net.predict([1, 0]), () => net.learn(rows[0] as never), () => net.restore(snapshot)])
          codes.push(refusal(call).code)
      })
      net.learn(rows[1] as never)
      expect(codes).toEqual(['TICK_BUSY', 'TICK_BUSY', 'TICK_BUSY'])
      watching.unsubscribe()
      expect(net.snapshot.step).toBe(1)
      expect(fingerprint(net.snapshot)).not.toBe(before)
      expect(net.learn(rows[2] as never).step).toBe(2)
    },
  )

  test('[FL11] one network may be asked from inside another one’s tick', () => {
    const [first, second] = [1, 2].map((seed) => network(layers([2, 1]), { seed })) as [Network, Network]
    const answers: number[][] = []
    first.node('l1n0').activation$.subscribe(() => answers.push(second.predict([1, 0])))
    first.predict([1, 1])
    expect(answers).toEqual([second.predict([1, 0])])
  })

  test('[FL12] closing a flow ends its streams', () => {
    const { flow } = network(layers([2, 1])).engine.transition
    const ended: string[] = []
    for (const { values$, deltas$ } of flow.blocks) {
      values$.subscribe({ complete: () => ended.push('values') })
      deltas$.subscribe({ complete: () => ended.push('deltas') })
    }
    flow.close(() => {})
    expect(ended).toHaveLength(2 * flow.blocks.length)
    expect(flow.blocks.some(({ values$, deltas$ }) => values$.observed || deltas$.observed)).toBe(false)
  })
})
