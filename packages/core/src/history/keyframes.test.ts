import { describe, expect, test } from 'vitest'
import { random } from '../numerics/random.ts'
import { Keyframes } from './keyframes.ts'

const bytesOf = (state: string): number => state.length

/** As a history does it: one branch of so many actions, with states of `size` bytes. */
function filled(limit: number, actions: number, size = 10): Keyframes<string> {
  const keyframes = new Keyframes<string>({ limit: () => limit, bytesOf })
  keyframes.keep({ branch: 0, position: 0 }, 'x'.repeat(size), true)
  for (let position = 1; position <= actions; position++) {
    if (keyframes.isDue(position)) keyframes.keep({ branch: 0, position }, 'x'.repeat(size))
  }
  return keyframes
}

describe('kept states', () => {
  test.each([1, 9, 35, 100, 1000, 12_345])('[HI3] of a run of %i actions lie 2n/M apart at most', (actions) => {
    for (const most of [2, 3, 7, 64]) {
      const keyframes = filled(most * 10, actions)
      expect(keyframes.bytes).toBeLessThanOrEqual(most * 10)
      const places = [...[...keyframes.all()].map(({ position }) => position), actions]
      const gaps = places.slice(1).map((position, k) => position - (places[k] as number))
      expect(Math.max(...gaps)).toBeLessThanOrEqual(keyframes.spacing)
      expect(keyframes.spacing === 32 || keyframes.spacing <= (2 * actions) / (most - 1)).toBe(true)
      for (const position of places.slice(0, -1)) expect(position % keyframes.spacing).toBe(0)
    }
  })

  test('[HI4] stay within the limit, for states of any size on any branches', () => {
    const next = random(3, 0)
    for (let round = 0; round < 50; round++) {
      const limit = Math.floor(next() * 2000)
      const keyframes = new Keyframes<string>({ limit: () => limit, bytesOf })
      keyframes.keep({ branch: 0, position: 0 }, 'root', true)
      let [branch, position] = [0, 0]
      for (let k = 0; k < 2000; k++) {
        if (next() < 0.02) [branch, position] = [branch + 1, Math.floor(next() * position)]
        if (!keyframes.isDue(++position)) continue
        keyframes.keep({ branch, position }, 'x'.repeat(Math.floor(next() * 100)))
        const all = [...keyframes.all()]
        expect(keyframes.bytes).toBe(all.reduce((sum, { state }) => sum + state.length, 0))
        expect(keyframes.count).toBe(all.length)
        expect(keyframes.bytes).toBeLessThanOrEqual(Math.max(4, limit))
      }
    }
  })

  test('[HI4] give way where the limit has become lower', () => {
    let limit = 100
    const keyframes = new Keyframes<string>({ limit: () => limit, bytesOf })
    for (let position = 32; position <= 320; position += 32) keyframes.keep({ branch: 0, position }, '0123456789')
    expect(keyframes.count).toBe(10)
    limit = 45
    keyframes.fit()
    expect([...keyframes.all()].map(({ position }) => position)).toEqual([128, 256])
    expect([keyframes.bytes, keyframes.spacing]).toEqual([20, 128])
  })

  test('[HI5] that branches begin with stay, and alone do not widen the spacing', () => {
    const keyframes = new Keyframes<string>({ limit: () => 10, bytesOf })
    for (let branch = 0; branch < 2000; branch++) keyframes.keep({ branch, position: 0 }, '0123456789', true)
    expect([keyframes.count, keyframes.spacing]).toEqual([2000, 32])
    keyframes.keep({ branch: 7, position: 64 }, '0123456789')
    expect([keyframes.count, keyframes.spacing]).toEqual([2000, 128])
    expect(keyframes.upTo({ branch: 7, position: 64 })?.position).toBe(0)
  })

  test('[HI5] upTo gives the last one of that branch at or before a position', () => {
    const keyframes = filled(1000, 100)
    const found = [0, 31, 32, 33, 96, 1e9].map((position) => keyframes.upTo({ branch: 0, position })?.position)
    expect(found).toEqual([0, 0, 32, 32, 96, 96])
    expect(keyframes.upTo({ branch: 1, position: 50 })).toBeNull()
  })
})
