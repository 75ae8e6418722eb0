import { lastValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { train } from '../train/train.ts'
import { stateAt } from './state-at.ts'

const rows = bitRows(8, 3)

async function trained(epochs: number): Promise<Network> {
  const net = network(layers([3, 3, 1]), {
    seed: 4,
    optimizer: sgd({ learningRate: 0.5 }),
    history: { bytes: 2 ** 17 },
  })
  await lastValueFrom(train(net, rows, { batchSize: 3, epochs }))
  return net
}

describe('stateAt', () => {
  test('[LO4] is the state that timeline.at gives, bit for bit, for several who ask at once', async () => {
    const net = await trained(400)
    const steps = [0, 1, 100, 1199, 3, 700, 699, 701, 1200]
    const found = await Promise.all(steps.map((step) => stateAt(net, step)))
    expect(found.map(({ step }) => step)).toEqual(steps)
    expect(found.map(fingerprint)).toEqual(steps.map((step) => fingerprint(net.timeline.at(step))))
    expect(await stateAt(net, { branch: 'main' })).toBe(net.snapshot)
  })

  test('[LO4] others have their turn meanwhile, and a training goes on', async () => {
    const net = await trained(4000)
    const training = lastValueFrom(train(net, rows, { batchSize: 3, epochs: 100 }))
    let turns = 0
    const turn = setInterval(() => turns++, 0)
    const found = await stateAt(net, 3001, { slice: 0.01 })
    clearInterval(turn)
    await training
    expect([found.step, net.timeline.step]).toEqual([3001, 12300])
    expect(turns).toBeGreaterThan(0)
    expect(fingerprint(found)).toBe(fingerprint(net.timeline.at(3001)))
  })

  test('[LO5] is cancelled before, on the way and while it waits for its turn; the next one is served', async () => {
    const net = await trained(4000)
    await expect(stateAt(net, 3001, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' })
    // Asked whether it is aborted when the options are read, when it is called, when its turn has come, then at every step.
    const abortedAt = (asked: number) => {
      let times = 0
      return { reason: 'enough', get aborted() { return ++times >= asked } } as AbortSignal // biome-ignore format: short
    }
    const first = stateAt(net, 3001, { signal: abortedAt(6) })
    const waiting = stateAt(net, 3002, { signal: abortedAt(3) })
    const next = stateAt(net, 5003)
    await Promise.all([
      expect(first).rejects.toMatchObject({ code: 'CANCELLED', cause: 'enough' }),
      expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' }),
    ])
    expect((await next).step).toBe(5003)
  })

  test('[LO5] what timeline.at refuses it rejects with', async () => {
    const net = await trained(1)
    await expect(stateAt(net, 99)).rejects.toMatchObject({ code: 'UNKNOWN_STEP' })
    await expect(stateAt(net, { branch: 'no' })).rejects.toMatchObject({ code: 'UNKNOWN_BRANCH' })
    await expect(stateAt(net, 1, { slice: 0 })).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    await expect(stateAt(net, 1, { from: 0 } as never)).rejects.toMatchObject({ code: 'UNKNOWN_OPTION' })
    await expect(stateAt({} as never, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
