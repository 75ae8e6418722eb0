import { describe, expect, test } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'

const NUMBERS = [0, -0, 1, -1, 0.1, 5e-324, -2.5e-310, 1e308, -1e308, Math.PI]

describe('ParameterStore', () => {
  test('[ST1] holds a copy of what it was made of', () => {
    const values = Float64Array.of(1, 2, 3)
    const store = storeOf(values)
    values.fill(9)
    expect([store.length, store.at(0), store.at(2), store.at(-1)]).toEqual([3, 1, 3, 3])
  })

  test('[ST1] gives back every bit', () => {
    const store = storeOf(Float64Array.from(NUMBERS))
    expect([...store.slice()]).toEqual(NUMBERS)
    NUMBERS.forEach((value, k) => {
      expect(store.at(k)).toBe(value)
    })
  })

  test('[ST1] slices as an array does, each time anew', () => {
    const store = storeOf(Float64Array.of(1, 2, 3, 4))
    expect([...store.slice(1, 3)]).toEqual([2, 3])
    expect([...store.slice(-1)]).toEqual([4])
    expect([...store.slice(3, 1)]).toEqual([])
    const slice = store.slice(1, 3)
    expect(slice.buffer.byteLength).toBe(16)
    slice.fill(9)
    expect([...store.slice()]).toEqual([1, 2, 3, 4])
  })

  test('[ST1] copies into a given array, from a given place on', () => {
    const target = new Float64Array(5).fill(7)
    storeOf(Float64Array.of(1, 2, 3)).copyInto(target, 1)
    expect([...target]).toEqual([7, 1, 2, 3, 7])
  })

  test('[ST1] refuses a place outside', () => {
    const store = storeOf(Float64Array.of(1, 2, 3))
    for (const index of [3, -4, 0.5, Number.NaN]) expect(() => store.at(index)).toThrow(NeuriteError)
    expect(() => store.copyInto(new Float64Array(3), 1)).toThrow(NeuriteError)
    expect(() => store.copyInto(new Float64Array(2))).toThrow(NeuriteError)
    expect(() => storeOf(new Float64Array()).at(0)).toThrow(NeuriteError)
  })

  test('[ST1] equals by bits: −0 is not 0, NaN is NaN', () => {
    const of = (...values: number[]) => storeOf(Float64Array.from(values))
    const store = of(1, -0, Number.NaN)
    expect(store.equals(store)).toBe(true)
    expect(store.equals(of(1, -0, Number.NaN))).toBe(true)
    expect(store.equals(of(1, 0, Number.NaN))).toBe(false)
    expect(store.equals(of(1, -0))).toBe(false)
    expect(store.equals(of(1, -0, 2))).toBe(false)
    expect(of().equals(of())).toBe(true)
  })
})

describe('what nobody can do', () => {
  const store = storeOf(Float64Array.of(1, 2, 3))

  test('[ST2] nothing of a store can be assigned, added, deleted or redefined', () => {
    const open = store as unknown as Record<string, unknown>
    expect(() => {
      open.length = 5
    }).toThrow(TypeError)
    expect(() => {
      open.at = () => 9
    }).toThrow(TypeError)
    expect(() => {
      delete open.length
    }).toThrow(TypeError)
    expect(() => Object.defineProperty(open, 'at', { value: () => 9 })).toThrow(TypeError)
    expect(() => Object.setPrototypeOf(open, {})).toThrow(TypeError)
    expect(store.at(0)).toBe(1)
  })

  test('[ST2] no property of a store leads to its memory', () => {
    const reachable = new Set<unknown>()
    for (let at: object | null = store; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
      for (const key of Reflect.ownKeys(at)) reachable.add(Reflect.get(at, key, store))
    }
    for (const value of reachable) {
      expect(ArrayBuffer.isView(value) || value instanceof ArrayBuffer).toBe(false)
    }
  })

  test('[ST2] copying into something of one’s own does not hand out the memory', () => {
    class Thief extends Float64Array {
      loot: unknown
      override set(source: ArrayLike<number>): void {
        this.loot = source
      }
    }
    const thief = new Thief(3)
    store.copyInto(thief)
    expect([thief.loot, ...thief]).toEqual([undefined, 1, 2, 3])
    const fake = { set: () => expect.unreachable(), length: 3 } as unknown as Float64Array
    expect(() => store.copyInto(fake)).toThrow(NeuriteError)
  })

  test('[ST2] making a store by `new` copies too', () => {
    const values = Float64Array.of(1, 2)
    const made = Reflect.construct(storeOf(values).constructor, [values]) as ParameterStore
    values.fill(9)
    expect(made.at(0)).toBe(1)
  })
})
