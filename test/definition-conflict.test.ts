import { edit, fingerprint, fork, graph, type Network, network, patch, sgd } from '@neurite/core'
import { defineActivation } from '@neurite/core/define'
import { database, fromJSON, load, persist, save, toJSON, verify } from '@neurite/core/files'
import { identity, neuron, squaredError, standard } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { expect, test } from 'vitest'
import { issuesOf } from './advice/walk.ts'

/** One name, and a power that only the closure knows. */
const power = (p: number) => defineActivation({ name: 'pow', value: (z) => z ** p, slope: (z) => p * z ** (p - 1) })
// The same functions each time, so that what is made again is the same definition.
const [square, cube] = [power(2), power(3)]
const of = (activation = square) =>
  graph((g) => g.loss(squaredError(), g.add('o', neuron(activation), { from: g.inputs('x') })))
const optimizer = sgd({ learningRate: 0.01 })
function trained(activation = square): Network {
  const net = network(of(activation), { optimizer, seed: 1 })
  for (let n = 0; n < 5; n++) net.learn({ input: [0.5], target: [0.2] })
  return net
}
const table = (activation = square) => ({ ...standard, pow: activation })
async function fromFile(): Promise<Network> {
  return load(await save(trained()).bytes(), table())
}
async function fromDatabase(): Promise<Network> {
  const level = new MemoryLevel()
  await (await persist(trained(), database(level))).close()
  return load(database(level), table())
}
const growing = (g: Parameters<Parameters<typeof edit>[1]>[0]) => void g.add('p', neuron(cube), { from: 'x' })

const values: readonly (readonly [string, () => unknown])[] = [
  ['a graph', () => graph((g) => g.add(['a'], neuron(square), { from: g.inputs('x') }) && growing(g))],
  ['an edit', () => edit(of(), growing)],
  ['patches', () => patch(of(), edit(of(identity), growing).patches)],
  [
    'a graph of JSON, in an edit',
    () =>
      edit(of(), (g) =>
        g.add('p', Object.values(fromJSON(toJSON(of()), table(cube)).kinds)[1] as never, { from: 'x' }),
      ),
  ],
]

test.each(values)('[NE23] in %s', async (_, call) => {
  expect((await issuesOf(call)).map(({ code }) => code)).toContain('DEFINITION_CONFLICT')
})

const moves: readonly (readonly [string, (net: Network) => unknown])[] = [
  ['change({ graph: recipe })', (net) => net.change({ graph: growing })],
  ['change({ graph })', (net) => net.change({ graph: of(cube) })],
  [
    'a change after a change that took the first away',
    (net) => {
      net.change({ graph: (g) => g.set('o', { kind: neuron(identity) }) })
      net.timeline.undo()
      net.change({ graph: (g) => g.set('o', { kind: neuron(cube) }) })
    },
  ],
  ['a fork', (net) => fork(net, 3, { graph: growing })],
  ['restore of a snapshot', (net) => net.restore(trained(cube).snapshot)],
  ['restore of a snapshot of JSON', (net) => net.restore(fromJSON(toJSON(trained().snapshot), table(cube)))],
  ['an optimizer of the same name and options', (net) => net.change({ optimizer: { ...optimizer, update: () => {} } })],
]
const makers = { 'a network': async () => trained(), 'a loaded file': fromFile, 'an opened database': fromDatabase }

test.each(
  Object.entries(makers).flatMap(([whose, make]) => moves.map(([what, move]) => [what, whose, make, move] as const)),
)('[NE23] by %s of %s, and nothing has changed', async (_, __, make, move) => {
  const net = await make()
  const before = [fingerprint(net.snapshot), net.timeline.step]
  expect((await issuesOf(() => move(net))).map(({ code }) => code)).toContain('DEFINITION_CONFLICT')
  expect([fingerprint(net.snapshot), net.timeline.step]).toEqual(before)
  expect(net.learn({ input: [0.5], target: [0.2] }).step).toBe(6)
})

test('[NE23] a file keeps no functions: other ones under its names are told by the loss that they give', async () => {
  const net = await load(await save(trained()).bytes(), table(cube))
  await expect(verify(net)).rejects.toMatchObject({ code: 'REPLAY_DIFFERS', place: { step: 1 } })
})
