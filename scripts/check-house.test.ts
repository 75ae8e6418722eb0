import { describe, expect, it } from 'vitest'
import { findProblems } from './house-rules.ts'

const CORE = 'packages/core/src'

/** The rules that a house of these files breaks, with the place of each. */
function broken(files: Record<string, string>): string[] {
  return findProblems(new Map(Object.entries(files))).problems.map(({ rule, place }) => `${rule} ${place}`)
}

const core = (files: Record<string, string>) =>
  broken(Object.fromEntries(Object.entries(files).map(([path, text]) => [`${CORE}/${path}`, text])))

describe('floors', () => {
  it('lets a room import lower floors and its own', () => {
    expect(
      core({
        'errors/data.ts': '',
        'numerics/sum.ts': "import { bad } from '../errors/data.ts'",
        'kernels/dense.ts': "import { sum } from '../numerics/sum.ts'\nimport type { Kernel } from './kernel.ts'",
        'kernels/kernel.ts': "import { Plan } from '../plan/plan.js'",
        'flow/block.ts': "import { dense } from '../kernels/dense.ts'",
        'network.ts': "import './flow/block.ts'",
        'index.ts': "export { network } from './network.ts'",
      }),
    ).toEqual([])
  })

  it.each([
    ['a higher floor', 'graph/value/graph.ts', "import { plan } from '../../plan/plan.ts'"],
    ['a higher floor, types only', 'graph/value/graph.ts', "import type { Plan } from '../../plan/plan.ts'"],
    ['a higher floor, inside a type', 'graph/value/graph.ts', "type Plan = import('../../plan/plan.ts').Plan"],
    ['a higher floor, when it runs', 'graph/value/graph.ts', "const plan = await import('../../plan/plan.ts')"],
    ['a higher floor, handed on', 'graph/value/graph.ts', "export { plan } from '../../plan/plan.ts'"],
    ['a room of graph above it', 'graph/contracts/kind.ts', "import type { Graph } from '../value/graph.ts'"],
    ['the door', 'flow/block.ts', "import { network } from '../index.ts'"],
    ['the room beside it', 'flow/block.ts', "import { snapshot } from '../state/snapshot.ts'"],
    ['a room nobody planned', 'network.ts', "import { x } from './cellar/x.ts'", `floors ${CORE}/cellar/x.ts`],
  ])('refuses %s', (_, path, text, where = `floors ${CORE}/${path}:1`) => {
    expect(core({ [path]: text, 'cellar/x.ts': '' })).toContain(where)
  })

  it('keeps history ignorant of networks', () => {
    expect(core({ 'history/log.ts': "import type { Snapshot } from '../state/snapshot.ts'" })).toEqual([
      `floors ${CORE}/history/log.ts:1`,
    ])
  })

  it('leaves tests free to look anywhere', () => {
    expect(core({ 'numerics/sum.test.ts': "import { train } from '../train/train.ts'" })).toEqual([])
  })
})

describe('circles', () => {
  it('finds a circle of three, types counted, and shows the way around', () => {
    const { problems } = findProblems(
      new Map([
        [`${CORE}/plan/a.ts`, "import './b.ts'"],
        [`${CORE}/plan/b.ts`, "import type { C } from './c.ts'"],
        [`${CORE}/plan/c.ts`, "export { a } from './a.ts'"],
        [`${CORE}/plan/d.ts`, "import './a.ts'\nimport './b.ts'"],
      ]),
    )
    expect(problems.map(({ rule }) => rule)).toEqual(['circles'])
    expect(problems[0]?.what.replaceAll(`${CORE}/plan/`, '')).toBe('a.ts → b.ts → c.ts → a.ts')
  })

  it('finds a file that imports itself', () => {
    expect(core({ 'plan/a.ts': "import './a.ts'" })).toEqual([`circles ${CORE}/plan/a.ts`])
  })
})

describe('packages', () => {
  it.each(['flow/join.ts', 'data/batches.ts', 'train/train.ts', 'watch/streams.ts', 'explain/probe.ts'])(
    'lets core/%s import rxjs',
    (path) =>
      expect(core({ [path]: "import { Subject } from 'rxjs'\nimport { map } from 'rxjs/operators'" })).toEqual([]),
  )

  it.each(['data/dataset.ts', 'graph/value/graph.ts', 'state/update.ts', 'history/log.ts', 'network.ts'])(
    'refuses rxjs in core/%s, types too',
    (path) =>
      expect(core({ [path]: "import type { Observable } from 'rxjs'" })).toEqual([`packages ${CORE}/${path}:1`]),
  )

  it('lets the type of an edge operator name rxjs, and no value', () => {
    expect(core({ 'graph/contracts/through.ts': "import type { OperatorFunction } from 'rxjs'" })).toEqual([])
    expect(core({ 'graph/contracts/through.ts': "import { type OperatorFunction } from 'rxjs'" })).toEqual([])
    expect(core({ 'graph/contracts/through.ts': "import { type OperatorFunction, map } from 'rxjs'" })).toHaveLength(1)
  })

  it('lets two files import immer', () => {
    const text = "import { produce } from 'immer'"
    expect(core({ 'state/update.ts': text, 'graph/compose/edit.ts': text })).toEqual([])
    expect(core({ 'state/snapshot.ts': text })).toEqual([`packages ${CORE}/state/snapshot.ts:1`])
  })

  it.each(['node:fs', 'lodash', '@neurite/nodes'])('refuses %s in core', (name) => {
    expect(core({ 'numerics/sum.ts': `import '${name}'` })).toEqual([`packages ${CORE}/numerics/sum.ts:1`])
  })

  it('lets what only Node has be behind a door of its own, which no room goes through', () => {
    expect(core({ 'node/file.ts': "import { open } from 'node:fs/promises'" })).toEqual([])
    const files = {
      'exports/node.ts': "export { file } from '../node/file.ts'",
      'node/file.ts': 'export const file = 1',
    }
    const place = `${CORE}/load.ts:1`
    expect(core({ ...files, 'load.ts': "export { file } from './node/file.ts'" })).toEqual([`floors ${place}`])
  })

  it.each(['rxjs', 'immer', '@neurite/core/testing', 'node:fs'])('refuses %s in nodes', (name) => {
    const path = 'packages/nodes/src/kinds/neuron.ts'
    expect(broken({ [path]: `import '@neurite/core'\nimport '${name}'` })).toEqual([`packages ${path}:2`])
  })
})

describe('doors', () => {
  it.each([
    ['packages/examples/src/xor.ts', '../../core/src/index.ts'],
    ['packages/examples/src/xor.ts', '@neurite/core/src/network.ts'],
    ['packages/nodes/src/kinds/neuron.ts', '../../../core/src/graph/contracts/kind.ts'],
    ['bench/run.ts', '../packages/core/src/index.ts'],
  ])('keeps %s from %s', (path, specifier) => {
    expect(broken({ [path]: `import '${specifier}'` })).toContain(`doors ${path}:1`)
  })

  it('lets examples and the bench in by name, and look at their own files', () => {
    expect(
      broken({
        'packages/examples/src/xor.ts': "import '@neurite/core'\nimport 'cli-progress'\nimport './screen/bar.ts'",
        'bench/run.ts': "import '@neurite/nodes'\nimport './loops/dense.ts'",
      }),
    ).toEqual([])
  })

  it('refuses export * in a door, named or not', () => {
    expect(core({ 'index.ts': "export * from './network.ts'\nexport * as flow from './flow/block.ts'" })).toEqual([
      `doors ${CORE}/index.ts:1`,
      `doors ${CORE}/index.ts:2`,
    ])
    expect(core({ 'index.ts': "export { network } from './network.ts'" })).toEqual([])
  })
})

describe('names and lengths', () => {
  it.each(['utils.ts', 'helpers/pad.ts', 'types.ts', 'internal.ts', 'common/a.ts', 'utils.test.ts'])(
    'refuses %s',
    (name) => {
      expect(core({ [`plan/${name}`]: '' })).toEqual([`names ${CORE}/plan/${name}`])
    },
  )

  it.each(['readyQueue.ts', 'Ready.ts', 'ready_queue.ts', 'delayLine/a.ts'])(
    'refuses %s, which is not kebab-case',
    (name) => {
      expect(core({ [`flow/${name}`]: '' })).toEqual([`names ${CORE}/flow/${name}`])
    },
  )

  it.each(['ready-queue.ts', 'ready-queue.test.ts', 'ready-queue.test-d.ts', 'adam-2.ts'])('accepts %s', (name) => {
    expect(core({ [`flow/${name}`]: '' })).toEqual([])
  })

  it('holds sources to 250 lines and tests to 500', () => {
    const lines = (n: number) => '// one line\n'.repeat(n)
    expect(core({ 'plan/a.ts': lines(250), 'plan/a.test.ts': lines(500) })).toEqual([])
    expect(core({ 'plan/a.ts': lines(251), 'plan/a.test.ts': lines(501) })).toEqual([
      `length ${CORE}/plan/a.ts`,
      `length ${CORE}/plan/a.test.ts`,
    ])
  })
})

describe('spreads', () => {
  it.each(['list.push(...more)', 'Math.max(...more, 1)', 'new Set(0, ...more)', 'f(\n...more)'])(
    'refuses %s',
    (code) => {
      expect(core({ 'plan/plan.ts': code })[0]).toContain(`spreads ${CORE}/plan/plan.ts`)
    },
  )

  it('lets arrays, objects and parameters spread, and tests do as they like', () => {
    const code = 'const f = (...more) => [...more, { ...more[0] }]'
    expect(core({ 'plan/plan.ts': code, 'plan/plan.test.ts': 'f(...[1])' })).toEqual([])
  })
})

describe('words', () => {
  it('refuses what two files declare by one name, and lets one file, and tests, have theirs', () => {
    const file = 'export interface Row {}\nclass Place {}'
    expect(core({ 'plan/a.ts': file, 'plan/b.ts': 'type Row = 1' })).toEqual([`words ${CORE}/plan/b.ts:1`])
    expect(
      core({ 'plan/a.ts': 'type Row = 1\ninterface Row {}', 'plan/a.test.ts': file, 'plan/sample-a.ts': file }),
    ).toEqual([])
  })
})

describe('same bits', () => {
  it.each(['Math.random()', 'Math.exp(x)', 'Math.tanh(x)', 'beta ** step', 'Math.pow(2, x)'])('refuses %s', (code) => {
    expect(core({ 'optimize/adam.ts': `export const y = ${code}` })).toEqual([`same bits ${CORE}/optimize/adam.ts:1`])
  })

  it('accepts what every engine rounds alike, and what only a comment says', () => {
    expect(
      core({ 'numerics/exp.ts': '/** as Math.exp */ const y = Math.sqrt(Math.fround(x)) * 2 ** 52 * 2 ** -1074' }),
    ).toEqual([])
  })
})

describe('dependencies', () => {
  const packageJson = (folder: string, lists: object) => broken({ [`${folder}/package.json`]: JSON.stringify(lists) })

  it('[PK3] lets core bring immer and ask for rxjs, nodes ask for core, and nothing else', () => {
    const published = { dependencies: { immer: 'catalog:published' }, peerDependencies: { rxjs: 'catalog:published' } }
    expect(packageJson('packages/core', published)).toEqual([])
    expect(packageJson('packages/core', { dependencies: { rxjs: 'catalog:' } })).toHaveLength(1)
    expect(packageJson('packages/nodes', { peerDependencies: { '@neurite/core': 'workspace:^' } })).toEqual([])
    expect(packageJson('packages/nodes', { dependencies: { '@neurite/core': 'workspace:*' } })).toHaveLength(1)
    expect(packageJson('packages/nodes', { dependencies: { rxjs: 'catalog:' } })).toHaveLength(1)
    expect(packageJson('packages/core', { peerDependencies: { 'fast-check': 'catalog:' } })).toHaveLength(1)
    expect(packageJson('packages/core', { devDependencies: { 'fast-check': 'catalog:' } })).toEqual([])
  })

  it('wants every version in the catalog', () => {
    expect(packageJson('packages/examples', { dependencies: { chalk: '^5.0.0' } })).toHaveLength(1)
  })
})

it('counts what it saw, so that a check of nothing is noticed', () => {
  const { modules, imports } = findProblems(new Map([[`${CORE}/flow/join.ts`, "import 'rxjs'\nimport './tap.ts'"]]))
  expect({ modules, imports }).toEqual({ modules: 1, imports: 2 })
  expect(findProblems(new Map())).toEqual({ problems: [], modules: 0, imports: 0 })
})
