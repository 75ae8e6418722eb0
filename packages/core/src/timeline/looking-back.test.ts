/** Searching and explaining the past: find, probe, why, ablate, compare. */

import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { compare } from '../explain/compare.ts'
import { ablate, find, findAll, findLast, firstAbnormal, probe, why } from '../exports/explain.ts'
import { health, review } from '../exports/health.ts'
import { bitRows, layers, linear, relu, squaredError } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'

const rows = bitRows(8, 3)
const g = layers([3, 3, 1])

async function trained(steps: number, options = {}): Promise<{ net: Network; deltas: number[][]; losses: number[] }> {
  const net = network(g, { seed: 4, optimizer: sgd({ learningRate: 0.5 }), ...options })
  const deltas: number[][] = []
  const watching = net.node('l1n1').delta$.subscribe((signal) => deltas.push(signal.toArray()))
  const steps$ = train(net, rows, { batchSize: 3, epochs: 1000 }).pipe(take(steps), toArray())
  const losses = (await lastValueFrom(steps$)).map(({ loss }) => loss)
  watching.unsubscribe()
  return { net, deltas, losses }
}

describe('find', () => {
  test('[TI6] gives the first, every and the last step for which anything holds', async () => {
    const { net, deltas, losses } = await trained(150)
    const limit = losses[60] as number
    const byLoss = losses.findIndex((loss) => loss <= limit) + 1
    expect((await find(net, (step) => step.loss <= limit))?.step).toBe(byLoss)
    const large = (values: readonly number[]): boolean => values.some((delta) => Math.abs(delta) > 0.011)
    const wanted = deltas.flatMap((values, k) => (large(values) ? [k + 1] : []))
    const holds = (step: { node(id: string): { delta: { toArray(): number[] } } }): boolean =>
      large(step.node('l1n1').delta.toArray())
    expect(wanted.length).toBeGreaterThan(3)
    expect((await findAll(net, holds)).map(({ step }) => step)).toEqual(wanted)
    expect((await find(net, holds, { from: 20 }))?.step).toBe(wanted.find((step) => step >= 20))
    expect((await findLast(net, holds))?.step).toBe(wanted.at(-1))
    expect(await find(net, () => false)).toBeNull()
    expect(await findLast(net, () => false)).toBeNull()
  })

  test('[TI7] a scan replays each step once, one that reads recorded losses none', async () => {
    const { net } = await trained(200)
    const { replay } = net.engine.past
    await find(net, (step) => step.loss < 0)
    expect(replay.performed).toBe(0)
    await findAll(net, (step) => step.node('l1n0').netInput.at(0) > 1e9)
    expect(replay.performed).toBeLessThanOrEqual(200)
    const before = replay.performed
    await findLast(net, (step) => step.node('l1n0').netInput.at(0) > 1e9)
    expect(replay.performed - before).toBeLessThanOrEqual(200)
  })

  test('[TI8] what stays once it holds is found by halving', async () => {
    const { net } = await trained(200)
    let asked = 0
    const found = await find(
      net,
      (step) => {
        asked++
        return step.snapshot.step >= 77
      },
      { monotone: true },
    )
    expect([found?.step, asked < 10]).toEqual([77, true])
  })

  test('[TI9] it tells how far it is, and can be cancelled', async () => {
    const { net } = await trained(600)
    const told: number[] = []
    await find(net, () => false, { progress: ({ done }) => told.push(done) })
    expect(told).toEqual([256, 512, 600])
    const cancel = new AbortController()
    const searching = find(
      net,
      ({ step }) => {
        if (step === 10) cancel.abort()
        return false
      },
      { signal: cancel.signal },
    )
    await expect(searching).rejects.toMatchObject({ code: 'CANCELLED' })
    await expect(find(net, () => true, { from: 5000 })).rejects.toMatchObject({ code: 'UNKNOWN_STEP' })
    await expect(find(net, () => true, { branch: 'no' })).rejects.toMatchObject({ code: 'UNKNOWN_BRANCH' })
  })

  test('[TI10] a step that was refused is found behind the others, and can be looked into', async () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.loss(squaredError, g.add('o', relu, { from: g.add('h', relu, { from: x, weights: [1] }), weights: [1] }))
    })
    const net = network(g, { optimizer: sgd({ learningRate: 0.01 }) })
    for (let k = 0; k < 5; k++) net.learn({ input: [1], target: [1] })
    expect(refusal(() => net.learn({ input: [1e200], target: [-1e200] })).code).toBe('TRAINING_DIVERGED')
    const found = await find(net, (step) => !Number.isFinite(step.loss))
    expect([found?.step, found?.failed, found?.snapshot.step]).toEqual([6, true, 5])
    expect(found?.node('h').activation.at(0)).toBe(1e200)
    const { causes } = await why(net, 'h->o', { at: 6 })
    expect(causes).toMatchObject([{ step: 6, row: 5, activation: 1e200 }])
    net.learn({ input: [1], target: [1] })
    expect(await find(net, (step) => !Number.isFinite(step.loss))).toBeNull()
  })
})

describe('values that nobody recorded', () => {
  test('[TI11] probe gives what would have been watched', async () => {
    const { net, deltas } = await trained(120)
    const probed = await lastValueFrom(probe(net, 'l1n1', 'delta', { from: 40, to: 90 }).pipe(toArray()))
    expect(probed.map(({ step }) => step)).toEqual(Array.from({ length: 51 }, (_, k) => 40 + k))
    expect(probed.map(({ signal }) => signal.toArray())).toEqual(deltas.slice(39, 90))
    expect(refusal(() => probe(net, 'l1n1', 'deltas' as never, { from: 1, to: 2 })).code).toBe('INVALID_OPTION')
    expect(net.timeline.stepAt(4).node('l0n0').delta.length).toBe(3)
  })

  test('[TI11] what came back to an input is known across a change of the graph, too', async () => {
    const { net } = await trained(40)
    net.change({ graph: (g) => g.connect('l0n0', 'l2n0', { weight: 0.1 }) })
    const watched: number[][] = []
    const watching = net.node('l0n0').delta$.subscribe((signal) => watched.push(signal.toArray()))
    await lastValueFrom(train(net, rows, { batchSize: 3, epochs: 1000 }).pipe(take(100)))
    watching.unsubscribe()
    const back = (step: number) => net.timeline.stepAt(step).node('l0n0').delta.toArray()
    expect(back(20).some((delta) => delta !== 0)).toBe(true)
    for (const step of [45, 41, 70, 41]) expect(back(step)).toEqual(watched[step - 41])
    const { replay } = net.engine.past
    const before = replay.performed
    for (let k = 0; k < 5; k++) back(41)
    expect(replay.performed).toBe(before)
  })

  test('[TI12] why names the rows whose shares add up to the gradient', async () => {
    const { net } = await trained(50)
    const { causes, before, after } = await why(net, 'l1n1->l2n0', { at: 20, most: 100 })
    const gradient = net.timeline.stepAt(20).node('l2n0').gradient.at(2)
    expect(causes.reduce((sum, cause) => sum + cause.gradient, 0)).toBeCloseTo(gradient, 14)
    expect(after).toBeCloseTo(before - 0.5 * gradient, 14)
    expect(new Set(causes.map(({ row }) => row)).size).toBe(causes.length)
    const range = await why(net, 'l2n0:bias', { at: 30, from: 11, most: 5 })
    expect([range.causes.length, range.from, range.to]).toEqual([5, 11, 30])
    expect(range.before).toBe(net.timeline.at(10).node('l2n0').bias)
    await expect(why(net, 'no->l2n0', { at: 3 })).rejects.toMatchObject({ code: 'UNKNOWN_EDGE' })
    for (const step of [0, 51, 99]) {
      await expect(why(net, 'l2n0:bias', { at: step })).rejects.toMatchObject({ code: 'UNKNOWN_STEP' })
    }
    await expect(why(net, 'l2n0:bias', { at: 3, from: 4 })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
  })

  test('[TI12] why names the row that broke a step first, though nothing went back', async () => {
    const g = graph((g) => g.loss(squaredError, g.add('o', relu, { from: g.inputs('x'), weights: [1] })))
    const net = network(g, { optimizer: sgd({ learningRate: 0.01 }) })
    const rows = Array.from({ length: 12 }, (_, k) => ({ input: [k === 9 ? 1e200 : k / 10], target: [k] }))
    await expect(lastValueFrom(train(net, rows, { batchSize: 4, shuffle: false }))).rejects.toMatchObject({
      code: 'TRAINING_DIVERGED',
    })
    const { causes } = await why(net, 'x->o', { at: 3, from: 1, most: 6 })
    expect(causes.map(({ row }) => row).slice(0, 4)).toEqual([9, 11, 10, 8])
    expect(Math.abs(causes[4]?.gradient as number)).toBeGreaterThan(Math.abs(causes[5]?.gradient as number))
  })

  test('[TI13] ablate silences a node or an edge, and changes nothing', async () => {
    const { net } = await trained(50)
    const before = net.snapshot
    const { rows: answers } = ablate(net, 'l1n1', { at: 50, rows: [[1, 0, 1]] })
    const silenced = fork(net, 50, { parameters: { l2n0: { weights: { l1n1: 0 } } } })
    expect(answers[0]?.outputs).toEqual(net.predict([1, 0, 1]))
    expect(answers[0]?.without).toEqual(silenced.predict([1, 0, 1]))
    expect(ablate(net, 'l1n1->l2n0', { at: 50, rows: [[1, 0, 1]] }).rows).toEqual(answers)
    expect(ablate(net, 'l2n0', { at: 20 }).rows.every(({ without }) => without[0] === 0)).toBe(true)
    expect(refusal(() => ablate(net, 'no', { at: 20 })).code).toBe('UNKNOWN_EDGE')
    expect(net.snapshot).toBe(before)
  })

  test('[TI14] compare gives two runs side by side', async () => {
    const { net, losses } = await trained(40)
    const forked = fork(net, 20, { hyperparameters: { learningRate: 0.01 } })
    await lastValueFrom(train(forked, rows, { batchSize: 3, epochs: 1000 }).pipe(take(30)))
    const pairs = await lastValueFrom(compare(net, forked, { from: 15 }).pipe(toArray()))
    expect(pairs.map(({ step }) => step)).toEqual(Array.from({ length: 36 }, (_, k) => 15 + k))
    expect(pairs.slice(0, 7).every(({ a, b }) => a?.loss === b?.loss)).toBe(true)
    expect(pairs.slice(0, 26).map(({ a }) => a?.loss)).toEqual(losses.slice(14))
    expect(pairs[20]?.b?.loss).not.toBe(pairs[20]?.a?.loss)
    expect([pairs[35]?.a, pairs[35]?.b?.step]).toEqual([null, 50])
    const rest = await lastValueFrom(compare(net, forked, { from: 45 }).pipe(toArray()))
    expect(rest.map(({ a, b }) => [a, b?.step])).toEqual([45, 46, 47, 48, 49, 50].map((step) => [null, step]))
    expect(await lastValueFrom(compare(net, forked, { from: 99 }).pipe(toArray()))).toEqual([])
  })
})

describe('health', () => {
  /** A regression whose row 30 is out by a factor of a million, learned row by row. */
  const spoiled = async () => {
    const g = graph((g) => {
      const x = g.inputs('x', 'y')
      g.loss(squaredError, g.add('o', linear, { from: g.add(['h1', 'h2'], linear, { from: x }) }))
    })
    const data = bitRows(40, 2).map(({ input: [x, y] }, n) => ({
      input: [(x as number) + (n % 5) / 5, n === 30 ? 1e6 : (y as number) + (n % 3) / 3],
      target: [0.5],
    }))
    const net = network(g, { optimizer: sgd({ learningRate: 0.02 }), seed: 3 })
    const live: string[] = []
    health(net).subscribe(({ name, step, node }) => live.push(`${name} ${step} ${node}`))
    const options = { batchSize: 1, shuffle: false, epochs: 5 }
    const ended = await lastValueFrom(train(net, data, options)).catch(({ code }) => code)
    return { net, live, ended }
  }

  test('[TI23] a run that diverged leads back to its first abnormal value by one call', async () => {
    const { net, ended } = await spoiled()
    expect(ended).toBe('TRAINING_DIVERGED')
    const found = await firstAbnormal(net)
    expect(found).toMatchObject({ name: 'abnormal value', step: 31, node: 'y', value: 1e6 })
    expect(found?.step).toBeLessThan(net.timeline.failed?.step as number)
    expect(await firstAbnormal(net, { to: 30 })).toBeNull()
  })

  test('[TI24] what is found live is what is found in the past, failed steps besides', async () => {
    const { net, live } = await spoiled()
    const { findings } = await review(net)
    expect(live.length).toBeGreaterThan(0)
    expect(findings.map(({ name, step, node }) => `${name} ${step} ${node}`).slice(0, live.length)).toEqual(live)
    expect(String(await review(net))).toContain('abnormal value')
  })
})
