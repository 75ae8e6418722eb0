import { describe, expect, test } from 'vitest'
import { dataset } from '../data/dataset.ts'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { random } from '../numerics/random.ts'
import type { Run } from '../state/cursor.ts'
import { type BatchAction, cursorAt, Rows, rowsAt, type StepAction } from './action.ts'

const data = dataset(bitRows(8, 3), layers([3, 3, 1]))
const run: Run = { data: data.fingerprint, batchSize: 3, shuffle: true, firstEpoch: 2, epochs: 2 }

describe('where a run stands', () => {
  test('[CH16] is counted from where it began or went on, batch by batch, until its last epoch is over', () => {
    const action: BatchAction = { type: 'batch', data, run, at: { epoch: 2, batch: 1, run } }
    const places = Array.from({ length: 8 }, (_, offset) => cursorAt(action, offset))
    expect(places.map(({ epoch, batch, run }) => [epoch, batch, run !== null])).toEqual([
      [2, 1, true],
      [2, 2, true],
      [3, 0, true],
      [3, 1, true],
      [3, 2, true],
      [4, 0, false],
      [4, 1, false],
      [4, 2, false],
    ])
    expect(places.slice(0, 3).map((cursor) => rowsAt(action, cursor))).toEqual([3, 2, 3])
  })

  test('[CH16] a run without end has none, and rows that come along leave it where it was', () => {
    const endless = { ...run, epochs: null }
    const action: BatchAction = { type: 'batch', data, run: endless, at: { epoch: 2, batch: 0, run: endless } }
    expect(cursorAt(action, 3e6)).toEqual({ epoch: 1_000_002, batch: 0, run: endless })
    const at = { epoch: 7, batch: 2, run }
    expect(cursorAt({ type: 'row', at }, 123)).toBe(at)
  })

  test('[CH16] is the same for who counts on from one offset to the next, jumps, and changes between runs', () => {
    const next = random(5, 0)
    const below = (most: number): number => Math.floor(next() * most)
    const rows = new Rows()
    const actions = Array.from({ length: 12 }, (): StepAction => {
      const own: Run = { ...run, batchSize: 1 + below(9), epochs: next() < 0.3 ? null : 1 + below(3) }
      const batches = Math.ceil(data.rows / own.batchSize)
      const at = { epoch: 2 + below(2), batch: below(batches), run: own }
      return next() < 0.2 ? { type: 'row', at } : { type: 'batch', data, run: own, at }
    })
    let [action, offset] = [actions[0] as StepAction, 0]
    for (let k = 0; k < 5000; k++) {
      if (next() < 0.1) action = actions[below(actions.length)] as StepAction
      offset = next() < 0.1 ? below(40) : offset + below(2)
      expect(rows.cursorAt(action, offset)).toEqual(cursorAt(action, offset))
    }
  })
})
