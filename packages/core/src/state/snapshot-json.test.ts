import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graph } from '../graph/compose/builder.ts'
import { ids } from '../graph/value/ids.ts'
import { sgd } from '../optimize/sgd.ts'
import { randomGraph } from '../testing/random-graph.ts'
import { refusal } from '../testing/refusal.ts'
import { fingerprint } from './fingerprint.ts'
import { type ParameterStore, storeOf } from './parameter-store.ts'
import { halfSquare, linear, product, table, withoutBias, workedGraph } from './sample-network.ts'
import { OwnSnapshot, type Snapshot } from './snapshot.ts'
import { snapshotFromJSON } from './snapshot-from-json.ts'
import { snapshotToJSON } from './snapshot-to-json.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

const optimizer = sgd({ learningRate: 0.9, momentum: 0.5 })
const NUMBERS = [0, -0, 5e-324, -2.5e-310, 1e308, -1e308, Math.PI, 1 / 3, 1, -1, 2.2250738585072014e-308]
const run = { data: 'abc', batchSize: 2, shuffle: true, firstEpoch: 0, epochs: 3 }

function midway(): Snapshot {
  return nextSnapshot(initialSnapshot({ graph: workedGraph(), optimizer, seed: -3 }), {
    parameters: storeOf(Float64Array.from(NUMBERS)),
    slots: { velocity: storeOf(Float64Array.from(NUMBERS).reverse()) },
    hyperparameters: { learningRate: 0.1 + 0.2, momentum: 5e-324, nesterov: true },
    step: 12,
    cursor: { epoch: 2, batch: 3, run },
  })
}

/** The JSON of `midway`, with some of it changed. */
function damaged(change: (json: Record<string, unknown>) => void): unknown {
  const json = JSON.parse(JSON.stringify(midway()))
  change(json)
  return json
}

const read = (json: unknown) => snapshotFromJSON(json, table)

describe('a snapshot as JSON', () => {
  test('[ST8] comes back without losing a bit, as a value and as text', () => {
    const snapshot = midway()
    for (const json of [snapshotToJSON(snapshot), snapshot.toJSON(), JSON.stringify(snapshot)]) {
      const back = read(json)
      expect(back).toBeInstanceOf(OwnSnapshot)
      expect(back.parameters.equals(snapshot.parameters)).toBe(true)
      expect(back.slots.velocity?.equals(snapshot.slots.velocity as ParameterStore)).toBe(true)
      for (const field of ['optimizer', 'hyperparameters', 'seed', 'step', 'cursor'] as const) {
        expect(back[field]).toEqual(snapshot[field])
      }
      expect(fingerprint(back)).toBe(fingerprint(snapshot))
      expect(back.node('h4')).toEqual(snapshot.node('h4'))
    }
  })

  test('[ST8] any numbers come back, NaN and infinity too', () => {
    fc.assert(
      fc.property(fc.float64Array({ minLength: 11, maxLength: 11 }), (values) => {
        const snapshot = nextSnapshot(midway(), { parameters: storeOf(values) })
        expect(read(JSON.stringify(snapshot)).parameters.equals(snapshot.parameters)).toBe(true)
      }),
    )
  })

  test('[ST8] what is read is as frozen as what was made, and writes the same text again', () => {
    const text = JSON.stringify(midway())
    const back = read(text)
    expect(
      [back, back.graph, back.cursor, back.cursor.run, back.slots, back.hyperparameters].every(Object.isFrozen),
    ).toBe(true)
    expect(JSON.stringify(back)).toBe(text)
  })

  test('[ST8] a −0 where JSON knows none is a 0 from the start: start values, hyperparameters, seed', () => {
    const g = graph((g) => g.add('o', linear, { from: g.inputs('x'), weights: [-0], bias: -0 }))
    const snapshot = nextSnapshot(initialSnapshot({ graph: g, optimizer, seed: -0 }), {
      hyperparameters: { learningRate: 0.9, momentum: -0 },
      step: -0,
    })
    const back = read(JSON.stringify(snapshot))
    expect(fingerprint(back)).toBe(fingerprint(snapshot))
    expect(back.parameters.equals(snapshot.parameters)).toBe(true)
    expect(snapshot.hyperparameters.momentum).toBe(0)
  })

  test('[ST8] graphs of one’s own kinds, ids like numbers and no parameters at all pass', () => {
    const g = graph((g) => {
      const x = g.inputs('10', '2', 'y')
      g.add('1', product, { from: x })
    })
    const snapshot = initialSnapshot({ graph: g, optimizer: sgd({ learningRate: 1 }), seed: 0 })
    expect(fingerprint(read(JSON.stringify(snapshot)))).toBe(fingerprint(snapshot))
  })

  test('[ST8] random graphs with numbers at their start keep their fingerprint', () => {
    for (let seed = 0; seed < 50; seed++) {
      const g = randomGraph(seed, { kinds: [linear, withoutBias, product], losses: [halfSquare] })
      const snapshot = initialSnapshot({ graph: g, optimizer, seed })
      expect(fingerprint(read(JSON.stringify(snapshot))), `seed ${seed}`).toBe(fingerprint(snapshot))
    }
  })

  test('[ST8] an operator on an edge is refused when writing', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.add('o', linear)
      g.connect('x', 'o', { through: (source) => source })
    })
    const snapshot = initialSnapshot({ graph: g, optimizer, seed: 0 })
    expect(refusal(() => JSON.stringify(snapshot)).code).toBe('THROUGH_NOT_JSON')
  })
})

describe('what cannot be read', () => {
  test.each([
    ['a number', 3, 'snapshot'],
    ['null', null, 'snapshot'],
    ['a list', [], 'snapshot'],
    ['another format', damaged((json) => Object.assign(json, { format: 'neurite/graph' })), 'format'],
    ['no format', damaged((json) => Reflect.deleteProperty(json, 'format')), 'format'],
    ['a version 0', damaged((json) => Object.assign(json, { version: 0 })), 'version'],
    ['a version as text', damaged((json) => Object.assign(json, { version: '1' })), 'version'],
    ['no parameters', damaged((json) => Reflect.deleteProperty(json, 'parameters')), 'parameters'],
    ['parameters as a list', damaged((json) => Object.assign(json, { parameters: [1] })), 'parameters'],
    ['slots as a list', damaged((json) => Object.assign(json, { slots: [] })), 'slots'],
    ['a slot that is no text', damaged((json) => Object.assign(json, { slots: { velocity: 1 } })), 'slots.velocity'],
    ['a step below 0', damaged((json) => Object.assign(json, { step: -1 })), 'step'],
    ['a seed as text', damaged((json) => Object.assign(json, { seed: '1' })), 'seed'],
    ['an optimizer without name', damaged((json) => Object.assign(json, { optimizer: {} })), 'optimizer.name'],
    [
      'a hyperparameter that is null',
      damaged((json) => Object.assign(json, { hyperparameters: { learningRate: null } })),
      'hyperparameters.learningRate',
    ],
    ['no cursor', damaged((json) => Reflect.deleteProperty(json, 'cursor')), 'cursor'],
    ['half a batch', damaged((json) => Object.assign(json.cursor as object, { batch: 0.5 })), 'cursor.batch'],
    [
      'half a run',
      damaged((json) => Object.assign(json.cursor as object, { run: { ...run, shuffle: 1 } })),
      'cursor.run.shuffle',
    ],
    [
      'a run without data',
      damaged((json) => Object.assign(json.cursor as object, { run: { ...run, data: 7 } })),
      'cursor.run.data',
    ],
    ['a run left out', damaged((json) => Reflect.deleteProperty(json.cursor as object, 'run')), 'cursor.run'],
    ['no checksum', damaged((json) => Reflect.deleteProperty(json, 'checksum')), 'checksum'],
  ])('[ST9] %s is refused, naming the field', (_, json, field) => {
    expect(refusal(() => read(json))).toMatchObject({ code: 'INVALID_FORMAT', place: { field } })
  })

  test('[ST9] text that is no JSON is refused', () => {
    expect(refusal(() => read('{"format":')).message).toMatch('INVALID_FORMAT: this text is no JSON')
  })

  test('[ST9] damaged numbers are refused at the first character that is wrong', () => {
    const json = damaged((json) => Object.assign(json, { parameters: `AA*A${String(json.parameters).slice(4)}` }))
    expect(refusal(() => read(json))).toMatchObject({ code: 'INVALID_FORMAT', place: { field: 'parameters', at: 2 } })
  })

  test('[ST9] a newer version is refused as newer', () => {
    const json = damaged((json) => Object.assign(json, { version: 3 }))
    expect(refusal(() => read(json))).toMatchObject({
      code: 'NEWER_FORMAT',
      place: { format: 'neurite/snapshot', version: '3' },
    })
  })

  test('[ST9] too few numbers for the graph are refused, naming the field', () => {
    const short = damaged((json) => Object.assign(json, { parameters: 'AAAAAAAA8D8=' }))
    expect(refusal(() => read(short))).toMatchObject({ code: 'WRONG_LENGTH', place: { field: 'parameters' } })
    const slot = damaged((json) => Object.assign(json, { slots: { velocity: '' } }))
    expect(refusal(() => read(slot))).toMatchObject({ code: 'WRONG_LENGTH', place: { field: 'slots.velocity' } })
  })

  test.each([
    ['another step', (json: Record<string, unknown>) => Object.assign(json, { step: 13 })],
    ['another seed', (json: Record<string, unknown>) => Object.assign(json, { seed: 4 })],
    [
      'another rate',
      (json: Record<string, unknown>) => Object.assign(json.hyperparameters as object, { learningRate: 0.3 }),
    ],
    ['another optimizer', (json: Record<string, unknown>) => Object.assign(json, { optimizer: 'sgd' })],
    ['another epoch', (json: Record<string, unknown>) => Object.assign(json.cursor as object, { epoch: 3 })],
    [
      'another run',
      (json: Record<string, unknown>) => Object.assign(json.cursor as object, { run: { ...run, epochs: 4 } }),
    ],
    ['no run', (json: Record<string, unknown>) => Object.assign(json.cursor as object, { run: null })],
    ['a slot less', (json: Record<string, unknown>) => Object.assign(json, { slots: {} })],
    [
      'a slot exchanged',
      (json: Record<string, unknown>) => Object.assign(json, { slots: { velocity: json.parameters } }),
    ],
    [
      'one bit of a weight',
      (json: Record<string, unknown>) => Object.assign(json, { parameters: flipped(String(json.parameters)) }),
    ],
    [
      'one digit of the checksum',
      (json: Record<string, unknown>) => Object.assign(json, { checksum: `x${json.checksum}` }),
    ],
  ])('[ST9] %s fails the checksum', (_, change) => {
    expect(refusal(() => read(damaged(change)))).toMatchObject({ code: 'INVALID_FORMAT', place: { field: 'checksum' } })
  })

  test('[ST9] a kind that the table has not is refused by the graph', () => {
    const { linear: _, ...rest } = table
    expect(refusal(() => snapshotFromJSON(midway().toJSON(), rest)).code).toMatch(/^UNKNOWN_/)
  })
})

function flipped(text: string): string {
  return `${text.slice(0, 20)}${text[20] === 'A' ? 'B' : 'A'}${text.slice(21)}`
}

describe('a very large one', () => {
  test('[ST41] more than a million numbers stand in several texts, and come back', () => {
    const g = graph((g) => void g.add(ids('h', 1100), linear, { from: g.inputs(ids('x', 1000)) }))
    const snapshot = initialSnapshot({ graph: g, optimizer: sgd({ learningRate: 1, momentum: 0.5 }), seed: 1 })
    const json = snapshotToJSON(snapshot)
    expect(json.version).toBe(2)
    expect(json.parameters).toHaveLength(2)
    for (const given of [json, JSON.stringify(json)]) expect(fingerprint(read(given))).toBe(fingerprint(snapshot))
  })

  test('[ST41] a piece that breaks off is refused, and so is one that is missing', () => {
    const json = snapshotToJSON(midway())
    const text = json.parameters as string
    const pieces = [text.slice(0, 32), text.slice(32)]
    expect(fingerprint(read({ ...json, version: 2, parameters: pieces }))).toBe(fingerprint(midway()))
    expect(refusal(() => read({ ...json, parameters: [text.slice(0, 31), text.slice(31)] })).code).toBe(
      'INVALID_FORMAT',
    )
    expect(refusal(() => read({ ...json, parameters: [text.slice(0, 32)] })).code).toBe('WRONG_LENGTH')
  })
})
