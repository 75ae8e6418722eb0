import { walk } from '@neurite/core'
import { checkKind } from '@neurite/core/testing'
import { range, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { confusions } from '../data/confusions.ts'
import { greenhouseLog } from '../data/greenhouse.ts'
import { grid, heightAt } from '../data/landscape.ts'
import { type Measurement, sensor } from '../data/sensor.ts'
import { figures, row } from '../data/worked-example.ts'
import { fakeStream } from '../terminal/fake-stream.ts'
import { output } from '../terminal/output.ts'
import { hill } from './hill.ts'
import { finalLoss, lossCurves } from './loss-curves.ts'
import { pace } from './pace.ts'
import { RunningError } from './running-error.ts'
import { WalkLog } from './walk-log.ts'
import { walkPicture } from './walk-picture.ts'
import { workedFigures } from './worked-figures.ts'
import { workedNetwork } from './worked-network.ts'

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

describe('curves of losses', () => {
  it('[EX11] have one logarithmic scale, and the mean of the last tenth behind them', () => {
    expect(lossCurves({ a: [10, 0.1, 0.01], longer: [0.01, 0.1, 1] }, 9)).toBe('a       █▃▁  0.0100\nlonger  ▁▃▆  1.00')
    expect(finalLoss([...Array<number>(18).fill(9), 1, 2])).toBe(1.5)
  })

  it('[EX11] are flat where nothing changes, and drawn for nothing, one or a perfect loss', () => {
    expect(lossCurves({ a: [2, 2] }, 9)).toBe('a  ▁▁  2.00')
    expect(lossCurves({ a: [] }, 9)).toBe('a    –')
    expect(lossCurves({ a: [1, 0, 0.1] }, 9)).toBe('a  █▁▁  0.100')
  })
})

it('[EX19] the greenhouse’s log is spoilt in one row, in its second half, the same one for the same seed', () => {
  for (const seed of [1, 2, 3, 4]) {
    const { rows, cleaned, badRow } = greenhouseLog(seed, 160)
    expect(greenhouseLog(seed, 160)).toEqual({ rows, cleaned, badRow })
    expect(rows.flatMap((row, k) => (row === cleaned[k] ? [] : [k]))).toEqual([badRow])
    expect([badRow >= 80, badRow < 107]).toEqual([true, true])
    expect(rows[badRow]?.input[1]).toBe(1000 * (cleaned[badRow]?.input[1] as number))
    expect(cleaned.every(({ input }) => input.every((value) => value >= 0 && value <= 1))).toBe(true)
  }
})

describe('a walk', () => {
  const { stream } = fakeStream()

  it('[EX21] is drawn with what is known: weights at the start, slopes going back', () => {
    const net = workedNetwork('auto')
    const walking = walk(net, [row], { batchSize: 1 })
    const picture = () => walkPicture(walking.here, net, output(false, stream)).split('\n')
    expect(picture().slice(4)).toEqual([
      'weights of h4   bias -0.400   x1  0.200   x2  0.400   x3 -0.500',
      'weights of h5   bias  0.200   x1 -0.300   x2  0.100   x3  0.200',
      'weights of o6   bias  0.100   h4 -0.300   h5 -0.200',
    ])
    for (let k = 0; k < 8; k++) walking.forward()
    expect(picture()).toEqual([
      'step 1, backward: firing 8, o6',
      'x1  1.000 ─┬─ h4 z -0.700 a  0.332 δ      — ─╮',
      'x2  0.000 ─┤                                 ├─ o6 z -0.105 a  0.474 δ -0.131',
      'x3  1.000 ─┴─ h5 z  0.100 a  0.525 δ      — ─╯   loss 0.138',
      'slopes of o6    bias -0.131   h4 -0.044   h5 -0.069',
    ])
    walking.close()
  })

  it('[EX21] a log of it tells a place that has other bits than before', () => {
    const other = workedNetwork('auto')
    other.change({ parameters: { h4: { bias: -0.4000000000000001 } } })
    const log = new WalkLog(['h4', 'o6'])
    for (const net of [workedNetwork('auto'), workedNetwork('auto')]) log.add(null, walk(net, [row]).here)
    expect([log.places.length, log.again, log.isSame]).toEqual([2, 1, true])
    log.add(null, walk(other, [row]).here)
    expect([log.again, log.isSame]).toEqual([2, false])
  })
})
