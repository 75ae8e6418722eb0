import { describe, expect, test } from 'vitest'
import { random } from '../numerics/random.ts'
import { Chunks } from './chunks.ts'

describe('numbers of actions', () => {
  test('[HI1] are found by branch and position, and nowhere else', () => {
    const chunks = new Chunks(2 ** 20)
    for (let position = 1; position <= 5000; position++) chunks.append(0, position, position / 2)
    for (let position = 41; position <= 300; position++) chunks.append(1, position, -position)
    for (const position of [1, 64, 65, 191, 192, 193, 4096, 5000]) expect(chunks.at(0, position)).toBe(position / 2)
    for (const position of [41, 104, 105, 300]) expect(chunks.at(1, position)).toBe(-position)
    for (const [branch, position] of [
      [0, 0],
      [0, 5001],
      [1, 40],
      [1, 301],
      [2, 1],
    ] as const) {
      expect(chunks.at(branch, position)).toBeUndefined()
    }
  })

  test('[HI1] may leave gaps', () => {
    const chunks = new Chunks(2 ** 20)
    for (const position of [1, 2, 5, 6, 9]) chunks.append(0, position, position)
    const found = Array.from({ length: 11 }, (_, position) => chunks.at(0, position))
    expect(found).toEqual([undefined, 1, 2, undefined, undefined, 5, 6, undefined, undefined, 9, undefined])
    expect([...chunks.stretches()].map(({ start, values }) => [start, ...values])).toEqual([
      [1, 1, 2],
      [5, 5, 6],
      [9, 9],
    ])
  })

  test('[HI2] stay within their bytes, however few, and the oldest go first', () => {
    const next = random(1, 0)
    for (const limit of [1, 64, 1000, 5000, 40_000]) {
      const chunks = new Chunks(limit)
      const ends = [0, 0, 0, 0]
      const written: [number, number][] = []
      for (let k = 0; k < 3000; k++) {
        const branch = Math.floor(next() * ends.length)
        for (let run = Math.floor(next() * 20); run > 0; run--) {
          const position = ++(ends as [number])[branch as 0]
          chunks.append(branch, position, k)
          written.push([branch, position])
        }
        expect(chunks.bytes).toBeLessThanOrEqual(Math.max(8, limit))
      }
      const held = [...chunks.stretches()].reduce((sum, { values }) => sum + values.length, 0)
      expect(held * 8 * 4 >= limit / 2 || limit < 64, `${limit}: ${held}`).toBe(true)
      for (const branch of ends.keys()) {
        const there = written.filter(([of]) => of === branch).map(([of, at]) => chunks.at(of, at) !== undefined)
        expect(there.lastIndexOf(false) < there.indexOf(true) || !there.includes(true)).toBe(true)
      }
    }
  })

  test('[HI2] a branch of a few actions takes a few hundred bytes', () => {
    const chunks = new Chunks(2 ** 24)
    for (let branch = 0; branch < 1000; branch++) chunks.append(branch, branch, 1)
    expect(chunks.bytes).toBe(64_000)
  })
})
