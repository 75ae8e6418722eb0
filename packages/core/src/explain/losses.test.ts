import { lastValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { type Network, network } from '../network.ts'
import { random } from '../numerics/random.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'
import { findAll } from './find.ts'
import { type Losses, type LossesOptions, losses } from './losses.ts'

const rows = bitRows(8, 3)
const make = (options = {}): Network =>
  network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5 }), ...options })
const trained = (net: Network, epochs: number) => lastValueFrom(train(net, rows, { batchSize: 3, epochs }))

/** The same, from the steps themselves. */
async function plainly(
  net: Network,
  { buckets = 800, ...line }: LossesOptions,
): Promise<Record<keyof Losses, number[]>> {
  const steps = await findAll(net, () => true, line)
  const length = Math.min(buckets, steps.length)
  const parts = Array.from({ length }, (_, k) =>
    steps.slice(Math.floor((k * steps.length) / length), Math.floor(((k + 1) * steps.length) / length)),
  )
  const of = (what: (part: typeof steps) => number): number[] => parts.map(what)
  return {
    from: of((part) => part[0]?.step as number),
    to: of((part) => part.at(-1)?.step as number),
    min: of((part) => Math.min(...part.map(({ loss }) => loss))),
    max: of((part) => Math.max(...part.map(({ loss }) => loss))),
    last: of((part) => part.at(-1)?.loss as number),
    mean: of((part) => part.reduce((sum, { loss }) => sum + loss, 0) / part.length),
  }
}

async function agrees(net: Network, options: LossesOptions): Promise<void> {
  const wanted = await plainly(net, options)
  const found = losses(net, options)
  for (const name of ['from', 'to', 'min', 'max', 'last'] as const)
    expect([name, [...found[name]]]).toEqual([name, wanted[name]])
  expect(found.mean.length).toBe(wanted.mean.length)
  for (let k = 0; k < found.mean.length; k++) expect(found.mean[k]).toBeCloseTo(wanted.mean[k] as number, 12)
}

describe('losses', () => {
  test('[LO1] are those of the steps, least, greatest, last and mean by buckets, over changes and branches', async () => {
    const net = make()
    const next = random(7, 0)
    for (let k = 0; k < 30; k++) {
      const act = next()
      if (act < 0.4) await trained(net, 1 + Math.floor(next() * 40))
      else if (act < 0.6) net.change({ hyperparameters: { learningRate: 0.1 + next() } })
      else if (act < 0.8) net.timeline.seek(Math.floor(next() * (net.timeline.step + 1)))
      else for (let n = 0; n < 5; n++) net.learn(rows[n] as never)
    }
    for (const { name, lastStep } of net.timeline.branches) {
      for (const buckets of [1, 2, 7, 100, 800, 5000]) await agrees(net, { branch: name, buckets })
      const from = Math.floor(next() * lastStep) + 1
      await agrees(net, { branch: name, from, to: from + Math.floor(next() * (lastStep - from)), buckets: 13 })
    }
    expect(net.timeline.branches.length).toBeGreaterThan(2)
  })

  test('[LO1] asked again after more steps, and after steps that were taken back and dropped, they are right', async () => {
    const net = make()
    await trained(net, 600)
    for (const buckets of [3, 50]) await agrees(net, { buckets })
    await trained(net, 600)
    await agrees(net, { buckets: 3 })
    net.timeline.seek(700)
    await trained(net, 600)
    net.timeline.drop('main')
    await agrees(net, { buckets: 3 })
    await agrees(fork(net, 1500), { buckets: 5 })
  })

  test('[LO1] a history without steps, and an empty part, have none', () => {
    const net = make()
    expect(losses(net).from.length).toBe(0)
    net.learn(rows[0] as never)
    expect(losses(net, { from: 2 }).from.length).toBe(0)
    expect([...losses(net).to]).toEqual([1])
    expect(String(losses(net))).toContain('Losses(1)')
  })

  test('[LO2] nothing is computed again, and they begin with the first that is held', async () => {
    const net = make({ history: { bytes: 2 ** 15 } })
    await trained(net, 1000)
    const { replay } = net.engine.past
    const before = replay.performed
    const { from, to, last } = losses(net, { buckets: 10 })
    expect(replay.performed).toBe(before)
    expect(from[0]).toBeGreaterThan(2000)
    expect(to.at(-1)).toBe(3000)
    for (let k = 1; k < from.length; k++) expect(from[k]).toBe((to[k - 1] as number) + 1)
    expect(last.at(-1)).toBe(net.timeline.stepAt(3000).loss)
  })

  test('[LO3] options that make no sense are refused by code', () => {
    const net = make()
    for (const buckets of [0, 1.5, -1, 2 ** 21, Number.NaN, '10']) {
      expect(refusal(() => losses(net, { buckets } as never)).code).toBe('INVALID_OPTION')
    }
    expect(refusal(() => losses(net, { from: 9 })).code).toBe('UNKNOWN_STEP')
    expect(refusal(() => losses(net, { branch: 'no' })).code).toBe('UNKNOWN_BRANCH')
    expect(refusal(() => losses(net, { points: 1 } as never)).code).toBe('UNKNOWN_OPTION')
    expect(refusal(() => losses(make({ history: false }))).code).toBe('NO_HISTORY')
  })
})
