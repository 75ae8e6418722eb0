import { Immer, produce, setAutoFreeze } from 'immer'
import { describe, expect, test } from 'vitest'
import type { Optimizer } from '../optimize/optimizer.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import type { Cursor } from './cursor.ts'
import { fingerprint } from './fingerprint.ts'
import { initialParameters } from './initial.ts'
import { storeOf } from './parameter-store.ts'
import { workedGraph } from './sample-network.ts'
import { OwnSnapshot, type Snapshot } from './snapshot.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

const optimizer: Optimizer = sgd({ learningRate: 0.9, momentum: 0.5 })
const first = () => initialSnapshot({ graph: workedGraph(), optimizer, seed: 1 })
const filled = (value: number) => storeOf(new Float64Array(11).fill(value))
const run = { data: 'abc', batchSize: 2, shuffle: true, firstEpoch: 0, epochs: 3 }

function next(previous: Snapshot, cursor: Cursor = { epoch: 0, batch: 1, run }): Snapshot {
  return nextSnapshot(previous, {
    parameters: filled(1),
    slots: { velocity: filled(2) },
    step: previous.step + 1,
    cursor,
  })
}

/** Everything one can get at from here by properties, prototypes apart. */
function reachable(root: unknown): object[] {
  const found = new Set<object>()
  const waiting: unknown[] = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null || found.has(value)) continue
    found.add(value)
    for (const key of Reflect.ownKeys(value)) waiting.push(Reflect.get(value, key))
  }
  return [...found]
}

describe('snapshots', () => {
  test('[ST7] the first has the start parameters, the optimizer’s slots, step 0 and a cursor before the first row', () => {
    const snapshot = first()
    expect(snapshot).toBeInstanceOf(OwnSnapshot)
    expect(snapshot.parameters.slice()).toEqual(initialParameters(snapshot.graph, 1))
    expect(snapshot.slots.velocity?.slice()).toEqual(new Float64Array(11))
    expect(snapshot.optimizer).toEqual({ name: 'sgd', options: { learningRate: 0.9, momentum: 0.5, nesterov: false } })
    expect(snapshot.hyperparameters).toEqual({ learningRate: 0.9, momentum: 0.5, nesterov: false })
    expect([snapshot.seed, snapshot.step, snapshot.cursor]).toEqual([1, 0, { epoch: 0, batch: 0, run: null }])
  })

  test('[ST7] the next has what is given, and shares the rest by reference', () => {
    const before = first()
    const after = next(before)
    expect(after).toBeInstanceOf(OwnSnapshot)
    expect([after.parameters.at(0), after.slots.velocity?.at(0), after.step]).toEqual([1, 2, 1])
    expect(after.node('o6')).toEqual({ id: 'o6', kind: 'linear', bias: 1, weights: { h4: 1, h5: 1 } })
    for (const field of ['graph', 'optimizer', 'hyperparameters'] as const) expect(after[field]).toBe(before[field])
    expect(before.node('o6').bias).toBe(0.1)
    expect(before.step).toBe(0)
  })

  test('[ST7] changed hyperparameters stand in the next snapshot, the optimizer’s reference stays as it was made', () => {
    const before = first()
    const after = nextSnapshot(before, { hyperparameters: { ...before.hyperparameters, learningRate: 0.1 } })
    expect(after.hyperparameters).toEqual({ learningRate: 0.1, momentum: 0.5, nesterov: false })
    expect(after.optimizer).toBe(before.optimizer)
    expect(before.hyperparameters.learningRate).toBe(0.9)
  })

  test('[ST7] counts that do not suit the graph are refused, and so is what is no step, seed, cursor or hyperparameter', () => {
    const before = first()
    const short = storeOf(new Float64Array(10))
    expect(refusal(() => nextSnapshot(before, { parameters: short }))).toMatchObject({
      code: 'WRONG_LENGTH',
      place: { field: 'parameters' },
    })
    expect(refusal(() => nextSnapshot(before, { slots: { velocity: short } })).place).toEqual({
      field: 'slots.velocity',
    })
    for (const change of [
      { step: -1 },
      { step: 0.5 },
      { seed: Number.NaN },
      { cursor: { epoch: -1, batch: 0, run: null } },
      { cursor: { epoch: 0, batch: 0.5, run: null } },
      { hyperparameters: { learningRate: Number.POSITIVE_INFINITY } },
      { hyperparameters: { learningRate: '1' as unknown as number } },
    ]) {
      expect(refusal(() => nextSnapshot(before, change)).code).toBe('INVALID_OPTION')
    }
    expect(refusal(() => initialSnapshot({ graph: workedGraph(), optimizer, seed: 1.5 })).code).toBe('INVALID_OPTION')
    const forgetful: Optimizer = { ...optimizer, init: () => [] }
    expect(refusal(() => initialSnapshot({ graph: workedGraph(), optimizer: forgetful, seed: 1 })).code).toBe(
      'WRONG_LENGTH',
    )
  })
})

describe('nobody can change a snapshot', () => {
  test('[ST12] everything reachable is frozen', () => {
    for (const snapshot of [first(), next(first())]) {
      const open = reachable(snapshot).filter((value) => !Object.isFrozen(value))
      expect(open).toEqual([])
    }
  })

  test('[ST12] assigning, adding, deleting, redefining and pushing are refused everywhere', () => {
    const snapshot = next(first())
    const before = fingerprint(snapshot)
    for (const value of reachable(snapshot)) {
      for (const key of Reflect.ownKeys(value)) {
        expect(Reflect.set(value, key, 77), String(key)).toBe(false)
        expect(Reflect.deleteProperty(value, key), String(key)).toBe(false)
        expect(Reflect.defineProperty(value, key, { value: 77 }), String(key)).toBe(false)
      }
      expect(Reflect.set(value, 'added', 0)).toBe(false)
      expect(Reflect.setPrototypeOf(value, {})).toBe(false)
      if (Array.isArray(value)) expect(() => value.push(0)).toThrow(TypeError)
    }
    expect(fingerprint(snapshot)).toBe(before)
  })

  test('[ST12] what was handed in may be written afterwards without harm', () => {
    const parameters = new Float64Array(11).fill(1)
    const cursor = Object.freeze({ epoch: 0, batch: 1, run: { ...run } })
    const hyperparameters = { learningRate: 0.1, momentum: 0.5, nesterov: false }
    const store = storeOf(parameters)
    const snapshot = nextSnapshot(first(), { parameters: store, cursor, hyperparameters })
    const before = fingerprint(snapshot)
    parameters.fill(9)
    cursor.run.epochs = 99
    hyperparameters.learningRate = 99
    expect(fingerprint(snapshot)).toBe(before)
    expect(snapshot.cursor.run?.epochs).toBe(3)
  })

  test('[ST12] options of an optimizer that were left open are copied', () => {
    const options = { learningRate: 1, deep: { list: [1, 2] } }
    const loose: Optimizer = { ...optimizer, name: 'loose', options: Object.freeze(options) }
    const snapshot = initialSnapshot({ graph: workedGraph(), optimizer: loose, seed: 1 })
    options.deep.list.push(3)
    expect(snapshot.optimizer).toEqual({ name: 'loose', options: { learningRate: 1, deep: { list: [1, 2] } } })
    expect(reachable(snapshot.optimizer).every(Object.isFrozen)).toBe(true)
  })

  test('[ST12] arrays handed out are copies', () => {
    const snapshot = next(first())
    const before = fingerprint(snapshot)
    snapshot.parameters.slice().fill(9)
    snapshot.slots.velocity?.slice().fill(9)
    const target = new Float64Array(11)
    snapshot.parameters.copyInto(target)
    target.fill(9)
    expect(fingerprint(snapshot)).toBe(before)
  })

  test('[ST13] a draft of it gives another snapshot and leaves this one alone', () => {
    const snapshot = next(first())
    const before = fingerprint(snapshot)
    const other = produce(snapshot, (draft) => {
      draft.step = 77
      draft.cursor.epoch = 5
      const node = draft.graph.nodes.h4 as { bias: number; inputs: string[] }
      node.bias = 9
      node.inputs.push('x9')
      draft.slots.more = filled(0)
    })
    expect(other).toBeInstanceOf(OwnSnapshot)
    expect([other.step, snapshot.step]).toEqual([77, 1])
    expect(fingerprint(snapshot)).toBe(before)
    expect(snapshot.graph.nodes.h4?.inputs).toEqual(['x1', 'x2', 'x3'])
  })

  test('[ST13] inside a draft a store is the store itself, and as closed as ever', () => {
    const snapshot = next(first())
    const before = fingerprint(snapshot)
    produce(snapshot, (draft) => {
      expect(draft.parameters).toBe(snapshot.parameters)
      expect(Reflect.set(draft.parameters, '0', 9)).toBe(false)
      draft.parameters.slice().fill(9)
    })
    expect(fingerprint(snapshot)).toBe(before)
  })

  test('[ST13] an application that turns Immer’s freezing off does not thaw snapshots', () => {
    setAutoFreeze(false)
    try {
      expect(reachable(next(first())).filter((value) => !Object.isFrozen(value))).toEqual([])
    } finally {
      setAutoFreeze(true)
    }
  })

  test('[ST13] a draft of one’s own Immer cannot write what is shared', () => {
    const snapshot = next(first())
    const before = fingerprint(snapshot)
    const loose = new Immer({ autoFreeze: false })
    const other = loose.produce(snapshot, (draft) => {
      draft.step = 9
    })
    expect(() => Object.assign(other.cursor, { epoch: 9 })).toThrow(TypeError)
    expect(fingerprint(snapshot)).toBe(before)
  })
})
