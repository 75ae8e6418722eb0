import { expect, test } from 'vitest'
import { layers } from '../flow/sample-graphs.ts'
import type { SourcePart } from '../plan/part.ts'
import { plan } from '../plan/plan.ts'
import { Memory } from './memory.ts'
import { SourceKernel } from './source.ts'

test('[KE10] of an input nothing is computed: its net input is its value, its delta its error, and nothing goes back', () => {
  const { parts, lanes } = plan(layers([3, 2]))
  const memory = new Memory(lanes, 2, 8, 0)
  const { netInputs, values, errors, deltas } = memory.resize(2)
  values.set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  errors.set([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
  const kernel = new SourceKernel(parts[0] as SourcePart, memory)
  kernel.forward()
  kernel.backward()
  kernel.push()
  expect([...netInputs]).toEqual([1, 2, 3, 4, 5, 6, 0, 0, 0, 0])
  expect([...deltas]).toEqual([10, 20, 30, 40, 50, 60, 0, 0, 0, 0])
  expect([values[0], errors[0]]).toEqual([1, 10])
})
