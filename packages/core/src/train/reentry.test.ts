/** Whoever calls, closes or throws inside an observer: the tick ends, and everything is free afterwards. */

import {
  defer,
  filter,
  finalize,
  interval,
  lastValueFrom,
  map,
  type Observable,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { probe } from '../exports/explain.ts'
import { linear, sigmoid, squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { graph } from '../graph/compose/builder.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'

import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import type { Stride } from './stride.ts'
import { train } from './train.ts'
import { walk } from './walk.ts'

const row = { input: [1, 0, 1], target: [1] }
const rows = [row, { input: [0, 1, 1], target: [0] }]
const make = (): Network => network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }) })
const by: Stride[] = ['node', 'phase', 'step', 'epoch']

/** The state in force, by doing everything again on another machine. */
function replayed({ engine: { past } }: Network): string {
  const { replay, machine } = past.anotherReplay()
  replay.reach(past.history.head)
  return fingerprint(machine.capture())
}

/** Nothing is claimed or under way, each call works, and the state is that of a replay. */
async function expectFree(net: Network): Promise<void> {
  expect(net.predict([1, 0, 1])).toHaveLength(1)
  const { step } = net.learn(row)
  net.change({ hyperparameters: { learningRate: 0.5 } })
  expect(net.timeline.undo()).toBe(true)
  expect(net.timeline.step).toBe(step)
  await lastValueFrom(train(net, rows, { batchSize: 1 }))
  expect(fingerprint(net.snapshot)).toBe(replayed(net))
  expect(net.plan.blocks.length).toBe(make().plan.blocks.length)
}

/** A walk that goes on with each click, and what became of it. */
function clicked(net: Network, by: Stride = 'step') {
  const click = new Subject<unknown>()
  return { click, steps$: paced(net, click, by) }
}

/** The steps of a walk that somebody else's stream drives: it is closed with its subscription. */
function paced(net: Network, click: Observable<unknown>, by: Stride): Observable<Step> {
  return defer(() => {
    const w = walk(net, rows, { batchSize: 1, epochs: 50 })
    return click.pipe(
      map(() => w.forward(by)),
      filter((step) => step !== null),
      finalize(() => w.close()),
    )
  })
}

describe('a walk in a pipeline', () => {
  test.each(by)('[WK20] closed by takeUntil from inside its own tick, by %s, leaves the network free', async (by) => {
    for (const notifier of ['activation$', 'netInput$', 'delta$', 'gradient$'] as const) {
      const net = make()
      const { click, steps$ } = clicked(net, by)
      let ended = 0
      steps$.pipe(takeUntil(net.node('h4')[notifier])).subscribe({ complete: () => ended++ })
      for (let k = 0; k < 12; k++) click.next(0)
      expect(ended).toBe(1)
      await expectFree(net)
    }
  })

  test.each(by)('[WK20] put in another’s place by switchMap from loss$, by %s, claims nothing twice', async (by) => {
    const net = make()
    const click = new Subject<unknown>()
    const again = new Subject<void>()
    const errors: unknown[] = []
    let told = 0
    net.loss$.pipe(take(3)).subscribe(() => again.next())
    const trained = again
      .pipe(switchMap(() => paced(net, click, by)))
      .subscribe({ next: () => told++, error: (error) => errors.push(error) })
    again.next()
    for (let k = 0; k < 60; k++) click.next(0)
    trained.unsubscribe()
    expect(errors).toEqual([])
    expect(told).toBeGreaterThan(0)
    await expectFree(net)
  })

  test('[WK20] may be followed from inside its tick by a plain one, which is alone then', async () => {
    const net = make()
    const { click, steps$ } = clicked(net)
    const paced = steps$.subscribe()
    const plain = new Promise<Step>((resolve, reject) => {
      net.loss$.pipe(take(1)).subscribe(() => {
        paced.unsubscribe()
        lastValueFrom(train(net, rows, { batchSize: 1 })).then(resolve, reject)
      })
    })
    click.next(0)
    expect((await plain).step).toBe(2)
    await expectFree(net)
  })

  test('[WK20] whose observer throws errors with that very error, at rest or in a tick', async () => {
    const streams: ((net: Network) => Observable<unknown>)[] = [(net) => net.node('h4').delta$, (net) => net.snapshot$]
    for (const watch of streams) {
      const net = make()
      const { click, steps$ } = clicked(net)
      const oh = new Error('oh')
      let thrown: unknown = null
      let armed = false
      steps$.subscribe({
        error: (error) => {
          thrown = error
        },
      })
      const watching = watch(net).subscribe(() => {
        if (armed) throw oh
      })
      armed = true
      click.next(0)
      expect(thrown).toBe(oh)
      watching.unsubscribe()
      await expectFree(net)
    }
  })

  test('[WK20] told to go on from inside its own tick errors with TICK_BUSY', async () => {
    const net = make()
    const { click, steps$ } = clicked(net)
    let thrown: unknown = null
    steps$.subscribe({
      error: (error) => {
        thrown = error
      },
    })
    net
      .node('h4')
      .activation$.pipe(take(1))
      .subscribe(() => click.next(0))
    click.next(0)
    expect(thrown).toMatchObject({ code: 'TICK_BUSY' })
    await expectFree(net)
  })
})

describe('a walk', () => {
  test.each(by)('[WK21] moved inside an observer is refused by code, closed there it ends, by %s', async (stride) => {
    for (const call of ['forward', 'back', 'close'] as const) {
      for (const where of ['activation$', 'delta$', 'weights$'] as const) {
        const net = make()
        const w = walk(net, rows, { batchSize: 1, epochs: 9 })
        const codes: unknown[] = []
        let armed = false
        net.node('h4')[where].subscribe(() => {
          if (!armed) return
          armed = false
          if (call === 'close') w.close()
          else codes.push(refusal(() => w[call](stride)).code)
        })
        armed = true
        for (let k = 0; k < (stride === 'epoch' ? 6 : 12); k++) w.forward(stride)
        expect([armed, codes, w.isOver]).toEqual([false, call === 'close' ? [] : ['TICK_BUSY'], call === 'close'])
        w.close()
        await expectFree(net)
      }
    }
  })

  test('[WK22] that rests gives way to whoever predicts, learns, trains, changes or goes back, and does its step anew', async () => {
    const calls: Record<string, (net: Network) => unknown> = {
      predict: (net) => net.predict([1, 0, 1]),
      learn: (net) => net.learn(row),
      train: (net) => lastValueFrom(train(net, rows, { batchSize: 1 })),
      change: (net) => net.change({ hyperparameters: { learningRate: 0.1 } }),
      seek: (net) => net.timeline.seek(1),
      restore: (net) => net.restore(net.snapshot),
      fork: (net) => fork(net, 1),
      walk: (net) => walk(net, rows, { batchSize: 1 }).forward('phase'),
    }
    for (const [name, call] of Object.entries(calls)) {
      const net = make()
      const w = walk(net, rows, { batchSize: 1, epochs: 9 })
      w.forward('step')
      for (let k = 0; k < 5; k++) w.forward('node')
      await call(net)
      w.forward('node')
      const stays = ['predict', 'fork', 'walk'].includes(name) || name === 'seek'
      expect([name, w.here.fired]).toEqual([name, stays ? 6 : 1])
      expect(w.forward('step')?.step).toBe(net.timeline.step)
      w.close()
      await expectFree(net)
    }
  })

  test('[WK22] that is dropped locks nothing, whatever of a step was under way', async () => {
    for (let fired = 0; fired < 12; fired++) {
      const net = make()
      for (let k = 0, w = walk(net, rows); k < fired; k++) w.forward('node')
      await expectFree(net)
    }
  })

  test('[WK22] does its step anew to the same values, as if nobody had come between', () => {
    const [net, other] = [make(), make()]
    const [w, v] = [walk(net, rows, { batchSize: 1 }), walk(other, rows, { batchSize: 1 })]
    for (let k = 0; k < 22; k++) {
      w.forward('node')
      v.forward('node')
      net.predictAll([
        [0, 0, 0],
        [1, 1, 1],
      ])
      expect(JSON.stringify(w.here.node('h4'))).toBe(JSON.stringify(v.here.node('h4')))
      w.back('node')
      w.forward('node')
      expect(w.here.fired).toBe(v.here.fired)
    }
    w.close()
    v.close()
    expect(fingerprint(net.snapshot)).toBe(fingerprint(other.snapshot))
    expect(net.timeline.branches).toHaveLength(1)
  })

  test('[WK23] is refused its moves while somebody trains, and goes on afterwards', async () => {
    const net = make()
    const w = walk(net, rows, { batchSize: 1, epochs: 3 })
    w.forward('node')
    const training = train(net, rows, { batchSize: 1, epochs: Number.POSITIVE_INFINITY }).subscribe()
    expect(refusal(() => w.forward('node')).code).toBe('ALREADY_TRAINING')
    training.unsubscribe()
    expect(w.forward('step')?.step).toBe(1)
    w.close()
    await expectFree(net)
  })

  test('[WK24] tells its places in their order to all, also to those behind one who moves it; what they throw its move throws', () => {
    const net = make()
    const w = walk(net, rows, { batchSize: 1 })
    const [first, second]: number[][] = [[], []]
    w.here$.subscribe(({ fired }) => {
      first?.push(fired)
      if (fired > 0 && fired < 4) w.forward('node')
    })
    w.here$.subscribe(({ fired }) => second?.push(fired))
    w.forward('node')
    expect([first, second]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ])
    const oh = new Error('oh')
    let ends = 0
    w.here$.subscribe({
      next: ({ fired }) => {
        if (fired === 5) throw oh
      },
      complete: () => ends++,
    })
    expect(() => w.forward('node')).toThrow(oh)
    expect(w.here.fired).toBe(5)
    w.close()
    expect(ends).toBe(1)
  })

  test('[WK24] is closed by `using`', () => {
    const net = make()
    const w = walk(net, rows)
    w.forward('node')
    w[Symbol.dispose]()
    expect([w.isOver, w.forward()]).toEqual([true, null])
  })
})

describe('whoever throws', () => {
  test('[TR40] an observer of train itself ends it: no further step, one error, everything free', async () => {
    const net = make()
    const oh = new Error('oh')
    const steps: number[] = []
    let finalized = 0
    const ended = new Promise((resolve) => {
      train(net, rows, { batchSize: 1, epochs: 10 })
        .pipe(
          tap(({ step }) => steps.push(step)),
          finalize(() => finalized++),
          map((step) => step.step),
        )
        .subscribe({
          next: (step) => {
            if (step === 3) throw oh
          },
          error: resolve,
        })
    })
    expect(await ended).toBe(oh)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([steps, finalized, net.timeline.step]).toEqual([[1, 2, 3], 1, 3])
    await expectFree(net)
  })

  test('[TR40] so does one of a paced training, of learn, of probe', async () => {
    const net = make()
    const oh = new Error('oh')
    const thrown: unknown[] = []
    const throwing = {
      next: () => {
        throw oh
      },
      error: (error: unknown) => thrown.push(error),
    }
    await lastValueFrom(train(net, rows, { batchSize: 1 }))
    probe(net, 'h4', 'delta', { from: 1, to: 2 }).subscribe(throwing)
    await lastValueFrom(interval(10).pipe(take(2)))
    expect(thrown).toEqual([oh])
    await expectFree(net)
  })

  test('[TR41] a network is blamed for its own divergence alone', () => {
    const wild = (): Network =>
      network(
        graph((g) => {
          g.inputs('x')
          g.loss(squaredError, g.add('o', linear, { from: 'x', weights: [1], bias: 0 }))
        }),
        { optimizer: sgd({ learningRate: 1e200 }) },
      )
    const [a, b] = [make(), wild()]
    a.learn(row)
    const diverge = (): unknown => b.learn({ input: [1e200], target: [0] })
    for (const stream of [a.loss$, a.node('h4').activation$, a.node('h4').delta$]) {
      const watching = stream.subscribe(diverge)
      expect(refusal(() => a.learn(row)).code).toBe('TRAINING_DIVERGED')
      expect([a.timeline.failed, b.timeline.failed?.step, a.timeline.step]).toEqual([null, 1, 1])
      watching.unsubscribe()
    }
    // Its own error of an earlier step, thrown again, is no divergence of this one.
    const own = refusal(() => b.learn({ input: [1e200], target: [0] }))
    b.learn({ input: [0], target: [0] })
    b.loss$.subscribe(() => {
      throw own
    })
    expect(() => b.learn({ input: [0], target: [0] })).toThrow(own)
    expect(b.timeline.failed).toBeNull()
  })

  test('[TR42] an observer of a state that is put in force is told of a state that stays, whatever put it there', () => {
    const oh = new Error('oh')
    const net = make()
    net.learn(row)
    let armed = false
    const seen: number[] = []
    net.snapshot$.subscribe(() => {
      if (armed) throw oh
    })
    net.snapshot$.subscribe(({ hyperparameters }) => seen.push(hyperparameters.learningRate as number))
    const throwing = (call: () => unknown): void => {
      armed = true
      expect(call).toThrow(oh)
      armed = false
    }
    throwing(() => net.change({ hyperparameters: { learningRate: 0.1 } }))
    expect(net.snapshot.hyperparameters.learningRate).toBe(0.1)
    throwing(() => net.timeline.undo())
    expect(net.snapshot.hyperparameters.learningRate).toBe(0.9)
    throwing(() => net.timeline.redo())
    expect(net.snapshot.hyperparameters.learningRate).toBe(0.1)
    expect([net.timeline.undo(), net.timeline.redo()]).toEqual([true, true])
    throwing(() => net.timeline.seek(0))
    expect(net.timeline.step).toBe(0)
    throwing(() => net.restore(net.timeline.at(1)))
    expect([net.timeline.step, net.timeline.branch]).toEqual([1, 'restored'])
    throwing(() => net.learn(row))
    expect(net.timeline.step).toBe(2)
    expect(seen).toEqual([0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1])
  })

  test('[TR42] whoever is told of an undo may redo it at once', () => {
    const net = make()
    net.change({ hyperparameters: { learningRate: 0.1 } })
    let armed = true
    net.snapshot$.subscribe(({ hyperparameters }) => {
      if (!armed || hyperparameters.learningRate !== 0.9) return
      armed = false
      expect(net.timeline.redo()).toBe(true)
    })
    expect(net.timeline.undo()).toBe(true)
    expect(net.snapshot.hyperparameters.learningRate).toBe(0.1)
  })

  test('[TR43] a recipe, an initializer or an optimizer that moves the network it is asked for is refused: TICK_BUSY', async () => {
    const net = make()
    const codes: unknown[] = []
    const moves = [() => net.learn(row), () => net.predict([1, 0, 1]), () => net.timeline.seek(0)]
    const move = (): undefined => {
      for (const call of [...moves, () => net.change({ hyperparameters: { learningRate: 0.1 } })]) {
        codes.push(refusal(call).code)
      }
    }
    net.change({
      graph: (g) => {
        move()
        const activation = defineActivation({ name: 'same', value: (z) => z, slope: () => 1 })
        const nosy = defineInitializer({ name: 'nosy', draw: () => move() ?? 0.5 })
        const parameters = [{ name: 'weight', per: 'edge', start: nosy }] as const
        g.add('h6', defineKind({ name: 'nosy', activation, parameters }), { from: ['x1'] })
      },
    })
    expect(codes.length).toBeGreaterThan(7)
    expect(new Set(codes)).toEqual(new Set(['TICK_BUSY']))
    net.timeline.undo()
    await expectFree(net)
  })

  test('[TR44] an operator on an edge that is given up with a graph finds the next state in force, and what it throws is thrown', () => {
    const oh = new Error('oh')
    const net = make()
    const seen: unknown[] = []
    net.change({
      graph: (g) =>
        g.connect('x1', 'o6', {
          through: finalize(() => {
            seen.push(net.graph.nodes.late?.id, net.predict([1, 0, 1]).length)
            throw oh
          }),
        }),
    })
    net.learn(row)
    expect(() => net.change({ graph: (g) => g.add('late', sigmoid, { from: ['x1'] }) })).toThrow('oh')
    expect(seen).toEqual(['late', 1])
    expect(net.timeline.log().at(-1)?.type).toBe('change')
    expect(net.learn(row).step).toBe(2)
  })

  test('[TR47] a row that runs or changes its network while it is read is refused: TICK_BUSY, or read as it is', () => {
    const net = make()
    const other = make()
    const calling = (call: () => unknown): number[] =>
      Object.defineProperty([1, 0, 1], 1, { get: () => (call() === null ? 1 : 0) }) as number[]
    const calls = {
      predict: () =>
        net.predictAll([
          [0, 0, 0],
          [1, 1, 1],
        ]),
      graph: () => net.change({ graph: (g) => g.add('late', sigmoid, { from: ['x1'] }) }),
      learn: () => net.learn(row),
    }
    expect(refusal(() => net.predict(calling(calls.predict))).code).toBe('TICK_BUSY')
    expect(refusal(() => net.learn({ input: calling(calls.predict), target: [1] })).code).toBe('TICK_BUSY')
    expect(refusal(() => net.learn({ input: calling(calls.learn), target: [1] })).code).toBe('ALREADY_TRAINING')
    expect(net.predict([1, 0, 1])).toEqual(other.predict([1, 0, 1]))
    expect(refusal(() => net.predict(calling(calls.graph))).code).toBe('TICK_BUSY')
    expect(refusal(() => net.predictAll([[1, 0, 1], calling(calls.predict)])).code).toBe('TICK_BUSY')
    expect(net.predict(calling(() => net.snapshot))).toEqual(other.predict([1, 0, 1]))
    expect(net.learn(row).loss).toBe(other.learn(row).loss)
  })

  test('[TR45] observers who change the network that they are told of, without end, are refused by code', () => {
    const net = make()
    let rate = 0.9
    const codes = new Set<unknown>()
    let armed = false
    net.snapshot$.subscribe(() => {
      if (!armed) return
      rate *= 0.999
      try {
        net.change({ hyperparameters: { learningRate: rate } })
      } catch (error) {
        codes.add((error as { code?: string }).code)
      }
    })
    armed = true
    net.change({ hyperparameters: { learningRate: rate } })
    armed = false
    expect([...codes]).toEqual(['TICK_BUSY'])
    expect(net.learn(row).step).toBe(1)
  })
})
