/**
 * hash.ts against a plain byte-by-byte MurmurHash3 x86_128, written for this file from the algorithm's description and
 * itself held against the verification value that SMHasher publishes for it.
 */

import { describe, expect, it } from 'vitest'
import { hash } from './hash.ts'
import { random } from './random.ts'

const C = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93] as const
const TURN = [15, 16, 17, 18] as const
const TURN_STATE = [19, 17, 15, 13] as const
const ADD = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17] as const
const LANES = [0, 1, 2, 3] as const
type Words = [number, number, number, number]

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by))
const scramble = (k: number, lane: 0 | 1 | 2 | 3): number =>
  Math.imul(rotate(Math.imul(k, C[lane]), TURN[lane]), C[((lane + 1) % 4) as 0 | 1 | 2 | 3])

function finish(word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function murmur(bytes: readonly number[], seed: number): Words {
  const h: Words = [seed, seed, seed, seed]
  const byte = (i: number): number => bytes[i] ?? 0
  const word = (i: number): number => byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24)
  const end = bytes.length - (bytes.length % 16)
  for (let at = 0; at < end; at += 16) {
    for (const lane of LANES) {
      h[lane] ^= scramble(word(at + 4 * lane), lane)
      h[lane] = (Math.imul(rotate(h[lane], TURN_STATE[lane]) + h[((lane + 1) % 4) as 0 | 1 | 2 | 3], 5) + ADD[lane]) | 0
    }
  }
  for (const lane of LANES) h[lane] ^= scramble(word(end + 4 * lane), lane) ^ bytes.length
  const mix = (): void => {
    h[0] = (h[0] + h[1] + h[2] + h[3]) | 0
    for (const lane of [1, 2, 3] as const) h[lane] = (h[lane] + h[0]) | 0
  }
  mix()
  for (const lane of LANES) h[lane] = finish(h[lane])
  mix()
  return h
}

const hex = (words: Words): string => words.map((w) => (w >>> 0).toString(16).padStart(8, '0')).join('')

/** Numbers and words as little-endian bytes. */
function bytesOf(type: 'float64' | 'int32', values: ArrayLike<number>): number[] {
  const size = type === 'float64' ? 8 : 4
  const view = new DataView(new ArrayBuffer(size * values.length))
  for (let i = 0; i < values.length; i++) {
    if (type === 'float64') view.setFloat64(8 * i, values[i] ?? 0, true)
    else view.setInt32(4 * i, values[i] ?? 0, true)
  }
  return [...new Uint8Array(view.buffer)]
}

/** What hash.ts says it feeds for each of its four inputs. */
const fed = {
  number: (x: number): number[] => bytesOf('float64', [x]),
  floats: (xs: ArrayLike<number>): number[] => [...fed.number(xs.length), ...bytesOf('float64', xs)],
  integers: (xs: Int32Array): number[] => [...fed.number(xs.length), ...bytesOf('int32', xs)],
  text(value: string): number[] {
    const utf8 = [...new TextEncoder().encode(value)]
    return [...fed.number(utf8.length), ...utf8, ...new Array<number>((4 - (utf8.length % 4)) % 4).fill(0)]
  },
}

describe('hash', () => {
  it('[NU21] the reference has the verification value of SMHasher, 0xb3ece62a', () => {
    const all: number[] = []
    const key: number[] = []
    for (let i = 0; i < 256; i++) {
      all.push(...bytesOf('int32', murmur(key, 256 - i)))
      key.push(i)
    }
    expect(murmur(all, 0)[0] >>> 0).toBe(0xb3ece62a)
  })

  it('[NU22] a digest is MurmurHash3 x86_128 of the little-endian bytes that were fed, in whatever portions', () => {
    const next = random(1, 0)
    const below = (n: number): number => Math.floor(n * next())
    for (let trial = 0; trial < 300; trial++) {
      const actual = hash()
      const bytes: number[] = []
      for (let part = below(8); part > 0; part--) {
        const length = below(trial % 50 === 0 ? 1500 : 12)
        const floats = Float64Array.from({ length }, () => next() - 0.5)
        const integers = Int32Array.from({ length }, () => 2 ** 32 * (next() - 0.5))
        const text = String.fromCodePoint(...Array.from(integers, (n) => (n >>> 0) % (n & 1 ? 128 : 0xd800)))
        const inputs = { number: length / 7, text, floats, integers, row: Array.from(floats) }
        const name = (['number', 'text', 'floats', 'integers', 'row'] as const)[below(5)] ?? 'row'
        const method = name === 'row' ? 'floats' : name
        actual[method](inputs[name] as never)
        bytes.push(...fed[method](inputs[name] as never))
        if (part % 3 === 0) actual.digest() // looking changes nothing
      }
      expect(actual.digest(), `trial ${trial}`).toBe(hex(murmur(bytes, 0)))
    }
  })

  it('[NU23] 0 and -0 differ, and every NaN is the same NaN, alone or in a row', () => {
    expect(hash().number(0).digest()).not.toBe(hash().number(-0).digest())
    expect(hash().floats([0]).digest()).not.toBe(hash().floats([-0]).digest())
    const odd = new Float64Array(
      new BigUint64Array([0xfff8000000000001n, 0x7ff4000000000000n, 0x3ff0000000000000n]).buffer,
    )
    const canonical = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f]
    const bytes = [...fed.number(3), ...canonical, ...canonical, ...fed.number(1)]
    expect(hash().floats(odd).digest()).toBe(hex(murmur(bytes, 0)))
    expect(hash().floats([Number.NaN, Number.NaN, 1]).digest()).toBe(hex(murmur(bytes, 0)))
    expect(hash().number(Number.NaN).digest()).toBe(hex(murmur(canonical, 0)))
  })

  it('[NU24] boundaries and order count', () => {
    const digests = [
      hash(),
      hash().text(''),
      hash().text('ab'),
      hash().text('ab\0'),
      hash().text('a').text('b'),
      hash().text('b').text('a'),
      hash().floats([1, 2]),
      hash().floats([1]).floats([2]),
      hash().number(1).number(2),
      hash().integers(Int32Array.of(1, 2)),
      hash().integers(Int32Array.of(1)).integers(Int32Array.of(2)),
    ].map((h) => h.digest())
    expect(new Set(digests).size).toBe(digests.length)
    for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{32}$/)
  })

  it('[NU25] a row counts by its numbers, whatever holds it', () => {
    const values = Array.from({ length: 1300 }, (_, i) => Math.fround(Math.sqrt(i)))
    const padded = Float64Array.from([9, ...values, 9])
    const digest = hash().floats(Float64Array.from(values)).digest()
    expect(hash().floats(values).digest()).toBe(digest)
    expect(hash().floats(Float32Array.from(values)).digest()).toBe(digest)
    expect(hash().floats(padded.subarray(1, 1301)).digest()).toBe(digest)
  })

  it('[NU26] these fingerprints never change', () => {
    expect(hash().text('h4').floats([1, 2]).number(3).digest()).toBe('35c655b74512cefed8fdbfcd3a35c7d7')
    expect(hash().text('Größe 入力 🙂').integers(Int32Array.of(-1, 7)).digest()).toBe(
      'a6b7c2d3b0f97f185241858b53eee868',
    )
  })
})
