import type { Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { events } from '../exports/explain.ts'
import { bitRows, layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { defineMetric } from '../graph/contracts/metric.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { finish } from '../train/finish.ts'
import { train } from '../train/train.ts'
import { evaluate } from './evaluate.ts'

const g = layers([3, 3, 1])
const rows = bitRows(10, 3)
const make = (): Network => network(g, { seed: 4, optimizer: sgd({ learningRate: 0.3, momentum: 0.5 }) })
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: { code?: string }) => error.code ?? error,
  )

/** All rows as they came, in a list. */
const listed = defineMetric({
  name: 'listed',
  init: ({ nodes, thresholds }): unknown[] => [nodes, thresholds],
  add: (seen, { outputs, targets, loss }) => [...seen, [...outputs, ...targets, loss]],
})
const worst = defineMetric({
  name: 'worst',
  better: 'less',
  init: () => 0,
  add: (most: number, { loss }) => Math.max(most, loss),
})

describe('evaluate', () => {
  test('[SC1] the loss is that of a step over all rows in one batch, to the bit', async () => {
    const net = make()
    const { loss } = await evaluate(net, rows)
    const step = await finish(train(net, rows, { batchSize: rows.length, shuffle: false }))
    expect(loss).toBe(step?.loss)
  })

  test('[SC1] many rows are taken in many batches, in their order, to the same bits as one by one', async () => {
    const net = make()
    const many = Array.from({ length: 1000 }, (_, n) => ({ input: [n / 999, n % 7, -1], target: [n % 2] }))
    const { loss, listed: seen } = await evaluate(net, many, { metrics: [listed] })
    const [nodes, thresholds, ...each] = seen
    expect([nodes, thresholds]).toEqual([net.graph.outputs, [0.5]])
    let sum = 0
    many.forEach(({ input, target }, n) => {
      const answer = net.predict(input)
      const own = 0.5 * ((target[0] as number) - (answer[0] as number)) ** 2
      expect(each[n]).toEqual([...answer, ...target, own])
      sum += own
    })
    expect(each).toHaveLength(1000)
    expect(loss).toBe(sum / 1000)
  })

  test('[SC2] nothing moves and nobody is told; what stood in the slabs stays', async () => {
    const net = make()
    const step = net.learn(rows[0] as (typeof rows)[number])
    const [before, log, delta] = [
      fingerprint(net.snapshot),
      net.timeline.log(),
      step.node(net.graph.outputs[0] as string).delta.toArray(),
    ]
    const told: unknown[] = []
    const streams: Observable<unknown>[] = [net.events$, net.loss$, net.history$, events(net, net.graph.order)]
    for (const stream$ of streams) stream$.subscribe((one) => told.push(one))
    await evaluate(net, rows)
    await evaluate(net, rows, { at: 0 })
    expect(told).toEqual([])
    expect([fingerprint(net.snapshot), net.timeline.log()]).toEqual([before, log])
    expect(step.node(net.graph.outputs[0] as string).delta.toArray()).toEqual(delta)
  })

  test('[SC2] it tells of the state in force when it was called, though training goes on', async () => {
    const [net, alone] = [make(), make()]
    const { loss: wanted } = await evaluate(alone, rows)
    const asked = evaluate(net, rows)
    for (const row of rows) net.learn(row)
    for (const row of rows) alone.learn(row)
    expect((await asked).loss).toBe(wanted)
    expect(fingerprint(net.snapshot)).toBe(fingerprint(alone.snapshot))
  })

  test('[SC3] it is asked at a moment of the past, of the graph that was there', async () => {
    const net = make()
    const losses = [(await evaluate(net, rows)).loss]
    for (const row of rows.slice(0, 3)) {
      net.learn(row)
      losses.push((await evaluate(net, rows)).loss)
    }
    const [x, o] = [net.graph.inputs[0], net.graph.outputs[0]] as [string, string]
    net.change({ graph: (g) => g.connect(g.add('late', linear, { from: x }), o, { weight: 3 }) })
    expect((await evaluate(net, rows)).loss).not.toBe(losses.at(-1))
    for (const [step, loss] of losses.slice(0, 3).entries())
      expect((await evaluate(net, rows, { at: step })).loss).toBe(loss)
    expect(new Set(losses).size).toBe(4)
  })

  test('[SC4] metrics stand beside the loss by their names; scores are a plain frozen value', async () => {
    const scores = await evaluate(make(), rows, { metrics: [worst, listed] })
    expect(Object.keys(scores)).toEqual(['loss', 'worst', 'listed'])
    expect(scores.worst).toBe(Math.max(...scores.listed.slice(2).map((row) => (row as number[]).at(-1) as number)))
    expect(Object.isFrozen(scores)).toBe(true)
    expect(structuredClone(scores)).toEqual({ ...scores })
    expect(String(await evaluate(make(), rows, { metrics: [worst] }))).toMatch(/^\{ loss: [\d.]+, worst: [\d.]+ \}$/)
  })

  test('[SC4] two metrics of one name are refused, and one that is called loss', async () => {
    const net = make()
    expect(await codeOf(evaluate(net, rows, { metrics: [worst, worst] }))).toBe('INVALID_OPTION')
    const loss = defineMetric({ name: 'loss', init: () => 0, add: (state: number) => state })
    expect(await codeOf(evaluate(net, rows, { metrics: [loss] }))).toBe('INVALID_OPTION')
    expect(await codeOf(evaluate(net, rows, { metrics: [squaredError] } as never))).toBe('INVALID_OPTION')
  })

  test('[SC5] it is cancelled by its signal, and refused by code', async () => {
    const net = make()
    const abort = new AbortController()
    const asked = codeOf(evaluate(net, rows, { signal: abort.signal }))
    abort.abort()
    expect(await asked).toBe('CANCELLED')
    expect(await codeOf(evaluate(net, rows, { signal: abort.signal }))).toBe('CANCELLED')
    expect(await codeOf(evaluate(net, []))).toBe('EMPTY_DATA')
    expect(await codeOf(evaluate(net, [{ input: [1], target: [1] }]))).toBe('WRONG_LENGTH')
    expect(await codeOf(evaluate(net, rows, { at: 9 }))).toBe('UNKNOWN_STEP')
    const lossless = network(graph((g) => g.outputs(g.add('o', linear, { from: g.inputs('x') }))))
    expect(await codeOf(evaluate(lossless, [{ input: [1], target: [] }] as never))).toBe('NO_LOSS')
    expect(await codeOf(evaluate(network(g, { history: false }), rows, { at: 0 }))).toBe('NO_HISTORY')
    expect(refusal(() => defineMetric({ name: '', init: () => 0, add: () => 0 })).code).toBe('INVALID_OPTION')
  })
})
