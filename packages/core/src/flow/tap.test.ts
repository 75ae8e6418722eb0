import {
  concat,
  map,
  merge,
  type Observable,
  repeat,
  type Subscription,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
} from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import { events } from '../exports/explain.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { Signal } from '../signal.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { randomRows } from '../testing/random-rows.ts'
import type { Block } from './block.ts'
import { bitRows, layers, linear, product, sigmoid, squaredError } from './sample-graphs.ts'

const GROUPINGS: readonly Fuse[] = ['never', 'auto']
const STREAMS = ['netInput$', 'activation$', 'delta$', 'gradient$'] as const
const rows = bitRows(8, 3)

const make = (fuse: Fuse = 'auto'): Network => network(layers([3, 4, 1]), { fuse, seed: 2 })

/** Every stream that a network of layers has, of one node per layer. */
function everyStream(net: Network): Observable<unknown>[] {
  const nodes = ['l0n0', 'l1n1', 'l2n0'].map((id) => net.node(id))
  return [
    ...nodes.flatMap((node) => [...STREAMS.map((stream) => node[stream]), node.weights$]),
    net.edge('l0n0', 'l1n1').weight$,
    net.edge('l0n0', 'l1n1').activation$,
    net.loss$,
    net.snapshot$,
    net.events$,
    events(net, ['l1n1', 'l0n0']),
  ]
}

/** How many observe the streams of each block, and those of the network. */
function observers({ engine }: Network): number[] {
  const { flow, loss$ } = engine.transition
  const blocks = flow.blocks.flatMap(({ values$, deltas$ }) => [values$, deltas$])
  return [...blocks, loss$, engine.update$].map(({ observers }) => observers.length)
}

function blockOf({ plan, engine }: Network, id: string): Block {
  const lane = plan.layout.lane.get(id) as number
  return engine.transition.flow.blocks[plan.owners.block[lane] as number] as Block
}

/** What a recording of these streams holds for the same work under both groupings. */
function compared(record: (net: Network, log: unknown[]) => void): unknown[][] {
  return GROUPINGS.map((fuse) => {
    const net = make(fuse)
    const log: unknown[] = []
    record(net, log)
    for (const row of rows.slice(0, 3)) net.learn(row)
    net.predictAll(rows.map(({ input }) => input))
    return log
  })
}

const note = (log: unknown[], name: string) => (signal: Signal) => log.push([name, signal.tick, ...signal.toArray()])

describe('signals', () => {
  test('[FL13] a node’s own streams tell the same, input nodes’ deltas too, fused or not', () => {
    for (const shape of graphShapes) {
      const g = randomGraph(4, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const [never, auto] = GROUPINGS.map((fuse) => {
        const net = network(g, { fuse, seed: 1, optimizer: sgd({ learningRate: 0.01 }) })
        const log: unknown[] = []
        for (const id of g.order)
          for (const stream of STREAMS) net.node(id)[stream].subscribe(note(log, `${id} ${stream}`))
        for (const row of randomRows(g, 3, 1)) net.learn(row)
        net.predictAll(randomRows(g, 5, 2).map(({ input }) => input))
        return log
      })
      expect(auto).toEqual(never)
      expect(auto?.filter((entry) => (entry as string[])[0] === `${g.inputs[0]} delta$`)).toHaveLength(3)
    }
  })

  test('[FL13] of one node or some, scattered in a block, they tell what they tell when all are watched', () => {
    const all = compared((net, log) => {
      for (const id of net.graph.order) net.node(id).activation$.subscribe(note(log, id))
    })
    for (const some of [['l1n3'], ['l1n0', 'l1n3'], ['l0n2', 'l1n1', 'l1n2']]) {
      const wanted = all[0]?.filter((entry) => some.includes((entry as string[])[0] as string))
      for (const log of compared((net, log) => {
        for (const id of some) net.node(id).activation$.subscribe(note(log, id))
      }))
        expect(log).toEqual(wanted)
    }
  })

  test('[FL14] a signal that was kept says the same for ever', () => {
    const net = make()
    const kept: { signal: Signal; said: number[] }[] = []
    for (const id of ['l0n1', 'l1n0', 'l1n2', 'l2n0']) {
      for (const stream of [...STREAMS, 'weights$'] as const) {
        net.node(id)[stream].subscribe((signal) => kept.push({ signal, said: signal.toArray() }))
      }
    }
    net.loss$.subscribe((signal) => kept.push({ signal, said: signal.toArray() }))
    for (let round = 0; round < 50; round++) for (const row of rows) net.learn(row)
    net.predictAll(rows.map(({ input }) => input))
    expect(kept.length).toBeGreaterThan(400 * 20)
    for (const { signal, said } of kept) expect(signal.toArray()).toEqual(said)
    expect(new Set(kept.map(({ said }) => said.join())).size).toBeGreaterThan(2000)
  })

  test('[FL14] what an observer does to what it got changes nothing', () => {
    const [net, untouched] = [make(), make()]
    net.node('l1n0').activation$.subscribe((signal) => {
      signal.toArray().fill(99)
      for (const key of Reflect.ownKeys(signal)) Reflect.set(signal, key, 99)
    })
    const [loss, wanted] = [net, untouched].map((it) => it.learn(rows[3] as never).loss)
    expect(loss).toBe(wanted)
  })
})

describe('coming and going', () => {
  test('[FL15] ten thousand subscriptions to every stream, ended, leave no observer but the engine’s own', () => {
    const net = network(layers([2, 2, 1]), { seed: 2 })
    const before = observers(net)
    expect(Math.max(...before)).toBe(1)
    const streams = everyStream(net)
    for (let round = 0; round < 10_000; round++) for (const stream$ of streams) stream$.subscribe().unsubscribe()
    expect(observers(net)).toEqual(before)
  })

  test('[FL15] subscriptions that saw ticks leave nothing either, in whatever order they end', () => {
    for (const fuse of GROUPINGS) {
      const net = make(fuse)
      const before = observers(net)
      for (let round = 0; round < 50; round++) {
        const kept = everyStream(net).map((stream$) => stream$.subscribe())
        net.learn(rows[1] as never)
        expect(observers(net)).not.toEqual(before)
        kept.forEach((_, k) => {
          kept[(k * 7 + round) % kept.length]?.unsubscribe()
        })
        for (const subscription of kept) subscription.unsubscribe()
        expect(observers(net)).toEqual(before)
      }
    }
  })

  test('[FL15] ten thousand observers of one stream come and go in any order', () => {
    const net = make()
    const before = observers(net)
    let told = 0
    const { activation$ } = net.node('l1n1')
    const kept = Array.from({ length: 10_000 }, () => activation$.subscribe(() => told++))
    net.predict([0, 1, 0])
    kept.forEach((_, k) => {
      kept[(k * 7919) % 10_000]?.unsubscribe()
    })
    net.predict([0, 1, 0])
    expect([told, observers(net)]).toEqual([10_000, before])
  })

  test('[FL15] a block that nobody watches does not pay: one listener for all watchers of its lanes', () => {
    const net = make()
    const before = observers(net)
    const hidden = blockOf(net, 'l1n0')
    for (const id of ['l1n0', 'l1n1', 'l1n3']) for (const stream of STREAMS) net.node(id)[stream].subscribe()
    expect([hidden.values$.observers.length, hidden.deltas$.observers.length]).toEqual([2, 2])
    expect(observers(net).reduce((a, b) => a + b)).toBe(before.reduce((a, b) => a + b) + 2)
  })

  test('[FL16] an observer may unsubscribe itself and others while it is told', () => {
    for (const log of compared((net, log) => {
      const others: Subscription[] = []
      const self = net.node('l1n1').activation$.subscribe((signal) => {
        note(log, 'self')(signal)
        self.unsubscribe()
        for (const other of others) other.unsubscribe()
      })
      others.push(net.node('l1n1').activation$.subscribe(note(log, 'same')))
      others.push(net.node('l1n2').activation$.subscribe(note(log, 'later')))
      others.push(net.node('l1n0').activation$.subscribe(note(log, 'earlier')))
      net.node('l1n3').activation$.pipe(take(1)).subscribe(note(log, 'once'))
    }))
      expect(log.map((entry) => (entry as string[])[0])).toEqual(['earlier', 'self', 'once'])
  })

  test('[FL16] who comes while a tick is told hears what is ahead, and nothing twice, fused or not', () => {
    const [never, auto] = compared((net, log) => {
      net
        .node('l1n1')
        .activation$.pipe(take(1))
        .subscribe(() => {
          for (const id of ['l0n0', 'l1n0', 'l1n1', 'l1n2', 'l2n0']) {
            for (const stream of STREAMS) net.node(id)[stream].subscribe(note(log, `${id} ${stream}`))
          }
        })
    })
    expect(auto).toEqual(never)
    const first = (auto as [string, number][]).filter(([, tick]) => tick === 1).map(([name]) => name)
    expect(first).toEqual([
      'l1n2 netInput$',
      'l1n2 activation$',
      'l2n0 netInput$',
      'l2n0 activation$',
      ...['l2n0', 'l1n2', 'l1n1', 'l1n0', 'l0n0'].flatMap((id) => [`${id} delta$`, `${id} gradient$`]),
    ])
  })

  test('[FL16] one that goes and comes again in the same moment hears the next tick, not this one again', () => {
    for (const log of compared((net, log) => {
      net.node('l1n1').activation$.pipe(take(1), repeat(3)).subscribe(note(log, 'again'))
    }))
      expect(log.map((entry) => (entry as number[])[1])).toEqual([1, 2, 3])
  })

  test('[FL16] streams put one after the other or switched go on in the same tick where they are ahead, fused or not', () => {
    const [never, auto] = compared((net, log) => {
      const [a, b, c] = ['l1n0', 'l1n2', 'l1n3'].map((id) => net.node(id)) as [never, never, never]
      const of = (node: ReturnType<Network['node']>, stream: (typeof STREAMS)[number]) => node[stream].pipe(take(1))
      concat(of(a, 'activation$'), of(c, 'activation$'), of(b, 'delta$'), of(b, 'activation$')).subscribe(
        note(log, 'concat'),
      )
      of(a, 'netInput$')
        .pipe(switchMap(() => merge(of(a, 'activation$'), of(c, 'netInput$'), of(b, 'gradient$'))))
        .subscribe(note(log, 'switch'))
    })
    expect(auto).toEqual(never)
    expect((auto as [string, number][]).map(([name, tick]) => `${name} ${tick}`)).toEqual([
      'concat 1',
      'switch 1',
      'switch 1',
      'concat 1',
      'concat 1',
      'switch 1',
      'concat 2',
    ])
  })
})

describe('a single watcher that goes on elsewhere', () => {
  const goingOn = (...stops: readonly [string, (typeof STREAMS)[number]][]): unknown[] => {
    const [never, auto] = compared((net, log) => {
      const streams = stops.map(([id, stream]) => net.node(id)[stream].pipe(take(1)))
      concat(...streams).subscribe((signal) => log.push(signal.tick))
    })
    expect(auto).toEqual(never)
    return auto as unknown[]
  }

  test('[FL16] hears all that is ahead in the same tick, of the same neuron and of others', () => {
    expect(goingOn(...STREAMS.map((stream): [string, typeof stream] => ['l1n1', stream]))).toEqual([1, 1, 1, 1])
    expect(goingOn(['l1n0', 'activation$'], ['l1n3', 'netInput$'], ['l1n3', 'activation$'])).toEqual([1, 1, 1])
    expect(goingOn(['l1n3', 'delta$'], ['l1n3', 'gradient$'], ['l1n0', 'delta$'], ['l0n1', 'delta$'])).toEqual([
      1, 1, 1, 1,
    ])
  })

  test('[FL16] hears what is behind in the next', () => {
    expect(goingOn(['l1n3', 'activation$'], ['l1n0', 'activation$'], ['l1n0', 'netInput$'])).toEqual([1, 2, 3])
    expect(goingOn(['l1n0', 'delta$'], ['l1n3', 'gradient$'], ['l1n3', 'delta$'])).toEqual([1, 2, 3])
  })
})

describe('by marbles', () => {
  const scheduler = (): TestScheduler =>
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected)
    })

  test('[FL17] a neuron tells one value per tick, to whoever is there, as long as they are', () => {
    const net = network(layers([1, 1], linear), { seed: 1 })
    net.restore(net.snapshot)
    const { bias, weights } = net.snapshot.node('l1n0')
    const value = (x: number): number => (bias as number) + (weights.l0n0 as number) * x
    scheduler().run(({ cold, expectObservable, expectSubscriptions }) => {
      const values$ = cold('          1-2-3---4-|').pipe(map(Number))
      const sub = '                  ^---------!'
      const late = '                 ---^---!'
      const work$ = values$.pipe(tap((x) => net.predict([x])))
      const told$ = net.node('l1n0').activation$.pipe(map((signal) => signal.at(0)))
      const named = Object.fromEntries([1, 2, 3, 4].map((x) => [x, value(x)]))
      expectObservable(told$, sub).toBe('1-2-3---4--', named)
      expectObservable(told$, late).toBe('----3------', named)
      expectObservable(told$.pipe(take(2))).toBe('1-(2|)', named)
      expectObservable(told$.pipe(takeUntil(timer(5)))).toBe('1-2-3|', named)
      expectObservable(work$).toBe('1-2-3---4-|', { 1: 1, 2: 2, 3: 3, 4: 4 })
      expectSubscriptions(cold('-').subscriptions).toBe([])
    })
  })

  test('[FL17] it listens to its block just as long as somebody watches', () => {
    const net = network(layers([1, 1], linear), { seed: 1 })
    const block = blockOf(net, 'l1n0')
    const listening: string[] = []
    scheduler().run(({ cold }) => {
      const { activation$ } = net.node('l1n0')
      for (const [from, to] of [
        [1, 4],
        [3, 6],
        [8, 9],
      ] as const)
        timer(from)
          .pipe(
            switchMap(() => activation$),
            takeUntil(timer(to)),
          )
          .subscribe()
      // Looks after each frame's own comings and goings.
      cold('0123456789').subscribe(() =>
        timer(0).subscribe(() => listening.push(block.values$.observers.length === 2 ? '^' : '-')),
      )
    })
    expect(listening.join('')).toBe('-^^^^^--^-')
  })
})
