import { checkKind } from '@neurite/core/testing'
import { range, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { confusions } from '../data/confusions.ts'
import { grid, heightAt } from '../data/landscape.ts'
import { type Measurement, sensor } from '../data/sensor.ts'
import { figures } from '../data/worked-example.ts'
import { hill } from './hill.ts'
import { pace } from './pace.ts'
import { RunningError } from './running-error.ts'
import { workedFigures } from './worked-figures.ts'

it('[EX13] a hill sends back what central differences find', () => {
  for (let seed = 1; seed <= 5; seed++) expect(checkKind(hill, { seed }).passed).toBe(true)
})

it('[EX14] the worked example’s figures are found within 1e-15, the same bits under both groupings', () => {
  const worked = workedFigures()
  expect(worked).toMatchObject({ agrees: true, groupingsAgree: true })
  for (const [k, { consistent }] of figures.entries()) {
    expect(Math.abs((worked.figures[k]?.ours as number) - consistent)).toBeLessThanOrEqual(1e-15)
  }
})

it('[EX14] the post’s slips are those that do not follow, rounded as it rounds', () => {
  const slipped = workedFigures().figures.filter(({ isSlip }) => isSlip)
  expect(slipped.map(({ name }) => name)).toEqual(['z6', 'a5', 'a6', 'error 5', 'error 4', 'w46', 'w35'])
})

describe('the sensor', () => {
  const measured = (seed: number, count: number): Measurement[] => {
    const found: Measurement[] = []
    sensor(seed, range(0, count)).subscribe((measurement) => found.push(measurement))
    return found
  }

  it('[EX15] measures the same for the same seed, each time it is subscribed', () => {
    expect(measured(3, 50)).toEqual(measured(3, 50))
    expect(measured(4, 50)).not.toEqual(measured(3, 50))
  })

  it('[EX15] a knock moves what is true at once', () => {
    const offset = (from: number) => {
      const truths = measured(1, 2200).slice(from, from + 200)
      return truths.reduce((sum, { truth }) => sum + truth, 0) / truths.length
    }
    expect(offset(2000) - offset(1800)).toBeGreaterThan(0.8)
  })
})

describe('pace', () => {
  it('[EX15] gives all events at once where nobody looks', () => {
    const seen: number[] = []
    pace({ isLive: false, wanted: undefined, otherwise: 5 }).subscribe((event) => seen.push(event))
    pace({ isLive: false, wanted: 2, otherwise: 5 }).subscribe((event) => seen.push(event))
    expect(seen).toHaveLength(7)
  })

  it('[EX15] lets them come bit by bit where somebody looks, until it is ended', async () => {
    const end$ = new Subject<void>()
    let seen = 0
    await new Promise<void>((resolve) => {
      pace({ isLive: true, wanted: undefined, otherwise: 5, end$ }).subscribe({
        next: () => {
          if (++seen === 25) end$.next()
        },
        complete: resolve,
      })
    })
    expect(seen).toBe(25)
  })
})

it('[EX15] a running error knows its mean, what it is now, and its curve', () => {
  const error = new RunningError()
  expect(error.curve(9)).toBe('')
  for (let n = 0; n < 80; n++) error.add(n < 40 ? 1 : 0)
  expect([error.mean, error.now, error.curve(9)]).toEqual([0.5, 0, '█▁'])
  for (let n = 0; n < 20; n++) error.add(1)
  expect(error.now).toBe(0.5)
  for (let n = 0; n < 10_000; n++) error.add(0)
  expect(error.curve(1000)).toHaveLength(150)
})

it('[EX13] the landscape is what it is made of', () => {
  expect(grid(3)).toEqual([-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y])))
  expect(heightAt(0.5, 0.4)).toBeCloseTo(1 + 0.15, 2)
})

it('[EX8] confusions are counted, the most frequent first', () => {
  const read = (label: number, answer: number) => ({ row: 0, label, answer, confidence: 1 })
  expect(confusions([read(4, 9), read(1, 7), read(4, 4), read(4, 9)])).toEqual([
    { label: 4, answer: 9, times: 2 },
    { label: 1, answer: 7, times: 1 },
  ])
})
