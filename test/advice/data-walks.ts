/** What rows are refused for, and what is answered to them. */

import { dataset } from '@neurite/core'
import { load, save } from '@neurite/core/files'
import { binaryCrossEntropy, identity, neuron, sigmoid, standard } from '@neurite/nodes'
import { type Any, built, learning, made, rows, run, trained, type Walk } from './walk.ts'

const other = rows.map(({ input, target }) => ({ input, target: [1 - (target[0] as number)] }))
const saved = async (data = true) => save(await trained(), { data }).bytes()
const binary = () =>
  made(
    {},
    built((g) => g.loss(binaryCrossEntropy(), g.add('p', neuron(sigmoid), { from: 'x1' }))),
  )
const far = () => {
  const net = made(
    {},
    built((g, x) => g.outputs(g.add('p', line, { from: x, weights: [1e308, 1e308], bias: 0 }))),
  )
  return net
}
const line = neuron(identity)
const many = (shift: number) => Array.from({ length: 400 }, (_, n) => ({ input: [n, shift], target: [0.5] }))
/** Three trainings, each on other rows, and room for the data of one. */
async function crowded(bytes = 60_000) {
  const net = made({ history: { bytes } })
  for (const shift of [1, 2, 3]) await run(net, 1, many(shift))
  return net
}

export const dataWalks: readonly Walk[] = [
  {
    code: 'EMPTY_DATA',
    what: 'no rows',
    come: () => run(made(), 1, []),
    does: { 'give at least one row': () => run(made(), 1, [rows[0]]) },
  },
  {
    code: 'NOT_FINITE',
    what: 'NaN',
    come: () => run(made(), 1, [...rows, { input: [0, Number.NaN], target: [1] }]),
    does: {
      'leave the row out': () => run(made(), 1, rows),
      'fill in a number': () => run(made(), 1, [...rows, { input: [0, 0.5], target: [1] }]),
    },
  },
  {
    code: 'NOT_A_NUMBER',
    what: 'a text',
    come: () => made().predict(['0', '1'] as Any),
    does: { 'convert it to a number first': () => made().predict(['0', '1'].map(Number)) },
  },
  {
    code: 'MISSING_COLUMN',
    what: 'in a record',
    come: () => made().predict({ x1: 1 }),
    does: { 'give every input and target of the graph a value': () => made().predict({ x1: 1, x2: 0 }) },
  },
  {
    code: 'MISSING_COLUMN',
    what: 'of a graph that was changed',
    come: () => dataset(dataset(rows, learning()), wider()),
    does: {
      'this data was read for another graph, with other inputs or targets: where the graph is changed, begin a training on rows that suit it':
        () => run(made({}, wider()), 1, [{ input: [0, 1, 1], target: [1] }]),
    },
  },
  {
    code: 'UNKNOWN_COLUMN',
    what: 'in a record',
    come: () => made().predict({ x1: 1, x2: 0, x3: 1 }),
    does: {
      'leave it out': () => made().predict({ x1: 1, x2: 0 }),
      'correct its name': () => made().predict({ x1: 1, x2: 1 }),
    },
  },
  {
    code: 'MISSING_COLUMN',
    what: 'behind a byte order mark',
    come: () => made().predict({ '\ufeffx1': 1, x2: 0 } as Any),
    does: {
      'the name begins with a byte order mark: take it off the file first, text.replace(/^\\ufeff/, "")': () =>
        made().predict({ ['\ufeffx1'.replace(/^\ufeff/, '')]: 1, x2: 0 } as Any),
    },
  },
  {
    code: 'INVALID_TARGET',
    what: 'a half where 0 or 1 is meant',
    come: () => binary().learn({ input: [0, 1], target: [2] }),
    does: { 'give a probability, 0 to 1': () => binary().learn({ input: [0, 1], target: [1] }) },
  },
  {
    code: 'INVALID_ROW',
    what: 'without a target',
    come: () => made().learn([0, 1] as Any),
    does: {
      'give { input, target }, each an array of numbers': () => made().learn({ input: [0, 1], target: [1] }),
      'a record of numbers by node id': () => made().learn({ input: { x1: 0, x2: 1 }, target: { o: 1 } }),
    },
  },
  {
    code: 'INVALID_ROW',
    what: 'a whole row to be answered',
    come: () => made().predict(rows[0] as Any),
    does: {
      'give what stands in its input alone: net.predict(row.input)': () => rows.map((row) => made().predict(row.input)),
    },
  },
  {
    code: 'ANSWER_NOT_FINITE',
    what: 'huge weights',
    come: () => far().predict([1, 1]),
    does: {
      'scale the inputs': () => far().predict([0.1, 0.1]),
      'look at the weights on the way, which are too large for this row: net.snapshot.node(id)': () =>
        far().snapshot.node('p').weights.x1 === 1e308,
    },
  },
  {
    code: 'DATA_MISSING',
    what: 'saved without its data',
    come: async () => (await load(await saved(false), standard)).timeline.at(3),
    does: {
      'hand them in again: load the history with { data: [rows] }': async () =>
        (await load(await saved(false), standard, { data: [dataset(rows, learning())] })).timeline.at(3),
      'call train with them': async () => {
        const net = await load(await saved(false), standard)
        await run(net, 1)
        return net.timeline.at(3)
      },
      'give the history more bytes': async () => (await crowded(10_000_000)).timeline.at(1),
    },
  },
  {
    code: 'DATA_MISSING',
    what: 'let go for later ones',
    come: async () => (await crowded()).timeline.at(1),
    does: {
      'hand them in again: load the history with { data: [rows] }': async () => {
        const bytes = await save(await crowded(), { data: false }).bytes()
        const data = [1, 2, 3].map((shift) => dataset(many(shift), learning()))
        return (await load(bytes, standard, { data })).timeline.at(1)
      },
      'call train with them': async () => {
        const net = await crowded()
        await run(net, 1, many(1))
        return net.timeline.at(1)
      },
      'give the history more bytes': async () => (await crowded(10_000_000)).timeline.at(1),
    },
  },
  {
    code: 'DATA_CHANGED',
    what: 'other rows',
    come: async () => load(await saved(false), standard, { data: [dataset(other, learning())] }),
    does: {
      'hand in the very rows it was trained on, in their order': async () =>
        load(await saved(false), standard, { data: [dataset(rows, learning())] }),
    },
  },
]

function wider() {
  return built((g) => {
    g.inputs('x3')
    g.connect('x3', 'o')
    g.loss(binaryCrossEntropy(), 'o')
  })
}
