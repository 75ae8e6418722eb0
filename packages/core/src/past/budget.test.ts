/** What a history lets go, and what it says then. */

import { lastValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { verify } from '../exports/files.ts'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { defineActivation } from '../graph/contracts/activation.ts'
import { defineKind } from '../graph/contracts/define-kind.ts'
import { defineInitializer } from '../graph/contracts/initializer.ts'

import { type Network, network } from '../network.ts'
import { random } from '../numerics/random.ts'
import { adam } from '../optimize/adam.ts'
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
  const { history } = net.engine.past
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
    expect(net.engine.past.history.bytes).toBeLessThanOrEqual(1_600_000)
  }
  const { timeline } = net
  const codes = Array.from({ length: 121 }, (_, step) => refused(() => void timeline.at(step)))
  expect(codes).toContain('CHANGE_GONE')
  expect(timeline.firstStep).toBeGreaterThan(0)
  expect(codes.slice(timeline.firstStep).every((code) => code === null)).toBe(true)
  expect(timeline.log()[0]).not.toHaveProperty('change')
  expect((await verify(net)).from).toEqual([{ branch: 'main', step: timeline.firstStep }])
})

test('[CH21] data that was handed in stays in the budget: the oldest is let go, DATA_MISSING, until it comes again', async () => {
  const net = network(layers([2, 3, 1]), { history: { bytes: 40_000 } })
  const batches = Array.from({ length: 160 }, (_, k) =>
    Array.from({ length: 32 }, (_, n) => ({ input: [Math.sin(k + n), Math.cos(k * n)], target: [0.5] })),
  )
  for (const batch of batches) await lastValueFrom(train(net, batch, { batchSize: 32 }))
  expect(net.engine.past.data.bytes).toBeLessThanOrEqual(5000)
  expect(net.timeline.memory.bytes).toBeLessThan(40_000)
  expect(refused(() => void net.timeline.at(1))).toBe('DATA_MISSING')
  expect(refused(() => void net.timeline.at(net.timeline.firstStep))).toBe(null)
  const forked = fork(net, 160)
  await lastValueFrom(train(net, batches[0] as never, { batchSize: 32 }))
  expect(refused(() => void net.timeline.at(1))).toBe(null)
  expect(refused(() => void forked.timeline.at(1))).toBe('DATA_MISSING')
})

const wide = (inner: number, momentum = 0): Network => {
  const optimizer = sgd({ learningRate: 0.01, momentum })
  return network(layers([784, inner, 1]), { optimizer, history: { bytes: 4 * MIB } })
}
const image = { input: Array.from({ length: 784 }, (_, k) => Math.sin(k)), target: [0.5] }

test.each([
  [32, 0],
  [100, 0],
  [100, 0.9],
])('[HI21] 784-%i-1 with a momentum of %d in 4 MiB comes 65 steps back from every step', (inner, momentum) => {
  const net = wide(inner, momentum)
  const { past } = net.engine
  const ways: number[] = []
  for (let k = 0; k < 600; k++) {
    net.learn(image)
    const { branch, position } = past.history.head
    if (position <= 65) continue
    const { at } = past.history.nearest({ branch, position: position - 65 })
    ways.push(at.position - past.history.horizons.of(branch, position))
    // Where nothing is at hand.
    if (k % 97 === 0) past.anotherReplay().replay.at({ branch, position: position - 65 })
  }
  expect(Math.min(...ways)).toBeGreaterThanOrEqual(0)
  expect(net.timeline.memory.bytes).toBeLessThanOrEqual(4 * MIB)
  expect(net.timeline.firstStep).toBeGreaterThan(0)
})

test('[HI21] live rows after long training on data: states come as near to each other as the rows let them', async () => {
  const net = network(layers([2, 3, 1]), { history: { bytes: 20_000 } })
  await lastValueFrom(train(net, rows, { batchSize: 1, epochs: 4000 }))
  const { past } = net.engine
  expect(net.timeline.memory.spacing).toBeGreaterThan(400)
  for (let k = 0; k < 1000; k++) {
    net.learn(rows[k % 4] as never)
    const { branch, position } = past.history.head
    if (k > 400 && k % 7 === 0) past.anotherReplay().replay.at({ branch, position: position - 65 })
  }
})

test('[HI22] where two states and the rows between them do not fit, the answer is ROWS_GONE, naming the bytes', () => {
  const net = network(layers([784, 100, 1]), { optimizer: adam(), history: { bytes: 4 * MIB } })
  for (let k = 0; k < 300; k++) net.learn(image)
  const { timeline } = net
  expect(() => timeline.at(timeline.firstStep - 1)).toThrow(expect.objectContaining({ code: 'ROWS_GONE' }))
  expect(() => timeline.at(timeline.firstStep - 1)).toThrow(/more bytes/)
  expect(timeline.at(timeline.firstStep).step).toBe(timeline.firstStep)
})

test('[HI23] in a budget of any size, from one byte on, a state is the one that was, or refused by code', async () => {
  const codes = new Set<string>()
  for (const bytes of [1, 7, 300, 1000, 3000, 8000, 20_000, 60_000]) {
    const net = network(layers([2, 3, 1]), { seed: bytes, history: { bytes } })
    const { past } = net.engine
    const draw = random(bytes, 0)
    const pick = (count: number): number => Math.floor(draw() * count)
    const was = new Map<string, string>()
    const look = (branch: number, position: number): void => {
      const { log } = past.history
      const owner = log.owner({ branch, position })
      for (const at of [() => net.engine.past.at(owner), () => past.anotherReplay().replay.at(owner)]) {
        const code = refused(() => {
          expect(fingerprint(at())).toBe(was.get(`${owner.branch}/${owner.position}`))
        })
        if (code !== null) codes.add(code)
      }
    }
    const note = (): void => {
      const { branch, position } = past.history.log.owner(past.history.head)
      was.set(`${branch}/${position}`, fingerprint(net.snapshot))
    }
    note()
    for (let k = 0; k < 240; k++) {
      const what = pick(10)
      if (what < 5) net.learn({ input: [draw(), draw()], target: [draw()] })
      else if (what < 7) net.change({ hyperparameters: { learningRate: 0.1 + draw() } })
      else if (what === 7) net.change({ parameters: { l1n0: { bias: draw() } } })
      else if (what === 8) {
        const batch = [{ input: [draw(), draw()], target: [draw()] }]
        await lastValueFrom(train(net, batch, { batchSize: 1, epochs: 1 }))
      } else {
        const { branch, position } = past.history.head
        const code = refused(() => net.timeline.seek({ branch: net.timeline.branch, position: pick(position + 1) }))
        if (code !== null) expect(past.history.head).toEqual({ branch, position })
      }
      note()
      const { branches } = past.history.log
      const { index, end } = branches[pick(branches.length)] as (typeof branches)[number]
      look(index, pick(end + 1))
      if (k % 40 === 39) {
        const { firstStep, step } = net.timeline
        const { branch } = past.history.head
        if (past.history.firstWhole(branch) === null) expect(firstStep).toBe(past.history.log.branch(branch).endStep)
        else for (let at = firstStep; at <= step; at++) net.timeline.at(at)
      }
    }
  }
  const known = ['CHANGE_GONE', 'DATA_MISSING', 'ROWS_GONE', 'STATE_GONE']
  expect([...codes].filter((code) => !known.includes(code))).toEqual([])
  expect(codes.size).toBeGreaterThan(2)
})

test('[TI27] verify does every action again: an activation that was another for steps 10 to 20 is found', async () => {
  let shift = 0
  const shifted = defineActivation({ name: 'shifted', value: (z) => z + shift, slope: () => 1 })
  const start = defineInitializer({ name: 'start', draw: () => 0.5 })
  const kind = defineKind({
    name: 'shifted',
    activation: shifted,
    parameters: [
      { name: 'bias', start: start },
      { name: 'weight', per: 'edge', start: start },
    ],
  })
  const net = network(layers([2, 1], kind))
  for (let step = 1; step <= 25; step++) {
    shift = step >= 10 && step <= 20 ? 0.25 : 0
    net.learn(rows[step % 4] as never)
  }
  await expect(verify(net)).rejects.toMatchObject({ code: 'REPLAY_DIFFERS' })
})

function refused(work: () => void): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof NeuriteError) return error.code
    throw error
  }
}
