import {
  asyncScheduler,
  delay,
  EMPTY,
  filter,
  identity,
  ignoreElements,
  map,
  merge,
  mergeMap,
  type Observable,
  type OperatorFunction,
  observeOn,
  of,
  pairwise,
  pipe,
  Subject,
  scan,
  startWith,
  take,
  takeUntil,
  tap,
  throwError,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import type { Passed, Through } from '../graph/contracts/through.ts'
import type { Graph } from '../graph/value/graph.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Fuse } from '../plan/fuse.ts'
import type { Signal } from '../signal.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { bitRows, linear, sigmoid, squaredError } from './sample-graphs.ts'

type Operator = OperatorFunction<Signal, Passed>
const GROUPINGS: readonly Fuse[] = ['never', 'auto']
const rows = bitRows(8, 2)

/** x, y → a, b → o, with something on x → a and nothing or something on b → o. */
const made = (through: Through | Operator, other?: Through | Operator): Graph =>
  graph((g) => {
    g.inputs('x', 'y')
    g.add('a', sigmoid, { from: 'y', bias: 0.3 })
    g.connect('x', 'a', { through })
    g.add('b', sigmoid, { from: ['y', 'x'] })
    g.add('o', sigmoid, { from: 'a' })
    g.connect('b', 'o', other === undefined ? {} : { through: other })
    g.loss(squaredError, 'o')
  })

const plain = made(identity)

function trained(g: Graph, fuse: Fuse = 'auto'): Network {
  const net = network(g, { fuse, seed: 5, optimizer: sgd({ learningRate: 0.5 }) })
  for (const row of rows) net.learn(row)
  return net
}

const parameters = (net: Network): number[] => [...net.snapshot.parameters.slice()]

describe('an operator on an edge', () => {
  test('[FL18] a tap sees each message and changes nothing, fused or not', () => {
    const seen: number[] = []
    const back: number[] = []
    const through = {
      operator: tap<Signal>((signal) => seen.push(signal.at(0))),
      back: tap<Signal>((s) => back.push(s.at(0))),
    }
    for (const fuse of GROUPINGS) {
      expect(parameters(trained(made(through), fuse))).toEqual(parameters(trained(plain, fuse)))
    }
    expect(seen).toEqual([...rows, ...rows].map(({ input }) => input[0]))
    expect(back.length).toBe(16)
    expect(back.slice(0, 8)).toEqual(back.slice(8))
  })

  test('[FL18] a map changes what arrives, and the way back passes unless it is given', () => {
    const net = network(
      graph((g) => {
        g.inputs('x')
        g.add('o', linear, { bias: 0 })
        g.connect('x', 'o', { weight: 2, through: map((signal) => signal.map((x) => 10 * x)) })
        g.loss(squaredError, 'o')
      }),
      { optimizer: sgd({ learningRate: 1 }) },
    )
    const deltas: number[] = []
    net.node('x').delta$.subscribe((signal) => deltas.push(signal.at(0)))
    expect(net.predict([3])).toEqual([60])
    // The weight learns from what arrived; back goes w · δ, as if the operator were the identity.
    const { snapshot } = net.learn({ input: [3], target: [59] })
    expect(snapshot.edge('x', 'o')).toBe(2 - 30)
    expect(deltas).toEqual([2])
  })

  test('[FL18] the way back may be given: then the whole is the true gradient', () => {
    const times = (factor: number): Operator => map((signal) => signal.map((x) => factor * x))
    const scaled = (through: Through): number[] => {
      const deltas: number[] = []
      const net = network(made(through), { seed: 1 })
      net.node('x').delta$.subscribe((signal) => deltas.push(...signal))
      net.learn({ input: [0.4, 0.2], target: [1] })
      return deltas
    }
    const [given] = scaled({ operator: times(3), back: times(3) })
    const lossAt = (x: number): number =>
      network(made(times(3)), { seed: 1 }).learn({ input: [x, 0.2], target: [1] }).loss
    expect(given).toBeCloseTo((lossAt(0.4 + 1e-6) - lossAt(0.4 - 1e-6)) / 2e-6, 8)
  })

  test('[FL18] noise and state work: they are the operator’s own, from tick to tick', () => {
    const sum = scan<Signal, Signal>((before, now) => now.map((x, n) => x + before.at(n)))
    const lag: Operator = pipe(
      startWith(null),
      pairwise(),
      map(([before, now]) => before ?? (now as Signal).map(() => 0)),
    )
    for (const [operator, wanted] of [
      [sum, [1, 3, 6, 10]],
      [lag, [0, 1, 2, 3]],
    ] as const) {
      const net = network(
        graph((g) => {
          g.inputs('x')
          g.add('o', linear, { bias: 0 })
          g.connect('x', 'o', { weight: 1, through: operator })
          g.loss(squaredError, 'o')
        }),
      )
      expect([1, 2, 3, 4].map((x) => net.predict([x])[0])).toEqual(wanted)
    }
  })

  test('[FL18] it may give an array or typed array, for a whole batch', () => {
    const halves: Operator = map((signal) => signal.toArray().map((x) => x / 2))
    const typed: Operator = map((signal) => Float32Array.from(signal.toArray(), (x) => x / 2))
    const many = rows.map(({ input }) => input)
    expect(network(made(halves)).predictAll(many)).toEqual(network(made(typed)).predictAll(many))
    expect(network(made(halves)).predictAll(many)).not.toEqual(network(plain).predictAll(many))
  })

  test('[FL18] an edge’s activation$ tells what arrives by it', () => {
    const net = network(made(map((signal) => signal.map((x) => x + 0.5))))
    const seen: number[][] = []
    for (const [from, to] of [
      ['x', 'a'],
      ['x', 'b'],
    ] as const)
      net.edge(from, to).activation$.subscribe((signal) => seen.push(signal.toArray()))
    net.predict([1, 0])
    expect(seen).toEqual([[1], [1.5]])
  })

  test('[FL18] it divides a layer: neurons that read by an operator are not fused with the others', () => {
    const g = graph((g) => {
      const x = g.inputs('x', 'y')
      g.add(['a', 'b', 'c'], linear, { from: x })
      g.connect('a', 'o', { through: tap(() => {}) })
      g.add('o', linear, { from: 'b' })
      g.loss(squaredError, 'o')
    })
    expect(network(g).plan.parts.map(({ form }) => form)).toEqual(['source', 'dense', 'through', 'single'])
  })
})

/** Fails in the third tick, by this operator after it. */
const third = (then: (signal: Signal) => Observable<Passed>): Operator =>
  mergeMap((signal, k) => (k === 2 ? then(signal) : of(signal)))

const broken: Record<string, [Operator, string, object]> = {
  'emits nothing': [third(() => EMPTY), 'TICK_STALLED', { edge: 'x->a', node: 'a' }],
  'emits later': [
    third((signal) => of(signal).pipe(observeOn(asyncScheduler))),
    'TICK_STALLED',
    { edge: 'x->a', node: 'a' },
  ],
  'emits twice': [third((signal) => of(signal, signal)), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits too many numbers': [third(() => of([1, 2])), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits too few numbers': [third(() => of([])), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits NaN': [third(() => of([Number.NaN])), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits Infinity': [third((signal) => of(signal.map(() => 1 / 0))), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits text': [third(() => of(['1'] as unknown as number[])), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits a number': [third(() => of(1 as unknown as number[])), 'THROUGH_FAILED', { edge: 'x->a' }],
  'emits null': [third(() => of(null as unknown as number[])), 'THROUGH_FAILED', { edge: 'x->a' }],
  errors: [third(() => throwError(() => new Error('oh'))), 'THROUGH_FAILED', { edge: 'x->a' }],
  throws: [
    map((signal, k) => {
      if (k === 2) throw new Error('oh')
      return signal
    }),
    'THROUGH_FAILED',
    { edge: 'x->a' },
  ],
  completes: [take(3), 'THROUGH_FAILED', { edge: 'x->a' }],
}

describe('an operator that fails', () => {
  test.each(Object.entries(broken))(
    '[FL19] one that %s stops the tick by name, nothing is kept, and the next works',
    (_, [operator, code, place]) => {
      for (const fuse of GROUPINGS) {
        const [net, untouched] = [made(operator), plain].map((g) => network(g, { fuse, seed: 5 })) as [Network, Network]
        for (const row of rows.slice(0, 2)) for (const it of [net, untouched]) it.learn(row)
        const before = fingerprint(net.snapshot)
        const refused = refusal(() => net.learn(rows[2] as never))
        expect([refused.code, refused.place]).toEqual([code, place])
        expect(fingerprint(net.snapshot)).toBe(before)
        for (const row of rows.slice(3, 5)) for (const it of [net, untouched]) it.learn(row)
        expect(parameters(net)).toEqual(parameters(untouched))
      }
    },
  )

  test.each(Object.entries(broken))('[FL19] so does one that %s on the way back', (_, [back, code]) => {
    const [net, untouched] = [made({ operator: identity, back }), plain].map((g) => network(g, { seed: 5 })) as [
      Network,
      Network,
    ]
    for (const row of rows.slice(0, 2)) for (const it of [net, untouched]) it.learn(row)
    const before = fingerprint(net.snapshot)
    const refused = refusal(() => net.learn(rows[2] as never))
    expect([refused.code, refused.place.edge, fingerprint(net.snapshot)]).toEqual([code, 'x->a', before])
    expect(net.predict([1, 0])).toEqual(untouched.predict([1, 0]))
    for (const row of rows.slice(3, 5)) for (const it of [net, untouched]) it.learn(row)
    expect(parameters(net)).toEqual(parameters(untouched))
  })

  test('[FL19] a stalled edge is the one that is named, not one that stalled on the way back before', () => {
    let silent: 'x->a back' | 'b->o' | null = 'x->a back'
    const when = (name: typeof silent): Operator => filter(() => silent !== name)
    const net = network(made({ operator: identity, back: when('x->a back') }, when('b->o')))
    expect(refusal(() => net.learn(rows[1] as never)).place.edge).toBe('x->a')
    silent = 'b->o'
    expect(refusal(() => net.predict([1, 0])).place.edge).toBe('b->o')
    silent = null
    expect(net.predict([1, 0])).toHaveLength(1)
  })

  test('[FL19] the error of an operator is the cause', () => {
    const oh = new Error('oh')
    const net = network(
      made(
        map(() => {
          throw oh
        }),
      ),
    )
    const refused = refusal(() => net.predict([1, 0]))
    expect([refused.cause, refused.message.includes('oh')]).toEqual([oh, true])
  })

  test('[FL19] one that ends between two ticks stops the next, and the one after works', () => {
    for (const end of [new Subject<void>(), 'error'] as const) {
      const stop$ = new Subject<void>()
      const failing$ = stop$.pipe(
        map(() => {
          throw new Error('between')
        }),
        ignoreElements(),
      )
      const operator: Operator = end === 'error' ? (source$) => merge(source$, failing$) : takeUntil(stop$)
      const net = network(made(operator))
      net.predict([1, 0])
      stop$.next()
      expect(refusal(() => net.predict([1, 0])).code).toBe('THROUGH_FAILED')
      expect(net.predict([1, 0])).toHaveLength(1)
    }
  })

  test('[FL19] one that is no operator, or fails when it is subscribed, stops each tick by name', () => {
    for (const operator of [
      () => throwError(() => new Error('at once')),
      () => EMPTY,
      () => undefined,
      () => {
        throw new Error('at once')
      },
    ] as unknown as Operator[]) {
      const net = network(made(operator))
      for (let again = 0; again < 2; again++) expect(refusal(() => net.predict([1, 0])).code).toBe('THROUGH_FAILED')
    }
  })

  test('[FL19] a late message counts for nothing', async () => {
    const net = network(made(delay(1)))
    for (let again = 0; again < 2; again++) expect(refusal(() => net.predict([1, 0])).code).toBe('TICK_STALLED')
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(refusal(() => net.predict([1, 0])).code).toBe('TICK_STALLED')
  })

  test('[FL19] an operator that asks its own network is refused for it', () => {
    let net: Network | null = null
    const operator: Operator = tap(() => net?.predict([0, 0]))
    net = network(made(operator))
    const refused = refusal(() => net?.predict([1, 0]))
    expect([refused.code, (refused.cause as { code?: string }).code]).toEqual(['THROUGH_FAILED', 'TICK_BUSY'])
  })

  test('[FL20] numbers that are infinite already pass: the run diverged elsewhere, and is refused for that', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.add('big', linear, { from: 'x', weights: [1e300], bias: 0 })
      g.add('o', linear, { bias: 0 })
      g.connect('big', 'o', { weight: 1, through: tap(() => {}) })
      g.loss(squaredError, 'o')
    })
    const refused = refusal(() => network(g).learn({ input: [1e300], target: [0] }))
    expect([refused.code, refused.place.node]).toEqual(['TRAINING_DIVERGED', 'big'])
  })
})
