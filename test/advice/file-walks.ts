/** What files, databases and other forms from elsewhere are refused for. */

import { readFileSync } from 'node:fs'
import { neuron, sigmoid, squaredError, standard, zeros } from '@neurite/nodes'
import { MemoryLevel } from 'memory-level'
import { anotherCopy } from '../copy/another-copy.ts'
import * as core from '../doors.ts'
import { type Any, built, isSound, learning, made, run, trained, type Walk } from './walk.ts'

const { defineKind, edit, graph, fromJSON, toJSON, load, patch, persist, database, save, verify } = core
const json = () => toJSON(learning())
const older = () => load(readFileSync(new URL('../golden/v2/run.neurite', import.meta.url)), standard)
const saved = async () => save(await trained()).bytes()
const cut = async () => {
  const bytes = await saved()
  return bytes.slice(0, bytes.length - 5)
}
const biased = () => edit(learning(), (g) => g.set('o', { bias: 1 }))
/** A database whose disk is full until it is not. */
function full() {
  const level = new MemoryLevel() as Any
  const { batch } = level
  return {
    level,
    fill: () => (level.batch = () => Promise.reject(new Error('disk full'))),
    empty: () => (level.batch = batch),
  }
}
const ages = { every: Number.POSITIVE_INFINITY }
/** It answers 1/2 whatever it weighs, and gives back a gradient that its maker chose. */
const pulling = (by: number) =>
  defineKind({
    name: 'pulling',
    parameters: [{ name: 'weight', per: 'edge', start: zeros() }],
    forward: ({ output, batch }: Any) => void output.fill(0.5, 0, batch),
    backward: ({ gradients }: Any) => void gradients.weight.fill(by),
  } as Any)
async function opened(by: number) {
  const net = made(
    {},
    graph((g) => {
      g.loss(squaredError(), g.add('p', pulling(1), { from: g.inputs('x1') }))
    }),
  )
  for (let n = 0; n < 40; n++) net.learn({ input: [1], target: [1] })
  return load(await save(net).bytes(), { ...standard, pulling: () => pulling(by) } as Any)
}

export const fileWalks: readonly Walk[] = [
  {
    code: 'INVALID_FORMAT',
    what: 'a graph’s JSON that was changed',
    come: () => fromJSON({ ...json(), nodes: 3 } as Any, standard),
    does: { 'hand in what toJSON wrote, unchanged': () => fromJSON(json(), standard) },
  },
  {
    code: 'INVALID_FORMAT',
    what: 'a table with something else under a name',
    come: () => fromJSON(json(), { ...standard, neuron: sigmoid } as Any),
    does: { 'put there what wrote this, under that name': () => fromJSON(json(), standard) },
  },
  {
    code: 'INVALID_FORMAT',
    what: 'patches of another graph',
    come: () => patch(learning(), [{ op: 'replace', path: ['nodes', 'h9', 'bias'], value: 1 }]),
    does: { 'apply patches to the graph that they were made from': () => patch(learning(), biased().patches) },
  },
  {
    code: 'INVALID_FORMAT',
    what: 'a hand-made graph',
    come: () => core.validate({ ...learning(), nodes: [] } as Any),
    does: {
      'make graphs by graph(recipe)': () => isSound(learning()),
      'others of them by edit(graph, recipe)': () => isSound(biased().graph),
    },
  },
  {
    code: 'INVALID_FORMAT',
    what: 'bytes of something else',
    come: () => load(new TextEncoder().encode('{"format":"neurite/graph"}'), standard),
    does: {
      'hand in the bytes that save(net) gave, from the first on': async () => load(await saved(), standard),
    },
  },
  {
    code: 'NEWER_FORMAT',
    what: 'a graph of a later version',
    come: () => fromJSON({ ...json(), version: 99 } as Any, standard),
    // A package that knows the version reads it.
    does: { 'update @neurite/core to read it': () => fromJSON({ ...json() }, standard) },
  },
  {
    code: 'TIMELINE_DAMAGED',
    what: 'a file that was cut',
    come: async () => load(await cut(), standard),
    does: {
      'read it with { recover: true } to get all that is sound': async () =>
        (await load(await cut(), standard, { recover: true })).timeline.recovered !== null,
      'onDamage is told what is not': async () => {
        const told: unknown[] = []
        await load(await cut(), standard, { recover: true, onDamage: (damage: unknown) => told.push(damage) })
        return told.length > 0
      },
    },
  },
  {
    code: 'TIMELINE_DAMAGED',
    what: 'recovered already, with nothing left',
    come: async () => load((await saved()).slice(0, 60), standard, { recover: true }),
    does: {
      'take another copy of it, since in this one nothing is left to begin with': async () =>
        load(await saved(), standard),
    },
  },
  {
    code: 'TOO_LARGE',
    what: 'a limit that was stated',
    come: async () => load(await saved(), standard, { maxBytes: 100 }),
    does: {
      'give { maxBytes } if you trust where it comes from': async () =>
        load(await saved(), standard, { maxBytes: 1e7 }),
    },
  },
  {
    code: 'STATE_DIFFERS',
    what: 'other definitions under the same names',
    come: async () => verify(await opened(2)),
    does: {
      'load it with the definitions it was made with': async () => verify(await opened(1)),
      'look at steps before that': async () => (await opened(2)).timeline.at(0),
    },
  },
  {
    code: 'STORE_IN_USE',
    what: 'two networks in one place',
    come: async () => {
      const level = new MemoryLevel()
      const kept = await persist(made(), database(level), ages)
      try {
        await persist(made(), database(level), ages)
      } finally {
        await kept.close()
      }
    },
    does: {
      'go on with what is kept there by load(place, definitions) once nobody writes it': async () => {
        const level = new MemoryLevel()
        await (await persist(await trained(), database(level), ages)).close()
        const net = await load(database(level), standard)
        const kept = await persist(net, database(level), ages)
        await run(net)
        await kept.close()
        return kept.step === 18
      },
      'choose another prefix': async () => {
        const level = new MemoryLevel()
        const kept = [
          await persist(made(), database(level), ages),
          await persist(made(), database(level, { prefix: 'second/' }), { ...ages }),
        ]
        for (const each of kept) await each.close()
      },
      database: async () => {
        const kept = [
          await persist(made(), database(new MemoryLevel()), ages),
          await persist(made(), database(new MemoryLevel()), ages),
        ]
        for (const each of kept) await each.close()
      },
    },
  },
  {
    code: 'STORE_FAILED',
    what: 'a full disk',
    come: async () => {
      const { level, fill, empty } = full()
      const net = made()
      const kept = await persist(net, database(level), ages)
      await run(net)
      fill()
      try {
        await kept.flush()
      } finally {
        empty()
        await kept.close()
      }
    },
    does: {
      'see error.cause and make room; the next flush writes all that is missing': async () => {
        const { level, fill, empty } = full()
        const net = made()
        const kept = await persist(net, database(level), ages)
        await run(net)
        fill()
        const error = await kept.flush().catch((error: unknown) => error)
        empty()
        await kept.flush()
        await kept.close()
        return (
          (error as Any).cause.message === 'disk full' && (await load(database(level), standard)).timeline.step === 6
        )
      },
      'if that fails as well, close the database and open it again': async () => {
        const { level, fill, empty } = full()
        const net = made()
        const kept = await persist(net, database(level), ages)
        await run(net)
        fill()
        await kept.flush().catch(() => {})
        await kept.flush().catch(() => {})
        empty()
        await level.close()
        await level.open()
        await kept.close()
      },
    },
  },
  {
    code: 'STORE_UNAVAILABLE',
    what: 'a database that was closed',
    come: async () => {
      const level = new MemoryLevel()
      const net = made()
      const kept = await persist(net, database(level), ages)
      await run(net)
      await level.close()
      try {
        await kept.flush()
      } finally {
        await level.open()
        await kept.close()
      }
    },
    does: {
      'await level.open(), and close it after kept.close()': async () => {
        const level = new MemoryLevel()
        const net = made()
        const kept = await persist(net, database(level), ages)
        await run(net)
        await level.close()
        await level.open()
        await kept.close()
        const again = await load(database(level), standard)
        await level.close()
        return again.timeline.step === 6
      },
    },
  },
  {
    code: 'ORDER_CHANGED',
    what: 'a step of format version 2 that was not kept',
    come: async () => (await older()).timeline.at({ branch: 'other', step: 70 }),
    does: {
      'look at step 63, which is kept': async () => (await older()).timeline.at({ branch: 'other', step: 63 }),
      'or train on from where it stands: what comes then can be done again': async () => {
        const net = await older()
        const { step } = net.learn({ input: [1, 0, 1], target: [1, 0, 1] })
        net.learn({ input: [0, 0, 1], target: [1, 0, 1] })
        return net.timeline.at(step).step === step
      },
    },
  },
  {
    code: 'NOTHING_KEPT',
    what: 'an empty database',
    come: () => load(database(new MemoryLevel()), standard),
    does: {
      'begin one: await persist(net, place)': async () => {
        const level = new MemoryLevel()
        await (await persist(made(), database(level), ages)).close()
        return load(database(level), standard)
      },
    },
  },
  {
    code: 'GRAPH_DIFFERS',
    what: 'a history of another graph',
    come: async () =>
      load(await saved(), standard, { like: built((g) => g.add('h', neuron(sigmoid), { from: 'x1' })) }),
    does: {
      'load it without { like }: then any text is an id': async () => load(await saved(), standard),
      'hand in the graph that it was last changed to': async () => load(await saved(), standard, { like: learning() }),
    },
  },
  {
    code: 'FOREIGN_COPY',
    what: 'a snapshot of another copy',
    come: async () => made().restore((await theirs()).snapshot as Any),
    does: {
      'load one copy: `npm ls @neurite/core` lists them, and import and require load one each': () => {
        const net = made()
        net.restore(made().snapshot)
      },
      'carry it over as JSON': async () =>
        made().restore(core.fromJSON((await anotherCopy()).toJSON((await theirs()).snapshot), standard)),
      'as a file': async () => load(await (await anotherCopy()).save(await theirs()).bytes(), standard),
    },
  },
]

async function theirs() {
  const copy = await anotherCopy()
  return copy.network(
    built((g) => g.loss(squaredError(), 'o')),
    { optimizer: copy.sgd({ learningRate: 0.5 }), seed: 1 },
  )
}
