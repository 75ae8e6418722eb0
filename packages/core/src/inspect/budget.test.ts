/** What a history lets go, and what it says then. */

import { lastValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { defineActivation } from '../graph/activation.ts'
import { defineInitializer } from '../graph/initializer.ts'
import { defineNeuron } from '../graph/kind.ts'
import { network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'

const MIB = 2 ** 20
const rows = bitRows(4, 2)

test('[HI20] a rate that is changed at every step costs tens of bytes, and leaves every kept state', () => {
  const net = network(layers([2, 3, 1]), { optimizer: sgd({ learningRate: 0.5 }) })
  const prints: string[] = []
  for (let k = 0; k < 3000; k++) {
    net.change({ hyperparameters: { learningRate: 0.5 + k / 1e6 } })
    net.learn(rows[k % 4] as never)
    if (k % 500 === 0) prints.push(fingerprint(net.snapshot))
  }
  const { history } = net.learner.past
  expect(history.log.bytes / 6000).toBeLessThan(80)
  expect(net.timeline.memory.keyframes).toBe(Math.floor(6000 / 32) + 1)
  expect(prints.map((_, k) => fingerprint(net.timeline.at({ position: 1000 * k + 2 })))).toEqual(prints)
})

test('[CH20] what is in changes stays in the budget: the oldest are let go, CHANGE_GONE, and states stay reachable', async () => {
  const net = network(layers([20, 19, 1]), { history: { bytes: 1_600_000 } })
  const live = bitRows(4, 20)
  for (let k = 0; k < 120; k++) {
    const weights = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`l0n${n}`, Math.sin(k + n)]))
    const parameters = Object.fromEntries(Array.from({ length: 19 }, (_, n) => [`l1n${n}`, { weights }]))
    net.change({ parameters })
    net.learn(live[k % 4] as never)
    expect(net.learner.past.history.bytes).toBeLessThanOrEqual(1_600_000)
  }
  const { timeline } = net
  const codes = Array.from({ length: 121 }, (_, step) => refused(() => void timeline.at(step)))
  expect(codes).toContain('CHANGE_GONE')
  expect(timeline.firstStep).toBeGreaterThan(0)
  expect(codes.slice(timeline.firstStep).every((code) => code === null)).toBe(true)
  expect(timeline.log()[0]).not.toHaveProperty('change')
  expect((await timeline.verify()).from).toEqual([{ branch: 'main', step: timeline.firstStep }])
})

test('[CH21] data that was handed in stays in the budget: the oldest is let go, DATA_MISSING, until it comes again', async () => {
  const net = network(layers([2, 3, 1]), { history: { bytes: 40_000 } })
  const batches = Array.from({ length: 160 }, (_, k) =>
    Array.from({ length: 32 }, (_, n) => ({ input: [Math.sin(k + n), Math.cos(k * n)], target: [0.5] })),
  )
  for (const batch of batches) await lastValueFrom(train(net, batch, { batchSize: 32 }))
  expect(net.learner.past.data.bytes).toBeLessThanOrEqual(5000)
  expect(net.timeline.memory.bytes).toBeLessThan(40_000)
  expect(refused(() => void net.timeline.at(1))).toBe('DATA_MISSING')
  expect(refused(() => void net.timeline.at(net.timeline.firstStep))).toBe(null)
  const fork = net.timeline.fork(160)
  await lastValueFrom(train(net, batches[0] as never, { batchSize: 32 }))
  expect(refused(() => void net.timeline.at(1))).toBe(null)
  expect(refused(() => void fork.timeline.at(1))).toBe('DATA_MISSING')
})

test('[HI21] half of the budget is for kept states; those that lead nowhere go first: 784 inputs, 4 MiB, 65 steps back', () => {
  for (const inner of [32, 100]) {
    const net = network(layers([784, inner, 1]), { history: { bytes: 4 * MIB } })
    const row = { input: Array.from({ length: 784 }, (_, k) => Math.sin(k)), target: [0.5] }
    for (let k = 0; k < 460; k++) {
      net.learn(row)
      const { past } = net.learner
      const { branch, position } = past.history.head
      // Where nothing is at hand.
      if (k > 250 && k % 19 === 0) past.anotherReplay().replay.at({ branch, position: position - 65 })
    }
    expect(net.timeline.memory.bytes).toBeLessThanOrEqual(4 * MIB)
    expect(net.timeline.firstStep).toBeGreaterThan(0)
  }
})

test('[TI27] verify does every action again: an activation that was another for steps 10 to 20 is found', async () => {
  let shift = 0
  const shifted = defineActivation({ name: 'shifted', value: (z) => z + shift, slope: () => 1 })
  const start = defineInitializer({ name: 'start', draw: () => 0.5 })
  const kind = defineNeuron({ name: 'shifted', activation: shifted, weights: start, bias: start })
  const net = network(layers([2, 1], kind))
  for (let step = 1; step <= 25; step++) {
    shift = step >= 10 && step <= 20 ? 0.25 : 0
    net.learn(rows[step % 4] as never)
  }
  await expect(net.timeline.verify()).rejects.toMatchObject({ code: 'REPLAY_DIFFERS' })
})

function refused(work: () => void): string | null {
  try {
    work()
    return null
  } catch (error) {
    return (error as { code: string }).code
  }
}
