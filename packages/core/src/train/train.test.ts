import {
  concat,
  EMPTY,
  lastValueFrom,
  map,
  NEVER,
  take,
  takeUntil,
  takeWhile,
  throttleTime,
  timer,
  toArray,
} from 'rxjs'
import { describe, expect, test } from 'vitest'
import { dataset } from '../data/dataset.ts'
import type { Row } from '../data/row.ts'
import { events } from '../exports/explain.ts'
import { bitRows, layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { type TrainOptions, train } from './train.ts'

const g = layers([3, 3, 1])
const rows = bitRows(10, 3)
const make = (): Network => network(g, { seed: 4, optimizer: sgd({ learningRate: 0.3, momentum: 0.5 }) })
/** 3 batches an epoch, 12 steps: 4, 4 and 2 rows. */
const options = { batchSize: 4, epochs: 4 }

/** Waits until no step has been made for some turns of the host. */
async function quiet(net: Network): Promise<void> {
  for (let turns = 0, before = -1; turns < 5; turns++) {
    const { step } = net.engine
    if (step !== before) turns = 0
    before = step
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Runs to the end, or for so many steps; what the steps were. */
async function run(net: Network, data: Row[] = rows, given: TrainOptions = options, steps = 1e9): Promise<number[][]> {
  const steps$ = train(net, data, given).pipe(take(steps))
  return lastValueFrom(
    steps$.pipe(
      map(({ step, epoch, batch, rows }) => [step, epoch, batch, rows]),
      toArray(),
    ),
  )
}

const codeOf = (net: Network, data: Row[], given: TrainOptions): Promise<unknown> =>
  lastValueFrom(train(net, data, given)).catch((error: { code?: string }) => error.code ?? error)

async function finished(given: TrainOptions = options): Promise<string> {
  const net = make()
  await run(net, rows, given)
  return fingerprint(net.snapshot)
}

describe('a training', () => {
  test('[TR20] gives a step per update: its number, epoch, batch and rows, the last batch as small as it is', async () => {
    expect(await run(make(), rows, { batchSize: 4, epochs: 2 })).toEqual([
      [1, 0, 0, 4],
      [2, 0, 1, 4],
      [3, 0, 2, 2],
      [4, 1, 0, 4],
      [5, 1, 1, 4],
      [6, 1, 2, 2],
    ])
    expect((await run(make(), rows, {})).length).toBe(1)
    expect((await run(make(), rows, { batchSize: 100 })).map(([, , , rows]) => rows)).toEqual([10])
  })

  test('[TR20] its loss is the mean over the rows before the update', async () => {
    const net = make()
    const losses = rows.map((row) => make().learn(row).loss)
    const step = await lastValueFrom(train(net, rows, { batchSize: 10, shuffle: false }))
    expect(step.loss).toBe(losses.reduce((sum, loss) => sum + loss) / 10)
  })

  test('[TR20] unshuffled it takes the rows as they stand, shuffled in an order of the seed for each epoch', async () => {
    const seen = async (given: TrainOptions, seed = 4): Promise<string[]> => {
      const net = network(g, { seed })
      const inputs: string[] = []
      events(net, ['l0n0', 'l0n1', 'l0n2']).subscribe((event) => {
        if (event.type === 'activation') inputs.push(String(event.signal.at(0)))
      })
      await run(net, rows, { batchSize: 1, ...given })
      return inputs
    }
    const plain = rows.flatMap(({ input }) => input.map(String))
    expect(await seen({ shuffle: false, epochs: 2 })).toEqual([...plain, ...plain])
    const shuffled = await seen({ epochs: 2 })
    expect(shuffled).toEqual(await seen({ epochs: 2 }))
    const [first, second] = [shuffled.slice(0, 30), shuffled.slice(30)]
    expect(first).not.toEqual(plain)
    expect(first).not.toEqual(second)
    expect(await seen({}, 5)).not.toEqual(first)
  })

  test('[TR20] learns', async () => {
    const net = network(layers([2, 4, 1]), { seed: 1, optimizer: sgd({ learningRate: 2, momentum: 0.5 }) })
    const xor = [0, 1, 2, 3].map((k) => ({ input: [k & 1, k >> 1], target: [(k & 1) ^ (k >> 1)] }))
    const last = await lastValueFrom(
      train(net, xor, { batchSize: 4, epochs: 20_000 }).pipe(takeWhile(({ loss }) => loss > 0.001, true)),
    )
    expect(last.loss).toBeLessThan(0.001)
    expect(net.predictAll(xor.map(({ input }) => input)).map(([a]) => Math.round(a as number))).toEqual([0, 1, 1, 0])
  })
})

describe('a cold Observable', () => {
  test('[TR21] nothing happens before somebody subscribes, nor in the call of subscribe', async () => {
    const net = make()
    const steps$ = train(net, rows, options)
    await quiet(net)
    expect([net.snapshot.step, net.engine.transition.turn.tick]).toEqual([0, 0])
    const running = steps$.subscribe()
    expect(net.snapshot.step).toBe(0)
    await quiet(net)
    expect(net.snapshot.step).toBe(12)
    running.unsubscribe()
  })

  test('[TR21] unsubscribing stops it before the next step, and all that was learned stays', async () => {
    const net = make()
    const running = train(net, rows, { ...options, epochs: Number.POSITIVE_INFINITY }).subscribe(({ step }) => {
      if (step === 5) running.unsubscribe()
    })
    await quiet(net)
    expect(net.snapshot.step).toBe(5)
    await quiet(net)
    expect(net.snapshot.step).toBe(5)
    const never = train(net, rows, options).subscribe()
    never.unsubscribe()
    await quiet(net)
    expect(net.snapshot.step).toBe(5)
  })

  test('[TR21] take, takeUntil, takeWhile and throttleTime work', async () => {
    const net = make()
    const endless = { ...options, epochs: Number.POSITIVE_INFINITY }
    expect((await run(net, rows, endless, 7)).length).toBe(7)
    expect(net.snapshot.step).toBe(7)
    const until = await lastValueFrom(train(net, rows, endless).pipe(takeUntil(timer(3))), {
      defaultValue: { step: 7 },
    })
    expect(net.snapshot.step).toBe(until.step)
    const throttled = await lastValueFrom(
      train(net, rows, { ...options, epochs: 2000 }).pipe(throttleTime(1), toArray()),
    )
    expect(throttled.length).toBeGreaterThan(0)
    expect(throttled.length).toBeLessThan(6000)
    const stopped = net.snapshot.step
    await quiet(net)
    expect(net.snapshot.step).toBe(stopped)
  })

  test('[TR21] an observer of the tick may unsubscribe it: that update is made, and no step is given', async () => {
    const net = make()
    const steps: number[] = []
    const running = train(net, rows, options).subscribe(({ step }) => steps.push(step))
    net.loss$.pipe(take(4)).subscribe({ complete: () => running.unsubscribe() })
    await quiet(net)
    expect([net.snapshot.step, steps]).toEqual([4, [1, 2, 3]])
    await run(net)
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })

  test('[TR22] the host has its turns while it runs', async () => {
    const net = make()
    let timers = 0
    let tasks = 0
    const interval = setInterval(() => timers++, 1)
    const task = (): void => {
      tasks++
      if (net.snapshot.step < 60_000) setImmediate(task)
    }
    task()
    await lastValueFrom(train(net, rows, { batchSize: 10, epochs: 60_000, slice: 2 }))
    clearInterval(interval)
    expect(timers).toBeGreaterThan(3)
    expect(tasks).toBeGreaterThan(3)
  })

  test('[TR22] how long a slice is changes no bit', async () => {
    expect(await finished({ ...options, slice: 0.001 })).toBe(
      await finished({ ...options, slice: Number.POSITIVE_INFINITY }),
    )
  })
})

describe('going on', () => {
  test.each([true, false])(
    '[TR23] a run stopped anywhere goes on as if it never was, shuffled: %s',
    async (shuffle) => {
      const given = { ...options, shuffle }
      const wanted = await finished(given)
      for (let stop = 1; stop < 12; stop++) {
        const net = make()
        await run(net, rows, given, stop)
        expect(await run(net, rows, given)).toHaveLength(12 - stop)
        expect(fingerprint(net.snapshot)).toBe(wanted)
      }
      const halting = make()
      for (let k = 0; k < 12; k++) expect(await run(halting, rows, given, 1)).toHaveLength(1)
      expect(fingerprint(halting.snapshot)).toBe(wanted)
    },
  )

  test('[TR23] so it does in another network, from a snapshot taken on the way', async () => {
    const net = make()
    await run(net, rows, options, 5)
    const other = network(g, { seed: 77, fuse: 'never', optimizer: sgd({ learningRate: 0.3, momentum: 0.5 }) })
    other.restore(net.snapshot)
    expect((await run(other))[0]).toEqual([6, 1, 2, 2])
    expect(fingerprint(other.snapshot)).toBe(await finished())
  })

  test('[TR23] equal data in another form is the same data', async () => {
    const net = make()
    await run(net, rows, options, 5)
    const [inputs, targets] = [rows.map(({ input }) => input), rows.map(({ target }) => target)]
    await lastValueFrom(train(net, { inputs, targets }, options).pipe(take(2)))
    await lastValueFrom(train(net, dataset(rows, g), options))
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })

  test('[TR24] a finished run begins anew, with the next epoch: twice five epochs are ten', async () => {
    const net = make()
    await run(net, rows, { ...options, epochs: 5 })
    const second = await run(net, rows, { ...options, epochs: 5 })
    expect([second[0], second.length]).toEqual([[16, 5, 0, 4], 15])
    expect(fingerprint(net.snapshot)).toBe(await finished({ ...options, epochs: 10 }))
  })

  test('[TR24] a run that was taken to its very last step is finished', async () => {
    const net = make()
    await run(net, rows, options, 12)
    expect((await run(net))[0]).toEqual([13, 4, 0, 4])
  })

  test('[TR25] other data or options begin with the next untouched epoch', async () => {
    const others: [Row[], TrainOptions, number[]][] = [
      [rows.slice(1), options, [6, 2, 0, 4]],
      [rows, { ...options, batchSize: 5 }, [6, 2, 0, 5]],
      [rows, { ...options, epochs: 7 }, [6, 2, 0, 4]],
      [rows, { ...options, epochs: Number.POSITIVE_INFINITY }, [6, 2, 0, 4]],
      [rows, { ...options, shuffle: false }, [6, 2, 0, 4]],
      [rows, { ...options, slice: 1 }, [6, 1, 2, 2]],
    ]
    for (const [data, given, wanted] of others) {
      const net = make()
      await run(net, rows, options, 5)
      expect((await run(net, data, given, 1))[0]).toEqual(wanted)
    }
    const between = make()
    await run(between, rows, options, 6)
    expect((await run(between, rows.slice(1), options, 1))[0]).toEqual([7, 2, 0, 4])
  })

  test('[TR26] data is taken as it is when it is subscribed', async () => {
    const net = make()
    const data = rows.map(({ input, target }) => ({ input: [...input], target: [...target] }))
    const running = lastValueFrom(train(net, data, options))
    for (const { input } of data) input.fill(9)
    await running
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })
})

describe('refusals', () => {
  test('[TR27] training twice at once is refused, and the first goes on: ALREADY_TRAINING', async () => {
    const net = make()
    const first = run(net)
    expect(await codeOf(net, rows, options)).toBe('ALREADY_TRAINING')
    expect(refusal(() => net.learn(rows[0] as Row)).code).toBe('ALREADY_TRAINING')
    expect(refusal(() => net.restore(net.snapshot)).code).toBe('ALREADY_TRAINING')
    expect(await first).toHaveLength(12)
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })

  test('[TR27] whoever is told of the end, or of an error, may train at once, and is alone then', async () => {
    const net = make()
    const codes: unknown[] = []
    await new Promise<void>((resolve) => {
      train(net, rows, options).subscribe({
        complete: () => {
          train(net, rows, options).subscribe({ complete: resolve })
          codes.push(refusal(() => net.learn(rows[0] as Row)).code)
        },
      })
    })
    expect([codes, net.snapshot.step]).toEqual([['ALREADY_TRAINING'], 24])
    const failing = net.loss$.subscribe(() => {
      throw new Error('oh')
    })
    await new Promise<void>((resolve) => {
      train(net, rows, options).subscribe({
        error: () => {
          failing.unsubscribe()
          train(net, rows, options).subscribe({ complete: resolve })
        },
      })
    })
    expect(net.snapshot.step).toBe(36)
    await lastValueFrom(concat(train(net, rows, options), train(net, rows, options)))
    expect(net.snapshot.step).toBe(60)
  })

  test('[TR27] a training may be put in another’s place from inside a tick', async () => {
    const net = make()
    await new Promise<void>((resolve) => {
      const first = train(net, rows, options).subscribe()
      net.loss$.pipe(take(5)).subscribe({
        complete: () => {
          first.unsubscribe()
          train(net, rows, options).subscribe({ complete: resolve })
        },
      })
    })
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })

  test.each<[string, TrainOptions]>([
    ['a batch of none', { batchSize: 0 }],
    ['a batch below none', { batchSize: -4 }],
    ['half a row', { batchSize: 1.5 }],
    ['a batch of everything there is', { batchSize: Number.POSITIVE_INFINITY }],
    ['a batch that is no number', { batchSize: '4' as unknown as number }],
    ['no epoch', { epochs: 0 }],
    ['epochs below none', { epochs: Number.NEGATIVE_INFINITY }],
    ['half an epoch', { epochs: 0.5 }],
    ['epochs that are no number', { epochs: Number.NaN }],
    ['no time', { slice: 0 }],
    ['time below none', { slice: -1 }],
    ['time that is no number', { slice: Number.NaN }],
  ])('[TR28] %s is refused: INVALID_OPTION', async (_, given) => {
    const net = make()
    expect(await codeOf(net, rows, given)).toBe('INVALID_OPTION')
    expect(net.snapshot.step).toBe(0)
    expect(await run(net)).toHaveLength(12)
  })

  test('[TR28] empty or wrong data is refused before anything has changed', async () => {
    const net = make()
    expect(await codeOf(net, [], options)).toBe('EMPTY_DATA')
    const wrong = [...rows, { input: [1, 0, Number.NaN], target: [1] }]
    await expect(lastValueFrom(train(net, wrong, options))).rejects.toMatchObject({
      code: 'NOT_FINITE',
      place: { row: 10, column: 'l0n2' },
    })
    expect(await codeOf(net, [{ input: [1], target: [1] }], options)).toBe('WRONG_LENGTH')
    expect([net.snapshot.step, net.engine.transition.turn.tick]).toEqual([0, 0])
    expect(net.learn(rows[0] as Row).step).toBe(1)
  })

  test('[TR28] a graph without a loss cannot be trained: NO_LOSS', async () => {
    const bare = graph((g) => {
      g.add('o', linear, { from: g.inputs('x') })
    })
    expect(await codeOf(network(bare), [{ input: [1], target: [] }], options)).toBe('NO_LOSS')
  })
})

describe('what ends a training', () => {
  test('[TR29] an observer that throws ends it with that very error; the steps before stand, and it can go on', async () => {
    const error = new Error('seen enough')
    for (const through of [map((x: unknown) => x), takeUntil<unknown>(NEVER)]) {
      const net = make()
      const steps: number[] = []
      const watching = net
        .node('l1n1')
        .activation$.pipe(through)
        .subscribe(() => {
          if (net.engine.transition.turn.tick === 6) throw error
        })
      const ended = await new Promise((resolve) => {
        train(net, rows, options).subscribe({ next: ({ step }) => steps.push(step), error: resolve })
      })
      expect([ended === error, steps, net.snapshot.step]).toEqual([true, [1, 2, 3, 4, 5], 5])
      watching.unsubscribe()
      await run(net)
      expect(fingerprint(net.snapshot)).toBe(await finished())
    }
  })

  test('[TR29] where an observer of the new state throws, the update that it was told of stands, and it goes on behind it', async () => {
    const net = make()
    const watching = net.snapshot$.subscribe(({ step }) => {
      if (step === 5) throw new Error('oh')
    })
    await expect(run(net)).rejects.toThrow('oh')
    watching.unsubscribe()
    expect(net.snapshot.step).toBe(5)
    await run(net)
    expect(fingerprint(net.snapshot)).toBe(await finished())
  })

  test('[TR30] a run that diverges is refused by step and node, its last state finite and in force', async () => {
    const g = graph((g) => {
      const h = g.add(['h1', 'h2'], linear, { from: g.inputs('x') })
      g.loss(squaredError, g.add('o', linear, { from: h }))
    })
    const net = network(g, { seed: 2, optimizer: sgd({ learningRate: 50 }) })
    const steep = Array.from({ length: 4 }, (_, k) => ({ input: [k + 3], target: [k] }))
    const start = net.snapshot
    let last = 0
    const refused = await new Promise<{ code: string; place: { step: number; node: string } }>((resolve) => {
      train(net, steep, { batchSize: 2, epochs: 1000 }).subscribe({
        next: ({ step }) => {
          last = step
        },
        error: resolve,
      })
    })
    expect(refused.code).toBe('TRAINING_DIVERGED')
    expect(refused.place.step).toBe(last + 1)
    expect(['h1', 'h2', 'o']).toContain(refused.place.node)
    expect(net.snapshot.step).toBe(last)
    expect(net.snapshot.parameters.slice().every(Number.isFinite)).toBe(true)
    net.restore(start)
    const gentle = steep.map(({ input: [x], target }) => ({
      input: [(x as number) / 1e4],
      target: [(target[0] as number) / 1e4],
    }))
    expect((await run(net, gentle, { epochs: 3 })).length).toBe(3)
    expect(await lastValueFrom(EMPTY, { defaultValue: net.snapshot.step })).toBe(3)
  })
})
