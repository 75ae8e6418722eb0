import { expect, test } from 'vitest'
import { defineLoss, type Loss } from '../graph/contracts/loss.ts'
import { log } from '../numerics/transcendental.ts'
import { checkLoss } from './check-loss.ts'
import type { GradientReport } from './gradient-report.ts'
import { refusal } from './refusal.ts'

/** A loss Σₖ of a term of its own, in rows. */
function termwise(
  name: string,
  term: (a: number, t: number) => number,
  slope: (a: number, t: number, batch: number) => number,
  checkTarget?: Loss['checkTarget'],
): Loss {
  return defineLoss({
    name,
    ...(checkTarget === undefined ? {} : { checkTarget }),
    forward({ batch, outputs, targets }, losses) {
      for (let n = 0; n < batch; n++) {
        losses[n] = outputs.reduce((sum, lane, k) => sum + term(lane[n] as number, targets[k]?.[n] as number), 0)
      }
    },
    backward({ batch, outputs, targets }, errors) {
      outputs.forEach((lane, k) => {
        for (let n = 0; n < batch; n++) {
          ;(errors[k] as Float64Array)[n] = slope(lane[n] as number, targets[k]?.[n] as number, batch)
        }
      })
    },
  })
}

const fourthPower = termwise(
  'fourthPower',
  (a, t) => (a - t) ** 4,
  (a, t) => 4 * (a - t) ** 3,
)

test('[TE3] a right loss passes for every seed, for 1 to 4 nodes and batches of 1 and 5', () => {
  const absolute = termwise(
    'absolute',
    (a, t) => Math.abs(a - t),
    (a, t) => Math.sign(a - t),
  )
  for (let seed = 0; seed < 20; seed++) {
    expect(checkLoss(absolute, { seed }).passed).toBe(true)
    const { cases } = checkLoss(fourthPower, { seed })
    expect(new Set(cases.map(({ place }) => place.nodes))).toEqual(new Set([1, 2, 3, 4]))
    expect(new Set(cases.map(({ place }) => place.batch))).toEqual(new Set([1, 5]))
  }
})

test('[TE4] a wrong error is caught, with the worst place named', () => {
  const wrong = termwise(
    'wrong',
    (a, t) => (a - t) ** 2,
    (a, t) => a - t,
  )
  const error = refusal(() => checkLoss(wrong))
  expect(error.code).toBe('WRONG_GRADIENT')
  expect(error.place).toMatchObject({ loss: 'wrong' })
  expect((error.cause as GradientReport).worst?.place).toEqual(error.place)
})

test('[TE5] a loss that divides by the batch is caught', () => {
  const mean = termwise(
    'mean',
    (a, t) => (a - t) ** 2,
    (a, t, batch) => (2 * (a - t)) / batch,
  )
  const { issues } = refusal(() => checkLoss(mean))
  expect(issues.map(({ code }) => code)).toEqual(expect.arrayContaining(['CONTRACT_BROKEN', 'WRONG_GRADIENT']))
})

test('[TE5] a loss that leaves a row out, or changes a target, is caught', () => {
  const lazy: Loss = { ...fourthPower, forward: (rows, losses) => fourthPower.forward({ ...rows, batch: 1 }, losses) }
  const meddling: Loss = {
    ...fourthPower,
    backward(rows, errors) {
      fourthPower.backward(rows, errors)
      rows.targets[0]?.fill(0)
    },
  }
  for (const loss of [lazy, meddling]) {
    expect(refusal(() => checkLoss(loss)).issues.map(({ code }) => code)).toContain('CONTRACT_BROKEN')
  }
})

test('[TE7] targets suit the loss: drawn until checkTarget passes, or given', () => {
  const sign = (t: number) => (t === 1 || t === 0 ? null : '0 or 1')
  const seen = new Set<number>()
  const picky = termwise(
    'picky',
    (a, t) => {
      seen.add(t)
      return (a - t) ** 2
    },
    (a, t) => 2 * (a - t),
    sign,
  )
  expect(checkLoss(picky).passed).toBe(true)
  expect(seen).toEqual(new Set([0, 1]))
  seen.clear()
  checkLoss(picky, { nodes: 2, targets: () => [7, 8] })
  expect(seen).toEqual(new Set([7, 8]))
})

test('[TE7] outputs can be kept where the loss is defined', () => {
  const onProbabilities = termwise(
    'nll',
    (p, t) => -t * log(p),
    (p, t) => -t / p,
  )
  expect(
    checkLoss(onProbabilities, { outputs: (next, nodes) => Array.from({ length: nodes }, () => 0.1 + 0.8 * next()) })
      .passed,
  ).toBe(true)
  expect(refusal(() => checkLoss(onProbabilities)).code).toBe('WRONG_GRADIENT')
})

test('[TE7] a loss that no target suits, and rows of the wrong length, are refused', () => {
  const impossible = termwise(
    'impossible',
    () => 0,
    () => 0,
    () => 'nothing',
  )
  expect(refusal(() => checkLoss(impossible)).code).toBe('INVALID_OPTION')
  expect(refusal(() => checkLoss(fourthPower, { nodes: 2, targets: () => [1] })).code).toBe('INVALID_OPTION')
})
