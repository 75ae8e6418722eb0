import { describe, expect, test } from 'vitest'
import { threeTwoOne } from '../flow/sample-graphs.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { randomGraph } from '../testing/random-graph.ts'
import { refusal } from '../testing/refusal.ts'
import { applyDiff } from './apply-diff.ts'
import { carry } from './carry.ts'
import { diff } from './diff.ts'
import { fingerprint } from './fingerprint.ts'
import { ParameterStore } from './parameter-store.ts'
import { reverseDiff } from './reverse-diff.ts'
import { kinds, randomEdit, trained } from './sample-edits.ts'
import { halfSquare } from './sample-network.ts'
import type { Snapshot } from './snapshot.ts'
import { checksum } from './snapshot-to-json.ts'
import { initialSnapshot, nextSnapshot } from './update.ts'

const seeds = Array.from({ length: 40 }, (_, seed) => seed)
const drawn = (seed: number) => randomGraph(seed, { kinds, losses: [halfSquare] })
const worked = (seed = 1): Snapshot => initialSnapshot({ graph: threeTwoOne(), optimizer: adam(), seed })

/** Applied forward and back, a diff leads to the state of either side; the checksum counts the run too. */
function expectBothWays(before: Snapshot, after: Snapshot, message = ''): void {
  const change = diff(before, after)
  const there = applyDiff(before, change)
  expect(fingerprint(there), message).toBe(fingerprint(after))
  expect(checksum(there), message).toBe(checksum(after))
  expect(there.parameters.equals(after.parameters), message).toBe(true)
  expect(checksum(applyDiff(there, reverseDiff(change))), message).toBe(checksum(before))
  expect(reverseDiff(reverseDiff(change)), message).toEqual(change)
}

describe('applyDiff and reverseDiff', () => {
  test('[DI11] a step is gone forward and back, on any graph', () => {
    for (const seed of seeds) {
      const before = trained(drawn(seed), seed)
      const { graph } = before
      const first = initialSnapshot({ graph, optimizer: adam(), seed })
      expectBothWays(first, before, `seed ${seed}`)
      const values = before.parameters.slice()
      values[0] = (values[0] ?? 0) + 1
      const parameters = ParameterStore.copyOf(values)
      expectBothWays(before, nextSnapshot(before, { parameters, step: 2 }), `seed ${seed}, one parameter`)
    }
  })

  test('[DI11] so is an edit, or several', () => {
    for (const seed of seeds) {
      const before = trained(drawn(seed), seed)
      let after = before
      for (let k = 0; k < 3; k++) {
        const { graph } = randomEdit(after.graph, 3 * seed + k)
        after = nextSnapshot(after, { graph, ...carry(after, graph) })
        expectBothWays(before, after, `seed ${seed}, edit ${k}`)
      }
    }
  })

  test('[DI11] no bit is lost: −0, NaN, infinities and denormals', () => {
    const odd = [-0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 1e-310, 0, Number.NEGATIVE_INFINITY]
    const before = worked()
    for (let count = 1; count <= odd.length; count++) {
      const values = before.parameters.slice()
      values.set(odd.slice(0, count), 2)
      const parameters = ParameterStore.copyOf(values)
      const slots = { ...before.slots, firstMoment: parameters }
      const after = nextSnapshot(before, { parameters, slots })
      expectBothWays(before, after, `${count}`)
      const there = applyDiff(before, diff(before, after)).parameters.slice()
      odd.slice(0, count).forEach((value, k) => {
        expect(Object.is(there[2 + k], value)).toBe(true)
      })
    }
  })

  test('[DI11] another optimizer, seed, rate and run are gone to and fro, slots that come or go included', () => {
    const before = worked()
    const run = { data: 'd', batchSize: 2, shuffle: true, firstEpoch: 0, epochs: null }
    const other = initialSnapshot({ graph: before.graph, optimizer: sgd({ learningRate: 1, momentum: 0.5 }), seed: 2 })
    expect(Object.keys(other.slots)).not.toEqual(Object.keys(before.slots))
    expectBothWays(before, nextSnapshot(other, { step: 3, cursor: { epoch: 4, batch: 5, run } }))
    expectBothWays(before, nextSnapshot(before, { cursor: { ...before.cursor, run } }))
    const odd = { constructor: before.parameters } as unknown as Snapshot['slots']
    expectBothWays(before, nextSnapshot(before, { slots: odd }))
  })

  test('[DI11] where nothing changed, the snapshot is handed back; what did not change is shared', () => {
    const before = worked()
    expect(applyDiff(before, diff(before, worked()))).toBe(before)
    const there = applyDiff(before, diff(before, nextSnapshot(before, { step: 1 })))
    expect(there.parameters).toBe(before.parameters)
    expect(there.slots).toBe(before.slots)
    expect(there.graph).toBe(before.graph)
  })

  test('[DI11] reversed, a diff is the diff of the other direction', () => {
    for (const seed of seeds) {
      const before = trained(drawn(seed), seed)
      const parameters = ParameterStore.copyOf(before.parameters.slice().map((value, k) => value + (k % 3) - 1))
      const after = nextSnapshot(before, { parameters, step: 7 })
      expect(reverseDiff(diff(before, after))).toEqual(diff(after, before))
    }
  })

  test('[DI12] a snapshot in any other state than the one before is refused, and nothing is made', () => {
    const before = worked()
    const after = nextSnapshot(before, { step: 1 })
    const change = diff(before, after)
    const run = { data: 'd', batchSize: 2, shuffle: true, firstEpoch: 0, epochs: 1 }
    for (const other of [after, worked(2), nextSnapshot(before, { cursor: { ...before.cursor, run } })]) {
      expect(refusal(() => applyDiff(other, change))).toMatchObject({
        code: 'DIFF_MISMATCH',
        place: { has: checksum(other), wants: checksum(before) },
      })
    }
    expect(refusal(() => applyDiff(before, reverseDiff(change))).code).toBe('DIFF_MISMATCH')
    expect(checksum(applyDiff(worked(), change))).toBe(checksum(after))
  })
})
