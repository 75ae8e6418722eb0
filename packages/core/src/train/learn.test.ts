import {
  concat,
  EMPTY,
  from,
  lastValueFrom,
  map,
  NEVER,
  type Observable,
  of,
  Subject,
  take,
  tap,
  throwError,
  toArray,
} from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import type { Row } from '../data/row.ts'
import type { NeuriteError } from '../errors/neurite-error.ts'
import { why } from '../exports/explain.ts'
import { load, save } from '../exports/files.ts'
import { bitRows, layers, linear, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { learn } from './learn.ts'
import { train } from './train.ts'

const rows: Row[] = bitRows(8, 3)
const make = (): Network => network(layers([3, 3, 1]), { seed: 4 })

/** How a stream ends: its error's code, or complete. */
const end = (stream$: Observable<unknown>): string => {
  let ended = 'open'
  stream$.subscribe({
    error: (error: { code?: string; message: string }) => {
      ended = error.code ?? error.message
    },
    complete: () => {
      ended = 'complete'
    },
  })
  return ended
}

/** Whether somebody has the right to train. */
function claimed(net: Network): boolean {
  try {
    net.engine.claim()()
    return false
  } catch {
    return true
  }
}

describe('learn, the operator', () => {
  test('[TR15] makes one update per event, at once, and gives the step', () => {
    const [net, byHand] = [make(), make()]
    const sensor$ = new Subject<Row>()
    const steps: unknown[] = []
    sensor$
      .pipe(learn(net))
      .subscribe((step) => steps.push([step.step, step.rows, step.loss, fingerprint(step.snapshot)]))
    rows.forEach((row, k) => {
      sensor$.next(row)
      const { loss, snapshot } = byHand.learn(row)
      expect(steps[k]).toEqual([k + 1, 1, loss, fingerprint(snapshot)])
    })
    expect(steps).toHaveLength(8)
  })

  test('[TR15] is cold: nothing is claimed or learned before somebody subscribes', () => {
    const net = make()
    const steps$ = from(rows).pipe(learn(net))
    expect([net.snapshot.step, claimed(net)]).toEqual([0, false])
    steps$.subscribe()
    steps$.subscribe()
    expect(net.snapshot.step).toBe(16)
  })

  test('[TR16] learns nothing after it is unsubscribed, even from a source that emits all at once', async () => {
    const net = make()
    const taken = await lastValueFrom(from(rows).pipe(learn(net), take(3), toArray()))
    expect([taken.length, net.snapshot.step, claimed(net)]).toEqual([3, 3, false])
  })

  test('[TR16] what it is subscribed to is given up with it, by marbles', () => {
    const net = make()
    new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected)
    }).run(({ hot, expectObservable, expectSubscriptions }) => {
      const sensor$ = hot<Row>('-a-b-c-d-|', { a: rows[0], b: rows[1], c: rows[2], d: rows[3] } as Record<string, Row>)
      const steps$ = sensor$.pipe(
        learn(net),
        map(({ step }) => step),
      )
      expectObservable(steps$, '--^---!').toBe('---1-2', { 1: 1, 2: 2 })
      expectSubscriptions(sensor$.subscriptions).toBe(['--^---!'])
    })
    expect(net.snapshot.step).toBe(2)
  })

  test('[TR17] a refused row ends it with the refusal, and nothing of it was kept', () => {
    const net = make()
    const wrong = { input: [1, Number.POSITIVE_INFINITY, 1], target: [0] }
    expect(end(from([...rows.slice(0, 2), wrong, ...rows]).pipe(learn(net)))).toBe('NOT_FINITE')
    expect([net.snapshot.step, claimed(net)]).toEqual([2, false])
    expect(end(of('row' as unknown as Row).pipe(learn(net)))).toBe('INVALID_ROW')
  })

  test('[TR17] it ends with the source’s own error or completion', () => {
    const net = make()
    expect(end(throwError(() => new Error('sensor broke')).pipe(learn(net)))).toBe('sensor broke')
    expect(end(EMPTY.pipe(learn(net)))).toBe('complete')
    expect(claimed(net)).toBe(false)
  })

  test('[TR17] an observer that throws ends it with that very error', () => {
    const net = make()
    net.node('l1n0').activation$.subscribe(({ tick }) => {
      if (tick === 2) throw new Error('seen enough')
    })
    expect(end(from(rows).pipe(learn(net)))).toBe('seen enough')
    expect(net.snapshot.step).toBe(1)
    net.predict([1, 0, 1])
    expect(end(from(rows.slice(0, 2)).pipe(learn(net)))).toBe('complete')
  })

  test('[TR18] the network is claimed while it is subscribed, and given back on unsubscription, error and end', () => {
    const net = make()
    const learning = NEVER.pipe(learn(net)).subscribe()
    expect(end(of(rows[0] as Row).pipe(learn(net)))).toBe('ALREADY_TRAINING')
    expect(end(train(net, rows))).toBe('ALREADY_TRAINING')
    expect(refusal(() => net.learn(rows[0] as Row)).code).toBe('ALREADY_TRAINING')
    expect(refusal(() => net.restore(net.snapshot)).code).toBe('ALREADY_TRAINING')
    learning.unsubscribe()
    expect(end(of(rows[0] as Row).pipe(learn(net)))).toBe('complete')
  })

  test('[TR18] whoever is told of the end may train at once', () => {
    const net = make()
    const states: boolean[] = []
    const look = (): unknown => states.push(claimed(net))
    of(rows[0] as Row)
      .pipe(learn(net))
      .subscribe({ complete: look })
    throwError(() => new Error('oh'))
      .pipe(learn(net))
      .subscribe({ error: look })
    concat(of(rows[0] as Row).pipe(learn(net)), of(rows[1] as Row).pipe(learn(net))).subscribe()
    expect([states, net.snapshot.step]).toEqual([[false, false], 3])
  })

  test('[TR18] a graph without a loss has nothing to learn from: NO_LOSS', () => {
    const net = network(
      graph((g) => {
        g.add('o', linear, { from: g.inputs('x') })
      }),
    )
    expect(end(of({ input: [1], target: [] }).pipe(learn(net)))).toBe('NO_LOSS')
    expect(refusal(() => net.learn({ input: [1], target: [] })).code).toBe('NO_LOSS')
  })

  test('[TR19] a row learned in passing leaves a stopped run where it is', async () => {
    const [net, whole] = [make(), make()]
    const options = { batchSize: 3, epochs: 2 }
    const stopped = await lastValueFrom(train(net, rows, options).pipe(take(2)))
    const step = net.learn(rows[5] as Row)
    expect([step.epoch, step.batch, step.step]).toEqual([0, 2, 3])
    const [cursors, wanted] = await Promise.all(
      [train(net, rows, options), train(whole, rows, options)].map((run$) =>
        lastValueFrom(
          run$.pipe(
            map(({ epoch, batch }) => [epoch, batch]),
            toArray(),
          ),
        ),
      ),
    )
    expect(stopped.batch).toBe(1)
    expect(cursors).toEqual(wanted?.slice(2))
  })

  test('[TR15] works in an application’s own pipeline', () => {
    const net = make()
    const seen: number[] = []
    const clicks$ = new Subject<[number, number]>()
    clicks$
      .pipe(
        map(([x, y]) => ({ input: [x, y, 1], target: [y] })),
        learn(net),
        tap(({ loss }) => seen.push(loss)),
      )
      .subscribe()
    for (let k = 0; k < 300; k++) clicks$.next([k % 2, (k >> 1) % 2])
    expect(seen.at(-1)).toBeLessThan(seen[1] as number)
  })

  const bad: Row = { input: [Number.NaN, 1, 0], target: [1] }

  test('[TR60] a refused event ends the stream, or is left out, or told of; the message has its own number', async () => {
    const events = [rows[0] as Row, bad, rows[1] as Row]
    const failed = lastValueFrom(from(events).pipe(learn(make())))
    await expect(failed).rejects.toMatchObject({ code: 'NOT_FINITE', place: { row: 1, column: 'l0n0' } })
    await expect(failed).rejects.toThrow('row 1, l0n0: NaN')
    const [skipping, told] = [make(), make()]
    const steps = await lastValueFrom(from(events).pipe(learn(skipping, { onRefused: 'skip' }), toArray()))
    expect(steps.map(({ step }) => step)).toEqual([1, 2])
    const refusals: unknown[] = []
    const onRefused = ({ code }: NeuriteError, event: unknown) => void refusals.push([code, event])
    await lastValueFrom(from(events).pipe(learn(told, { onRefused })))
    expect(refusals).toEqual([['NOT_FINITE', bad]])
    const clean = make()
    for (const row of rows.slice(0, 2)) clean.learn(row)
    expect([skipping, told].map((net) => fingerprint(net.snapshot))).toEqual(Array(2).fill(fingerprint(clean.snapshot)))
  })

  test('[TR60] an event of which the network would diverge is left out, too; a network without a loss and a foreign error are not', () => {
    const net = network(layers([3, 3, 1], linear), { seed: 4 })
    const huge: Row = { input: [1e300, 1e300, 1e300], target: [1e300] }
    expect(end(from([rows[0] as Row, huge, rows[1] as Row]).pipe(learn(net, { onRefused: 'skip' })))).toBe('complete')
    expect(net.timeline.step).toBe(2)
    const sensor$ = new Subject<Row>()
    const ended = end(sensor$.pipe(learn(net, { onRefused: 'skip' }), take(0)))
    expect(ended).toBe('complete')
    const broken$ = throwError(() => new Error('mine'))
    expect(end((broken$ as Observable<Row>).pipe(learn(net, { onRefused: 'skip' })))).toBe('mine')
    expect(refusal(() => learn(net, { onRefused: 'ignore' as never })).code).toBe('INVALID_OPTION')
    expect(refusal(() => learn(net, { onrefused: 'skip' } as never)).code).toBe('UNKNOWN_OPTION')
  })

  test('[TR61] a batch of rows is one update from all of them, the same bits as of a training, and comes back as it was', async () => {
    const [net, trained] = [make(), make()]
    const events = [rows.slice(0, 4), rows.slice(4, 8), rows[0] as Row, rows.slice(0, 3), rows.slice(3, 6)]
    const steps = await lastValueFrom(from(events).pipe(learn(net), toArray()))
    expect(steps.map(({ rows }) => rows)).toEqual([4, 4, 1, 3, 3])
    await lastValueFrom(train(trained, rows, { batchSize: 4, shuffle: false }))
    expect(net.timeline.at(2).parameters).toEqual(trained.snapshot.parameters)
    const prints = steps.map(({ step }) => fingerprint(net.timeline.at(step)))
    const parts: Uint8Array[] = []
    for await (const part of save(net)) parts.push(part)
    const loaded = await load(parts, { input, sigmoid, squaredError })
    expect(steps.map(({ step }) => fingerprint(loaded.timeline.at(step)))).toEqual(prints)
    expect(
      await why(loaded, 'l1n0->l2n0', { at: 4 }).then(({ causes }) =>
        causes.map(({ row }) => row).toSorted((a, b) => Number(a) - Number(b)),
      ),
    ).toEqual([9, 10, 11])
  })

  test('[TR61] a fault in a batch is told by its event and row, and nothing of the batch is kept', async () => {
    const net = make()
    const batches = [rows.slice(0, 2), [rows[2] as Row, bad]]
    const failed = lastValueFrom(from(batches).pipe(learn(net)))
    await expect(failed).rejects.toMatchObject({ code: 'NOT_FINITE', place: { event: 1, row: 1, column: 'l0n0' } })
    await expect(failed).rejects.toThrow('event 1: row 1, l0n0')
    await expect(lastValueFrom(of([] as Row[]).pipe(learn(net)))).rejects.toMatchObject({ code: 'EMPTY_DATA' })
    expect(net.timeline.step).toBe(1)
  })

  test('[TR62] a loss that is taken away while a stream or a training goes on is told of: NO_LOSS, and no step', async () => {
    const [net, training] = [make(), make()]
    const sensor$ = new Subject<Row>()
    const steps: unknown[] = []
    let code = ''
    sensor$.pipe(learn(net)).subscribe({
      next: (step) => steps.push(step),
      error: (error) => {
        code = error.code
      },
    })
    sensor$.next(rows[0] as Row)
    net.change({ graph: (g) => g.clearLosses() })
    sensor$.next(rows[1] as Row)
    expect([code, steps.length, net.timeline.step]).toEqual(['NO_LOSS', 1, 1])
    const stopped = lastValueFrom(
      train(training, rows, { batchSize: 1, epochs: 9 }).pipe(
        tap(({ step }) => step === 3 && training.change({ graph: (g) => g.clearLosses() })),
      ),
    )
    await expect(stopped).rejects.toMatchObject({ code: 'NO_LOSS' })
    expect(training.timeline.step).toBe(3)
  })

  test('[TR62] an output that is taken away while it trains is not called a slip of its name', async () => {
    const net = network(layers([3, 3, 2]), { seed: 4 })
    const stopped = lastValueFrom(
      train(net, bitRows(8, 3, 2), { batchSize: 1 }).pipe(
        tap(({ step }) => step === 3 && net.change({ graph: (g) => g.remove('l2n1') })),
      ),
    )
    await expect(stopped).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
      wayOut: expect.stringContaining('another graph'),
    })
    await expect(stopped).rejects.not.toThrow('correct its name')
    expect(net.timeline.step).toBe(3)
  })
})
