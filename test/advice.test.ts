import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataset, fingerprint, graph, network, sgd, trace, train } from '@neurite/core'
import { why } from '@neurite/core/explain'
import { persist, save } from '@neurite/core/files'
import { identity, neuron, sigmoid, squaredError } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { describe, expect, test } from 'vitest'
import { dataWalks } from './advice/data-walks.ts'
import { fileWalks } from './advice/file-walks.ts'
import { graphWalks } from './advice/graph-walks.ts'
import { historyWalks } from './advice/history-walks.ts'
import { largeWalks } from './advice/large-walks.ts'
import { optionWalks } from './advice/option-walks.ts'
import { trainingWalks } from './advice/training-walks.ts'
import { type Any, built, issuesOf, learning, made, rows, run, type Walk, walkThrough } from './advice/walk.ts'

const room = join(import.meta.dirname, '../packages/core/src/errors')
const sources = readdirSync(room).map((name) => readFileSync(join(room, name), 'utf8'))
const codes = new Set(
  sources.flatMap((text) =>
    Array.from(text.matchAll(/\b(?:wrong|odd)\(\s*'([A-Z_]+)'/g), ([, code]) => code as string),
  ),
)

const walks: readonly Walk[] = [
  ...graphWalks,
  ...dataWalks,
  ...optionWalks,
  ...trainingWalks,
  ...historyWalks,
  ...fileWalks,
]

describe('every message’s advice', () => {
  test('[ER1] each code of the catalog has a walk, and no other has', () => {
    expect(codes.size).toBeGreaterThan(55)
    expect(new Set([...walks, ...largeWalks].map(({ code }) => code))).toEqual(codes)
  })

  test.each(walks.map((walk) => [walk.code, walk.what, walk] as const))(
    '[ER2] %s, %s: each way out of the message is there, and leads out',
    (_, __, walk) => walkThrough(walk),
  )
})

// Plain JavaScript: the types would refuse most of this.
const newcomer: readonly (readonly [string, () => unknown, RegExp])[] = [
  ['network(recipe)', () => network((() => {}) as Any), /graph of network is the function .* graph\(recipe\)/],
  ['train(graph)', () => train(learning() as Any, rows), /network of train is a Graph of 3 nodes.* network\(graph\)/],
  ['trace(graph)', () => trace(learning() as Any, rows[0] as Any), /network of trace is a Graph.* network\(graph\)/],
  [
    'restore(step)',
    () => made().restore(made().learn(rows[0] as Any) as Any),
    /snapshot of restore is a Step; .*step\.snapshot/,
  ],
  ['fingerprint(net)', () => fingerprint(made() as Any), /snapshot of fingerprint is a Network; .*net\.snapshot/],
  ['dataset(rows, net)', () => dataset(rows, made() as Any), /graph of dataset is a Network; .*\.graph of that object/],
  ['persist(level)', () => persist(new MemoryLevel() as Any, made() as Any), /network of persist is a MemoryLevel; /],
  ['stepAt(0)', () => made().timeline.stepAt(0), /no step led to 0, where "main" begins; .* timeline\.at\(0\)/],
  ['why(edge, 0)', () => why(made(), 'x1->o', { at: 0 }), /no step led to 0/],
  ["edge('x1->o')", () => (made() as Any).edge('x1->o'), /there is no node "x1->o"; .* edge\(from, to\)/],
  ['predict(row)', () => made().predict(rows[0] as Any), /INVALID_ROW.* net\.predict\(row\.input\)/],
  ['save().to(path)', () => save(made()).to('run.neurite' as Any), /place of to is "run\.neurite"; .*file\(path\)/],
  ['a self-loop', () => built((g) => g.connect('o', 'o')), /^GRAPH_CYCLE: o → o/],
  [
    'a lone self-loop',
    () => graph((g) => void g.add('h', neuron(sigmoid), { from: [g.inputs('x'), 'h'] as Any })),
    /^GRAPH_CYCLE: h → h/,
  ],
]

test.each(newcomer)('[ER4] %s is refused by what it is, with the way from there', async (_, call, message) => {
  const [issue] = await issuesOf(call)
  expect(`${issue?.code}: ${issue?.what}; ${issue?.wayOut}`).toMatch(message)
})

test('[ER5] what README prints of a training that goes wrong is what comes', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8').replace(/\s+/g, ' ')
  const net = made(
    { optimizer: sgd({ learningRate: 1e200 }) },
    graph((g) => {
      const h = g.add(['h1', 'h2'], neuron(identity), { from: g.inputs('x1', 'x2') })
      g.loss(squaredError(), g.add('o', neuron(identity), { from: h }))
    }),
  )
  const error = await run(net).catch((error: unknown) => error)
  expect(error).toMatchObject({ code: 'TRAINING_DIVERGED' })
  expect(readme).toContain(`\`${(error as Error).message}\``)
})
