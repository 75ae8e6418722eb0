import { describe, expect, test } from 'vitest'
import { clear, Memory } from './memory.ts'

const storeOf = (...values: number[]) => ({ copyInto: (target: Float64Array) => target.set(values) })

describe('memory', () => {
  test('[KE1] slabs have a row per lane, target and loss, as long as the batch', () => {
    const memory = new Memory(5, 2, 7, 1)
    const { batch, netInputs, values, errors, deltas, targets, losses } = memory.resize(3)
    expect([batch, netInputs.length, values.length, errors.length, deltas.length]).toEqual([3, 15, 15, 15, 15])
    expect([targets.length, losses.length]).toEqual([6, 3])
    expect(memory.slabs.batch).toBe(3)
  })

  test('[KE1] a batch size that comes again finds its slabs', () => {
    const memory = new Memory(2, 1, 1, 0)
    const steady = memory.resize(32)
    expect(memory.resize(32)).toBe(steady)
    memory.resize(5)
    memory.resize(1)
    expect(memory.resize(32)).toBe(steady)
  })

  test('[KE1] the sizes used last are kept: other ones passing by do not drive out the steady one', () => {
    const memory = new Memory(2, 1, 1, 0)
    const steady = memory.resize(32)
    for (let size = 2; size < 20; size++) {
      memory.resize(size)
      expect(memory.resize(32)).toBe(steady)
    }
    const gone = memory.resize(7)
    for (const size of [8, 9, 10]) memory.resize(size)
    expect(memory.resize(7)).not.toBe(gone)
  })

  test('[KE2] what is pending comes into force by commit, and not before', () => {
    const memory = new Memory(1, 1, 2, 1)
    memory.load(storeOf(1, 2), [storeOf(3, 4)])
    memory.nextParameters.set([10, 20])
    memory.nextSlots[0]?.set([30, 40])
    expect([memory.parameters, memory.slots[0]].map((it) => [...(it ?? [])])).toEqual([
      [1, 2],
      [3, 4],
    ])
    memory.commit()
    expect([memory.parameters, memory.slots[0]].map((it) => [...(it ?? [])])).toEqual([
      [10, 20],
      [30, 40],
    ])
    expect(memory.nextParameters).not.toBe(memory.parameters)
  })

  test('[KE2] loading copies the numbers and forgets the gradients', () => {
    const memory = new Memory(1, 1, 2, 0)
    memory.gradients.fill(5)
    memory.load(storeOf(1, 2), [])
    expect([...memory.parameters, ...memory.gradients]).toEqual([1, 2, 0, 0])
  })
})

test('[KE1] clearing writes zeros within its bounds, few or many', () => {
  for (const [length, from, to] of [
    [5, 1, 3],
    [100, 10, 90],
    [40, 0, 40],
    [3, 2, 2],
  ] as const) {
    const values = new Float64Array(length).fill(7)
    clear(values, from, to)
    expect([...values]).toEqual(Array.from(values, (_, k) => (k >= from && k < to ? 0 : 7)))
  }
  const whole = Float64Array.of(1, 2)
  clear(whole)
  expect([...whole]).toEqual([0, 0])
})
