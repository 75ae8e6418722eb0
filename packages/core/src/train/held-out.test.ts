import { type Observable, of, tap, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { evaluate } from '../explain/evaluate.ts'
import { fromWire, toWire } from '../exports/wire.ts'
import { bitRows, layers, linear } from '../flow/sample-graphs.ts'
import { defineMetric } from '../graph/contracts/metric.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { type EarlyStopOptions, earlyStop } from './early-stop.ts'
import { finish } from './finish.ts'
import { heldOut } from './held-out.ts'
import { train } from './train.ts'

const g = layers([3, 3, 1])
const all = bitRows(14, 3)
const [rows, others] = [all.slice(0, 10), all.slice(10)]
const make = (history = true): Network =>
  network(g, { seed: 4, optimizer: sgd({ learningRate: 0.3 }), ...(!history && { history: false }) })
/** 3 batches an epoch. */
const options = { batchSize: 4, epochs: 4 }
const stepsOf = (steps$: Observable<Step>): Promise<Step[] | null> => finish(steps$.pipe(toArray()))
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: { code?: string }) => error.code ?? error,
  )

const worst = defineMetric({
  name: 'worst',
  better: 'less',
  init: () => 0,
  add: (most: number, { loss }) => Math.max(most, loss),
})

describe('validation', () => {
  test('[SC6] the last step of each epoch has the scores of the network after it', async () => {
    const net = make()
    const seen =
      (await stepsOf(train(net, rows, { ...options, validation: heldOut(others, { metrics: [worst] }) }))) ?? []
    expect(seen.map(({ validation }) => validation !== null)).toEqual([3, 6, 9, 12].flatMap(() => [false, false, true]))
    for (const step of seen) {
      if (step.validation === null) continue
      expect({ ...step.validation }).toEqual({ ...(await evaluate(net, others, { at: step.step, metrics: [worst] })) })
    }
  })

  test('[SC6] with `every`, each step whose number is a multiple has them, wherever the run is taken up', async () => {
    const net = make()
    const validation = heldOut(others, { every: 5 })
    net.learn(rows[0] as (typeof rows)[number])
    const seen = (await stepsOf(train(net, rows, { ...options, validation }))) ?? []
    expect(seen.filter((step) => step.validation !== null).map(({ step }) => step)).toEqual([5, 10])
  })

  test('[SC7] training has the same bits and the same history with or without', async () => {
    const [scored, plain] = [make(), make()]
    await finish(train(scored, rows, { ...options, validation: heldOut(others, { every: 1, metrics: [worst] }) }))
    await finish(train(plain, rows, options))
    expect(fingerprint(scored.snapshot)).toBe(fingerprint(plain.snapshot))
    expect(scored.timeline.log()).toEqual(plain.timeline.log())
  })

  test('[SC7] a step that is looked up again has none; one that was told keeps them, as JSON and on a wire too', async () => {
    const net = make()
    const last = (await finish(train(net, rows, { ...options, validation: heldOut(others) }))) as Step
    expect(net.timeline.stepAt(last.step).validation).toBeNull()
    net.timeline.seek(3)
    const { loss } = last.validation as { loss: number }
    expect(last.toJSON().validation).toEqual({ loss })
    expect('validation' in net.timeline.stepAt(3).toJSON()).toBe(false)
    expect(String(last)).toContain(`validation: { loss: `)
    const back = fromWire(JSON.parse(JSON.stringify(toWire(last)))) as { validation?: unknown }
    expect(back.validation).toEqual({ loss })
    expect('validation' in (fromWire(toWire(net.timeline.stepAt(3))) as object)).toBe(false)
  })

  test('[SC7] rows are those that were handed in, and a graph that changes on the way is scored as it is then', async () => {
    const net = make()
    const mine = others.map(({ input, target }) => ({
      input: [...(input as number[])],
      target: [...(target as number[])],
    }))
    const [x, o] = [net.graph.inputs[0], net.graph.outputs[0]] as [string, string]
    const told: number[] = []
    const wanted: number[] = []
    const grown = (step: Step): void => {
      if (step.step === 1) (mine[0] as { input: number[] }).input[0] = 1e6
      if (step.step === 4) net.change({ graph: (g) => g.connect(g.add('late', linear, { from: x }), o, { weight: 3 }) })
      if (step.validation !== null) told.push(step.validation.loss)
    }
    await finish(train(net, rows, { ...options, validation: heldOut(mine) }).pipe(tap(grown)))
    for (const at of [3, 6, 9, 12]) wanted.push((await evaluate(net, others, { at })).loss)
    expect(told).toEqual(wanted)
  })

  test('[SC6] what it is refused for ends the training before its first step', async () => {
    const net = make()
    expect(await codeOf(finish(train(net, rows, { validation: heldOut([]) })))).toBe('EMPTY_DATA')
    expect(await codeOf(finish(train(net, rows, { validation: { data: others } as never })))).toBe('INVALID_OPTION')
    expect(refusal(() => heldOut(others, { every: 0 })).code).toBe('INVALID_OPTION')
    expect(net.timeline.step).toBe(0)
    await finish(train(net, rows))
  })
})

/** Scores as they are wished: what a training would have found. */
function scripted(net: Network, losses: readonly number[], given?: EarlyStopOptions): Promise<Step[] | null> {
  let k = 0
  const told = defineMetric({
    name: 'told',
    better: given?.of === 'told' ? 'more' : 'less',
    init: () => losses[k++] ?? Number.NaN,
    add: (state: number) => state,
  })
  const validation = heldOut(others, { metrics: [told], every: 1 })
  return stepsOf(
    train(net, rows, { batchSize: 4, epochs: 9, validation }).pipe(earlyStop(net, { of: 'told', ...given })),
  )
}

describe('earlyStop', () => {
  test('[SC8] it stops after so many scores that are no better, and puts the best state back', async () => {
    const net = make()
    const seen = (await scripted(net, [1, 3, 2, 3, 1, 2, 9], { of: 'told', patience: 4 })) ?? []
    expect(seen.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6])
    expect(net.timeline.step).toBe(2)
    expect(fingerprint(net.snapshot)).toBe(fingerprint((seen[1] as Step).snapshot))
  })

  test('[SC8] nothing is lost: the end is where it was, and training from the best begins a branch', async () => {
    const [net, plain] = [make(), make()]
    await scripted(net, [1, 3, 2, 3], { of: 'told', patience: 2 })
    expect(net.timeline.step).toBe(2)
    net.timeline.seek('end')
    expect(net.timeline.step).toBe(4)
    net.timeline.seek(2)
    await finish(train(net, rows, { batchSize: 4, epochs: 9 }))
    await finish(train(plain, rows, { batchSize: 4, epochs: 9 }))
    expect(fingerprint(net.snapshot)).toBe(fingerprint(plain.snapshot))
  })

  test('[SC8] `least` is how much better a score must be; NaN is no better', async () => {
    const net = make()
    const seen = (await scripted(net, [1, 1.5, Number.NaN, 1.6], { of: 'told', patience: 3, least: 1 })) ?? []
    expect([seen.length, net.timeline.step]).toEqual([4, 1])
  })

  test('[SC8] the loss is meant where nothing is said; a training that is over before ends in its best state, too', async () => {
    const net = make()
    const seen =
      (await stepsOf(train(net, rows, { ...options, validation: heldOut(others) }).pipe(earlyStop(net)))) ?? []
    expect(seen).toHaveLength(12)
    const scored = seen.filter((step) => step.validation !== null)
    const losses = scored.map((step) => step.validation?.loss as number)
    expect(net.timeline.step).toBe(scored[losses.indexOf(Math.min(...losses))]?.step)
  })

  test('[SC8] without a history the best state is restored', async () => {
    const [net, kept] = [make(false), make()]
    await scripted(net, [1, 3, 2, 2], { of: 'told', patience: 2 })
    await scripted(kept, [1, 3, 2, 2], { of: 'told', patience: 2 })
    expect(fingerprint(net.snapshot)).toBe(fingerprint(kept.snapshot))
  })

  test('[SC8] who is told of the end finds the best state, and may train', async () => {
    const net = make()
    let at = -1
    const validation = heldOut(others, {
      metrics: [defineMetric({ name: 'rising', better: 'less', init: () => net.engine.step, add: (s: number) => s })],
      every: 1,
    })
    const steps$ = train(net, rows, { ...options, validation }).pipe(earlyStop(net, { of: 'rising', patience: 3 }))
    await new Promise<void>((resolve) => {
      steps$.subscribe({
        complete: () => {
          at = net.timeline.step
          net.learn(rows[0] as (typeof rows)[number])
          resolve()
        },
      })
    })
    expect(at).toBe(1)
  })

  test('[SC9] a score that is not there, one without an order, and a training without validation are refused', async () => {
    const net = make()
    const shown = defineMetric({ name: 'shown', init: () => [0], add: (state: number[]) => state })
    const with_ = { ...options, validation: heldOut(others, { metrics: [shown] }) }
    for (const score of ['accuracy', 'shown']) {
      expect(await codeOf(finish(train(net, rows, with_).pipe(earlyStop(net, { of: score }))))).toBe('INVALID_OPTION')
    }
    expect(await codeOf(finish(train(net, rows, options).pipe(earlyStop(net))))).toBe('INVALID_OPTION')
    expect(refusal(() => earlyStop(net, { patience: 0 })).code).toBe('INVALID_OPTION')
    expect(await codeOf(finish(of({ loss: 1 }).pipe(earlyStop(net) as never)))).toBe('INVALID_ARGUMENT')
    // The steps of another network are no places in this one.
    const other = train(make(), rows, { ...options, validation: heldOut(others) })
    expect(await codeOf(finish(other.pipe(earlyStop(net, { least: 9 }))))).toBe('UNKNOWN_STEP')
    net.learn(rows[0] as (typeof rows)[number])
  })
})
