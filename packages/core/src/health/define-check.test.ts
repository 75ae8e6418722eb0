import { lastValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'
import { type Check, defineCheck, type Found } from './define-check.ts'
import type { Finding } from './finding.ts'
import { health } from './health.ts'
import { review } from './review.ts'
import { standardChecks } from './standard-checks.ts'

const rows = bitRows(8, 3)
const make = (): Network => network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5 }) })
const run = { batchSize: 8, epochs: 40, shuffle: false }
const found = { value: 1, cause: 'It is so.', wayOut: 'Wait.' }
const saying = (given: unknown, name = 'mine'): Check => defineCheck({ name, make: () => () => given as Found })

/** A user's: so many updates without a new least loss. */
const stalled = (most: number): Check =>
  defineCheck({
    name: 'stalled',
    looksAt: 'the least loss',
    make: () => {
      let [least, since] = [Number.POSITIVE_INFINITY, 0]
      return ({ loss }) => {
        if (loss < least) [least, since] = [loss, 0]
        else since++
        if (since !== most) return null
        return { value: least, cause: `The least loss stays ${least}.`, wayOut: 'Lower the learning rate.' }
      }
    },
  })

/** And one that looks at nodes, by what is known of the network. */
const loud = defineCheck({
  name: 'loud neuron',
  make: ({ nodes, inputs, id }, { window }) => {
    let seen = 0
    return ({ slabs }, { highest }) => {
      if (++seen !== window) return []
      const lanes = Array.from({ length: nodes - inputs }, (_, k) => inputs + k)
      const loudest = lanes.filter((lane) => (highest[lane] as number) > 0.5)
      return loudest.map((lane) => ({ ...found, node: id(lane), value: slabs.values[lane * slabs.batch] as number }))
    }
  },
})

describe('a check of one’s own', () => {
  test('[HE20] looks beside the others or in their place, live and over the past, with the same findings', async () => {
    for (const checks of [[...standardChecks, stalled(3), loud], [stalled(3), loud], [loud], []]) {
      const net = make()
      const told: Finding[] = []
      health(net, { checks, window: 7 }).subscribe((finding) => told.push(finding))
      await lastValueFrom(train(net, rows, run))
      net.change({ hyperparameters: { learningRate: 1e-300 } })
      await lastValueFrom(train(net, rows, run))
      const { findings } = await review(net, { checks, window: 7 })
      expect(findings).toEqual(told)
      const own = findings.filter(({ name }) => checks.includes(loud) && name === 'loud neuron')
      expect(own.every(({ step, node }) => step === 7 && node?.startsWith('l'))).toBe(true)
      expect(own.length > 0).toBe(checks.includes(loud))
      const steps = findings.filter(({ name }) => name === 'stalled').map(({ step }) => step)
      expect(steps).toEqual(checks.length > 1 ? [44] : [])
    }
  })

  test('[HE20] the checks of this package are written by it, and are what looks where none are given', async () => {
    expect(standardChecks.map(({ name }) => name)).toEqual([
      'abnormal value',
      'exploding gradient',
      'poor initialization',
      'dead neuron',
      'saturated neuron',
      'vanishing gradient',
      'update ratio',
      'unchanged parameters',
      'loss not falling',
    ])
    const net = network(layers([3, 3, 1]), { optimizer: sgd({ learningRate: 1e-30 }) })
    const biases = ['l1n0', 'l1n1', 'l1n2', 'l2n0'].map((id) => [id, { bias: 0.1 }])
    net.change({ parameters: Object.fromEntries(biases) })
    await lastValueFrom(train(net, rows, { batchSize: 8, epochs: 80 }))
    const { findings } = await review(net)
    expect(findings.length).toBeGreaterThan(0)
    expect((await review(net, { checks: standardChecks })).findings).toEqual(findings)
    const some = standardChecks.filter(({ name }) => name !== 'unchanged parameters')
    expect((await review(net, { checks: some })).findings).toEqual(
      findings.filter(({ name }) => name !== 'unchanged parameters'),
    )
  })

  test('[HE20] its findings stand in the report, and what it looks at where there are none', async () => {
    const net = make()
    net.learn(rows)
    const sick = String(
      await review(net, {
        checks: [
          saying([
            { ...found, node: 'l1n0' },
            { ...found, edge: 'l0n0->l1n0' },
          ]),
        ],
      }),
    )
    expect(sick).toMatch(/^2 findings in 1 update[\s\S]*mine +1 +l1n0 +1[\s\S]*mine: It is so\.[\s\S]*→ Wait\./)
    const well = String(await review(net, { checks: [stalled(9), saying(null)] }))
    expect(well).toMatch(/Looked at:\n {2}stalled: the least loss\n {2}mine: mine$/)
    expect(String(stalled(9))).toBe('check stalled: the least loss')
  })

  test('[HE20] is made anew for each graph that a run has', async () => {
    let made = 0
    const counting = defineCheck({
      name: 'counting',
      make: ({ nodes }) => {
        made++
        return () => ({ ...found, value: nodes })
      },
    })
    const net = make()
    net.learn(rows)
    net.change({ graph: (g) => g.remove('l1n2') })
    net.learn(rows)
    const { findings } = await review(net, { checks: [counting] })
    expect([made, findings.map(({ value }) => value)]).toEqual([2, [7, 6]])
  })

  test('[HE21] what it writes where it should only read moves no bit', async () => {
    const spoiling = defineCheck({
      name: 'spoiling',
      make: () => (update) => {
        const { slabs, gradients, before, after } = update as unknown as Record<string, Float64Array> & {
          slabs: object
        }
        for (const numbers of [...Object.values(slabs), gradients, before, after]) {
          if (numbers instanceof Float64Array) numbers.fill(7)
        }
        return null
      },
    })
    const [watched, blind] = [make(), make()]
    health(watched, { checks: [spoiling] }).subscribe()
    for (const net of [watched, blind]) await lastValueFrom(train(net, rows, run))
    expect(fingerprint(watched.snapshot)).toBe(fingerprint(blind.snapshot))
  })

  test.each<[string, unknown, string]>([
    ['a text', 'bad', 'INVALID_ARGUMENT'],
    ['true', true, 'INVALID_ARGUMENT'],
    ['a finding without a cause', { value: 1, wayOut: 'a' }, 'INVALID_ARGUMENT'],
    ['a value that is none', { ...found, value: '1' }, 'INVALID_ARGUMENT'],
    ['a node that is none', { ...found, node: 1 }, 'INVALID_ARGUMENT'],
    ['a wrong one in a list', [found, null], 'INVALID_ARGUMENT'],
    ['a promise', Promise.resolve(found), 'ASYNC_NOT_ALLOWED'],
  ])('[HE22] what is no finding is refused by code: %s', async (_, given, code) => {
    const net = make()
    net.learn(rows)
    await expect(review(net, { checks: [saying(given)] })).rejects.toMatchObject({ code })
    const errors: unknown[] = []
    health(net, { checks: [saying(given)] }).subscribe({ error: (error) => errors.push(error) })
    net.learn(rows)
    expect(errors).toMatchObject([{ code }])
    expect(net.learn(rows).step).toBe(3)
  })

  test('[HE22] what it throws ends the stream and the review with that very error', async () => {
    const failing = defineCheck({
      name: 'failing',
      make: () => () => {
        throw new Error('oh')
      },
    })
    const net = make()
    net.learn(rows)
    await expect(review(net, { checks: [failing] })).rejects.toThrow('oh')
  })

  test('[HE22] so are checks that are none, and two of one name', async () => {
    for (const given of [
      undefined,
      {},
      { name: '', make: () => () => null },
      { name: 'a' },
      { name: 'a', make: 1 },
      { name: 'a', make: async () => () => null },
      { name: 'a', make: () => () => null, looksAt: 1 },
    ]) {
      expect(refusal(() => defineCheck(given as never)).code).toBe('INVALID_OPTION')
    }
    expect(refusal(() => defineCheck({ name: 'a', look: () => null } as never)).code).toMatch(/OPTION/)
    const net = make()
    net.learn(rows)
    for (const checks of [[{}], 'all', [saying(null), saying(null)], [stalled]]) {
      await expect(review(net, { checks } as never)).rejects.toMatchObject({ code: 'INVALID_OPTION' })
    }
    const noLook = defineCheck({ name: 'a', make: () => null as never })
    await expect(review(net, { checks: [noLook] })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
