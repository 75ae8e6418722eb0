import { lastValueFrom } from 'rxjs'
import { beforeAll, expect, test } from 'vitest'
import { anotherCopy } from './copy/another-copy.ts'
import * as Core from './doors.ts'

type Package = typeof Core
const one: Package = Core
let other: Package
beforeAll(async () => {
  other = await anotherCopy()
}, 60_000)

/** What a call is refused with. */
function refused(call: () => unknown): unknown {
  try {
    return call()
  } catch (error) {
    return error
  }
}

function made(core: Package) {
  const g = core.graph((g) => {
    const kind = core.defineKind({
      name: 'line',
      activation: core.defineActivation({ name: 'line', value: (z) => z, slope: () => 1 }),
      parameters: [
        { name: 'bias', start: core.defineInitializer({ name: 'none', draw: () => 0 }) },
        { name: 'weight', per: 'edge', start: core.defineInitializer({ name: 'half', draw: () => 0.5 }) },
      ],
    })
    const o = g.add('o', kind, { from: g.inputs('x1', 'x2') })
    g.loss(core.defineLoss({ name: 'mine', forward() {}, backward() {} }), o)
  })
  return { g, net: core.network(g, { optimizer: core.adam(), seed: 1 }) }
}

const row = { input: [1, 2], target: [1] }

test('[DO8] graphs, definitions, optimizers, datasets, fingerprints and errors of another copy are as our own', () => {
  const [mine, theirs] = [made(one), made(other)]
  const core = one as typeof Core
  expect(core.NeuriteError).not.toBe(other.NeuriteError)
  const net = core.network(theirs.g, { optimizer: other.adam(), seed: 1 })
  expect(net.predict([1, 2])).toEqual(mine.net.predict([1, 2]))
  expect(core.edit(theirs.g, (g) => g.outputs('o')).graph.outputs).toEqual(['o'])
  expect(core.fingerprint(theirs.net.snapshot)).toBe(core.fingerprint(mine.net.snapshot))
  const data = other.dataset([row, row], theirs.g)
  expect(core.dataset(data, mine.g).fingerprint).toBe(data.fingerprint)
  expect(() => theirs.net.node('nobody')).toThrow(core.NeuriteError)
  class Mine extends core.NeuriteError {}
  expect(refused(() => theirs.net.node('nobody'))).not.toBeInstanceOf(Mine)
})

test('[DO8] a network or snapshot of another copy is refused, with nothing changed', async () => {
  const [mine, theirs] = [made(one), made(other)]
  const core = one as typeof Core
  const calls = [
    () => core.learn(theirs.net),
    () => core.predict(theirs.net),
    () => core.walk(theirs.net, [row]),
    () => core.trace(theirs.net, row),
    () => core.health(theirs.net),
    () => mine.net.restore(theirs.net.snapshot),
    () => core.diff(mine.net.snapshot, theirs.net.snapshot),
  ]
  const before = core.fingerprint(mine.net.snapshot)
  for (const call of calls) expect(refused(call)).toMatchObject({ code: 'FOREIGN_COPY' })
  const streams = [core.train(theirs.net, [row]), core.compare(mine.net, theirs.net)]
  for (const stream of streams)
    await expect(lastValueFrom<unknown>(stream)).rejects.toMatchObject({ code: 'FOREIGN_COPY' })
  expect(core.fingerprint(mine.net.snapshot)).toBe(before)
})
