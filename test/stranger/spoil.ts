/** Spoils things, by seed: bytes, JSON, items. The same seed spoils in the same way. */

import type { Item } from '../../packages/core/src/files/item.ts'
import { random } from '../../packages/core/src/numerics/random.ts'

/** Draws for one input. */
export class Draws {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = random(seed, 0)
  }

  /** A whole number below `n`. */
  below(n: number): number {
    return Math.floor(this.#next() * n)
  }

  one<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }
}

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let k = 0; k < levels; k++) value = k % 2 === 0 ? [value] : { activation: value, name: 'neuron', options: {} }
  return value
}

/** Values that are seldom thought of. */
const ODD: readonly (() => unknown)[] = [
  () => null,
  () => -1,
  () => 0,
  () => 0.5,
  () => 1,
  () => 2 ** 31 - 1,
  () => 2 ** 32,
  () => 2 ** 53,
  () => 1e308,
  () => '',
  () => '0',
  () => '00',
  () => '__proto__',
  () => 'constructor',
  () => '\u001b[2J\ufeff\n',
  () => 'x'.repeat(5000),
  () => true,
  () => [],
  () => ({}),
  () => JSON.parse('{"__proto__":{"polluted":1}}'),
  () => ({ toString: 1 }),
  () => nested(70),
  () => nested(2000),
  () => Array.from({ length: 3000 }, (_, k) => k),
  () => 'f'.repeat(32),
]

/** The value with a place of it changed, taken away, doubled or exchanged with another. */
export function spoiltJson(value: unknown, draws: Draws): unknown {
  const copy = { root: copyOf(value) }
  const places: { readonly of: Record<string, unknown>; readonly name: string }[] = []
  const waiting: unknown[] = [copy]
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (typeof each !== 'object' || each === null) continue
    for (const name of Object.keys(each)) {
      places.push({ of: each as Record<string, unknown>, name })
      waiting.push((each as Record<string, unknown>)[name])
    }
  }
  for (let changes = 1 + draws.below(3); changes > 0; changes--) {
    const { of, name } = draws.one(places)
    const other = draws.one(places)
    const how = draws.below(6)
    if (how === 0 && name !== 'root') delete of[name]
    else if (how === 1) of[name] = copyOf(other.of[other.name])
    else if (how === 2 && typeof of[name] === 'number') of[name] = (of[name] as number) + draws.one([-1, 1, 0.5, 1e6])
    else if (how === 3 && Array.isArray(of)) of.push(copyOf(of[name as never]))
    else of[name] = draws.one(ODD)()
  }
  return copy.root
}

/** What was made too deep to be copied here is left out: the copy is the harness's, not what is tried. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The bytes with some of them flipped, lost, added, zeroed or cut off. */
export function spoiltBytes(given: Uint8Array, draws: Draws): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(given)
  for (let changes = 1 + draws.below(3); changes > 0 && bytes.length > 0; changes--) {
    const at = draws.below(bytes.length)
    const length = 1 + draws.below(draws.one([1, 4, 80, 1000]))
    const rest = bytes.subarray(Math.min(bytes.length, at + length))
    const how = draws.below(6)
    if (how === 0) bytes[at] = (bytes[at] as number) ^ (1 << draws.below(8))
    else if (how === 1) bytes = bytes.slice(0, at)
    else if (how === 2) bytes.fill(draws.one([0, 255]), at, at + length)
    else if (how === 3) bytes = joined(bytes.subarray(0, at), rest)
    else if (how === 4) bytes = joined(bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at))
    else
      bytes = joined(
        bytes.subarray(0, at),
        Uint8Array.from({ length }, () => draws.below(256)),
        bytes.subarray(at),
      )
  }
  return bytes
}

/** Which items are there, and nothing else: one lost, or several. */
export function someLost(items: readonly Item[], draws: Draws): Item[] {
  const left = [...items]
  for (let count = 1 + draws.below(draws.one([1, 3, items.length])); count > 0 && left.length > 0; count--) {
    left.splice(draws.below(left.length), 1)
  }
  return left
}

/** The items with what they say changed, as by somebody who knows how to repair a checksum. */
export function spoiltItems(items: readonly Item[], draws: Draws): Item[] {
  const spoilt = [...items]
  for (let changes = 1 + draws.below(3); changes > 0; changes--) {
    const at = draws.below(spoilt.length)
    const item = spoilt[at] as Item
    const other = draws.one(spoilt)
    const how = draws.below(9)
    if (how < 4) spoilt[at] = { ...item, head: spoiltJson(item.head, draws) }
    else if (how === 4) spoilt[at] = { ...item, key: otherKey(item.key, other.key, draws) }
    else if (how === 5) spoilt[at] = { ...item, numbers: otherNumbers(item.numbers, draws) }
    else if (how === 6) spoilt[at] = { ...item, head: other.head }
    else if (how === 7)
      spoilt.splice(draws.below(spoilt.length), 0, { ...item, key: otherKey(item.key, other.key, draws) })
    else spoilt.splice(at, 1)
  }
  // A store has one value under a key.
  return [...new Map(spoilt.map((item) => [item.key, item])).values()]
}

function otherKey(key: string, other: string, draws: Draws): string {
  const digits = draws.one(['000000000000', '000000000001', '999999999999', '9007199254740993', '00', 'ffffffff', ''])
  return draws.one([
    other,
    `${key}x`,
    key.replace(/[^/]*$/, digits),
    key.replace(/\/[^/]*/, `/${digits}`),
    key.replace(
      /^[a-z]+/,
      draws.one(['meta', 'state', 'row', 'loss', 'branch', 'log', 'entry', 'now', 'data', 'graph']),
    ),
  ])
}

const NUMBERS = [0, -0, 1, -1, 0.5, 1e308, 5e-324, 2 ** 53, 2 ** 31, Number.NaN, Number.NEGATIVE_INFINITY]

function otherNumbers(numbers: Float64Array | null, draws: Draws): Float64Array | null {
  const how = draws.below(4)
  if (how === 0) return numbers === null ? new Float64Array(draws.below(40)) : null
  if (how === 1) return new Float64Array(draws.one([0, 1, 3, 4096, 100_000]))
  const changed = numbers?.slice(0, how === 2 ? draws.below(numbers.length + 1) : numbers.length) ?? new Float64Array(4)
  for (let k = draws.below(4); k >= 0 && changed.length > 0; k--)
    changed[draws.below(changed.length)] = draws.one(NUMBERS)
  return changed
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
