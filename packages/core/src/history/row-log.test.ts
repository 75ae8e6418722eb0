import { describe, expect, test } from 'vitest'
import { random } from '../numerics/random.ts'
import { refusal } from '../testing/refusal.ts'
import { RowLog } from './row-log.ts'

const append = (log: RowLog, values: readonly number[], inputs: number): void => {
  const targets = values.length - inputs
  log.append(
    Float64Array.from([...values.slice(0, inputs), 99]),
    inputs,
    Float64Array.from(values.slice(inputs)),
    targets,
    0,
    1,
  )
}

function read(log: RowLog, row: number, inputs: number, targets: number): number[] {
  const [a, b] = [new Float64Array(inputs), new Float64Array(targets)]
  log.read(row, a, b, 0, 1)
  return [...a, ...b]
}

describe('live rows', () => {
  test('[CH13] come back as they were, of any shape, as long as they are held', () => {
    const next = random(2, 0)
    const log = new RowLog(() => 1e6)
    const rows: { values: number[]; inputs: number }[] = []
    let [inputs, targets] = [2, 1]
    for (let k = 0; k < 2000; k++) {
      if (next() < 0.01) [inputs, targets] = [1 + Math.floor(next() * 4), Math.floor(next() * 3)]
      const values = Array.from({ length: inputs + targets }, () => next())
      expect(log.next).toBe(k)
      append(log, values, inputs)
      rows.push({ values, inputs })
    }
    rows.forEach(({ values, inputs }, row) => {
      expect(read(log, row, inputs, values.length - inputs)).toEqual(values)
    })
  })

  test.each([100, 1000, 10_000, 100_000])(
    '[CH14] stay within %i bytes, the latest; ROWS_GONE names the first',
    (bytes) => {
      const log = new RowLog(() => bytes)
      for (let k = 0; k < 5000; k++) {
        append(log, [k, -k, k / 2], 2)
        expect(log.bytes).toBeLessThanOrEqual(bytes)
      }
      const { code, place } = refusal(() => read(log, 0, 2, 1))
      const { first } = place as unknown as { first: number }
      expect([code, place]).toEqual(['ROWS_GONE', { row: 0, first }])
      // Three quarters are used at least, but for a row.
      expect((5000 - first) * 24).toBeGreaterThan((bytes / 4) * 2 - 24)
      for (let row = first; row < 5000; row++) expect(read(log, row, 2, 1)).toEqual([row, -row, row / 2])
      expect(refusal(() => read(log, first - 1, 2, 1)).code).toBe('ROWS_GONE')
      expect(refusal(() => read(log, 5000, 2, 1)).code).toBe('ROWS_GONE')
    },
  )

  test('[CH15] of a fork are its own: what either adds is not seen by the other', () => {
    const log = new RowLog(() => 2000)
    for (let k = 0; k < 10; k++) append(log, [k, k], 1)
    const fork = log.fork(() => 1e6)
    append(log, [100, 100], 1)
    append(fork, [200, 200], 1)
    expect([read(log, 10, 1, 1), read(fork, 10, 1, 1)]).toEqual([
      [100, 100],
      [200, 200],
    ])
    for (let k = 0; k < 500; k++) append(log, [k, k], 1)
    expect(refusal(() => read(log, 9, 1, 1)).code).toBe('ROWS_GONE')
    expect([read(fork, 9, 1, 1), fork.next]).toEqual([[9, 9], 11])
  })
})
