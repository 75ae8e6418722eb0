/** The examples that take long, at their full size. */

import { expect, it } from 'vitest'
import { mnistFolder } from '../data/mnist-folder.ts'
import { result } from './written.ts'

it('[EX17] two-spirals: more than 95 % are right', async () => {
  expect((await result('two-spirals')).accuracy).toBeGreaterThan(0.95)
})

it.skipIf(mnistFolder === null)(
  '[EX17] digits: more than 94 % of the 2,000 MNIST test rows are read right',
  async () => {
    const { made, testRows, accuracy } = await result('digits', '--data', mnistFolder as string)
    expect([made, testRows]).toEqual([false, 2000])
    expect(accuracy).toBeGreaterThan(0.94)
  },
)

it('[EX17] resume: killed in the middle, it ends in the same bits', async () => {
  const { same, fingerprint, neverStopped } = await result('resume')
  expect([same, fingerprint]).toEqual([true, neverStopped])
})
