import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as node from '@neurite/core/node'
import * as nodes from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { MemoryLevel } from 'memory-level'
import * as rxjs from 'rxjs'
import { expect, test } from 'vitest'
import { namesIn, sentencesIn } from './advice/names.ts'
import { made, rows } from './advice/walk.ts'
import { builder } from './door/public-calls.ts'
import * as core from './doors.ts'

function* sources(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* sources(path)
    else if (/\.ts$/.test(path) && !/\.test\.ts$/.test(path)) yield path
  }
}

/** Every sentence of the packages. */
function* sentences(): Iterable<string> {
  for (const name of ['core', 'nodes']) {
    for (const path of sources(join(import.meta.dirname, `../packages/${name}/src`))) {
      yield* sentencesIn(path, readFileSync(path, 'utf8'))
    }
  }
}

test('[ER3] every name and call that a message writes is there, in the packages of today', async () => {
  const net = made()
  const step = net.learn(rows[0] as never)
  const level = new MemoryLevel()
  const kept = await core.persist(net, core.database(level as never), { every: Number.POSITIVE_INFINITY })
  const { timeline, graph, snapshot } = net
  const error = new core.NeuriteError([], { cause: 'a full disk' })
  // What a word means with something behind its dot; a word alone is a function.
  const things = {
    g: builder(),
    net,
    timeline,
    graph,
    snapshot,
    step,
    level,
    kept,
    error,
    row: rows[0],
    text: '',
    Object,
    process,
  }
  const handles = [net, timeline, core.walk(net, rows)]
  // What a page has in ClassicLevel’s place is installed by the tests of pages.
  const functions = {
    trim: String.prototype.trim,
    ...core,
    ...nodes,
    ...node,
    ...rxjs,
    ClassicLevel,
    BrowserLevel: ClassicLevel,
    indexedDb: node.folder,
  }
  const isThere = (name: string): boolean => {
    const [first, ...rest] = name.split('.') as [string, ...string[]]
    if (rest.length === 0) return first in functions || handles.some((handle) => first in handle)
    let at: unknown = things[first as keyof typeof things]
    for (const key of rest) {
      if (at === undefined || at === null || !(key in Object(at))) return false
      at = (at as Record<string, unknown>)[key]
    }
    return true
  }
  const named = new Set([...sentences()].flatMap(namesIn))
  expect(named.size).toBeGreaterThan(40)
  expect([...named].filter((name) => !isThere(name))).toEqual([])
  await kept.close()
})

test('[ER3] nothing is advised that no package has', () => {
  const absent =
    /leaky ?relu|\b[egs]elu\b|softsign|swish|clip the grad|decay the weights|dropout|batch ?norm|different delay/i
  expect([...sentences()].filter((text) => absent.test(text))).toEqual([])
})
