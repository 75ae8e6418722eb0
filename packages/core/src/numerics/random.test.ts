/** random.ts: the published vectors, purity, and fixed-seed checks that the numbers are spread as chance would spread them. */

import { describe, expect, it } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { permutation, philox, random, streamOf, uniform } from './random.ts'

const hex = (words: readonly number[]): string => words.map((w) => w.toString(16).padStart(8, '0')).join(' ')

/** Pearson's chi-square of how often each of `cells` came up; about `cells - 1` ± its square root times 1.4 by chance. */
function chiSquare(cells: number, drawn: readonly number[]): number {
  const counts = new Array<number>(cells).fill(0)
  for (const cell of drawn) counts[cell] = (counts[cell] as number) + 1
  const wanted = drawn.length / cells
  return counts.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0)
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

describe('random', () => {
  it('[NU12] philox gives the vectors published with Random123', () => {
    const f = 0xffffffff
    expect(hex(philox([0, 0, 0, 0], [0, 0]))).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8')
    expect(hex(philox([f, f, f, f], [f, f]))).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd')
    expect(hex(philox([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))).toBe(
      'd16cfe09 94fdcceb 5001e420 24126ea1',
    )
  })

  it('[NU13] a draw is the words of one philox block: counter (index, stream), key (seed), low words first', () => {
    const [a, b] = philox([7, 3, 0xfffffffe, 0xffffffff], [5, 2])
    const seed = 2 * 2 ** 32 + 5
    const index = 3 * 2 ** 32 + 7
    expect(uniform(seed, -2, index)).toBe(((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53)
  })

  it('[NU14] a draw depends on its three arguments alone, not on what was drawn before', () => {
    const forwards = range(100).map((i) => uniform(9, 4, i))
    const backwards = range(100).map((i) => uniform(9, 4, 99 - i))
    expect(backwards.reverse()).toEqual(forwards)
    const next = random(9, 4)
    const between = forwards.map(() => {
      permutation(1, 1, 10)
      return next()
    })
    expect(between).toEqual(forwards)
    const far = 2 ** 32
    const largest = Number.MAX_SAFE_INTEGER
    const places: [number, number, number][] = [
      [0, 0, 0],
      ...[1, -1, far, -far, largest, -largest].flatMap((n): [number, number, number][] => [
        [n, 0, 0],
        [0, n, 0],
        [0, 0, n],
      ]),
    ]
    expect(new Set(places.map((place) => uniform(...place))).size).toBe(19)
  })

  it('[NU15] draws are multiples of 2^-53 in [0, 1), spread evenly along indices, streams and seeds', () => {
    const count = 2 ** 15
    const alongs = [
      (i: number) => uniform(1, 0, i),
      (i: number) => uniform(1, i, 0),
      (i: number) => uniform(i, 0, 0),
      (i: number) => uniform(3, streamOf(`h${i}`), 0),
    ]
    for (const along of alongs) {
      const draws = range(count).map(along)
      expect(draws.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 53))).toBe(true)
      // 255 degrees of freedom: chance stays between 180 and 347 in 9,998 of 10,000 cases.
      for (const shift of [2 ** 8, 2 ** 29, 2 ** 53]) {
        const square = chiSquare(
          256,
          draws.map((u) => Math.floor(u * shift) % 256),
        )
        expect(square).toBeGreaterThan(180)
        expect(square).toBeLessThan(347)
      }
      const pairs = chiSquare(
        256,
        range(count / 2).map(
          (i) => 16 * Math.floor(16 * (draws[2 * i] ?? 0)) + Math.floor(16 * (draws[2 * i + 1] ?? 0)),
        ),
      )
      expect(pairs).toBeGreaterThan(180)
      expect(pairs).toBeLessThan(347)
    }
  })

  it('[NU16] a permutation holds each number once', () => {
    for (const length of [0, 1, 2, 3, 10, 257, 8000]) {
      const sorted = Array.from(permutation(2, length, length)).sort((a, b) => a - b)
      expect(sorted).toEqual(range(length))
    }
  })

  it('[NU17] each order is equally likely', () => {
    const orders = range(24000).map((stream) => permutation(1, stream, 4))
    const names = orders.map((order) => order.join(''))
    const known = [...new Set(names)].sort()
    expect(known.length).toBe(24)
    // 23 degrees of freedom: 5.5 to 55 in 9,998 of 10,000 cases.
    const square = chiSquare(
      24,
      names.map((name) => known.indexOf(name)),
    )
    expect(square).toBeGreaterThan(5.5)
    expect(square).toBeLessThan(55)
  })

  it('[NU18] these draws never change', () => {
    expect([uniform(0, 0, 0), uniform(1, streamOf('h4'), 0), uniform(-1, 2 ** 40, 5)]).toEqual([
      0.39904647231489565, 0.7338651253359686, 0.14355353931830406,
    ])
    expect(Array.from(permutation(1, 0, 10))).toEqual([2, 4, 3, 6, 0, 9, 1, 5, 8, 7])
    expect(['', 'h4', 'x1', 'Größe', '入力'].map(streamOf)).toEqual([
      5164702468407296, 1491781777579418, 5485702763749131, 155255713424694, 3036702032890869,
    ])
  })

  it('[NU19] ids that resemble each other get streams of their own', () => {
    const ids = range(5000).flatMap((i) => [`h${i}`, `x${i}`, `layer-${i >> 6}/${i & 63}`])
    const streams = ids.map(streamOf)
    expect(new Set(streams).size).toBe(ids.length)
    expect(streams.every((s) => Number.isSafeInteger(s) && s >= 0)).toBe(true)
  })

  it('[NU20] what is no safe integer is refused by name', () => {
    const refused: [string, () => unknown][] = [
      ['seed', () => uniform(0.5, 0, 0)],
      ['stream', () => uniform(0, Number.NaN, 0)],
      ['index', () => uniform(0, 0, 2 ** 53)],
      ['seed', () => random(Infinity, 0)],
      ['stream', () => permutation(0, 1.5, 3)],
      ['length', () => permutation(0, 0, -1)],
      ['length', () => permutation(0, 0, 2 ** 31)],
    ]
    for (const [option, call] of refused) {
      try {
        call()
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(NeuriteError)
        expect(error).toMatchObject({ code: 'INVALID_OPTION', place: { option } })
      }
    }
  })
})
