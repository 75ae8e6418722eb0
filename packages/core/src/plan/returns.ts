/**
 * What comes back to a block: for each of its lanes, the edges by which others read it, in plan order of the readers.
 * That order is the order of the sum ∂L/∂a, so it is fixed here, once, for every kernel and grouping.
 */

import type { BlockPlan } from './block-plan.ts'
import type { LossLanes } from './routes.ts'

/** Fields of one return: reader (block, or loss numbered after the blocks), first lane read, how many, first slot there. */
export const FIELDS = 4

/** The returns of block k are the FIELDS-tuples from `start[k]` to `start[k + 1] - 1`. */
export interface Returns {
  readonly start: Int32Array
  readonly fields: Int32Array
}

type Visit = (block: number, reader: number, lane: number, lanes: number, slot: number) => void

/** The returns of the blocks that `wanted` admits; the others have none. Readers come in ascending order. */
export function returns(
  blocks: readonly BlockPlan[],
  losses: readonly LossLanes[],
  owner: Int32Array,
  wanted: (block: BlockPlan) => boolean,
): Returns {
  const admitted = Uint8Array.from(blocks, (block) => (wanted(block) ? 1 : 0))
  const walk = (visit: Visit): void => {
    for (const reader of blocks) {
      const { runs } = reader.inputs
      for (let k = 0; k < runs.length; k += 3) {
        splitByOwner(runs[k] as number, runs[k + 1] as number, runs[k + 2] as number, (owned, lane, lanes, slot) => {
          if (admitted[owned] === 1) visit(owned, reader.index, lane, lanes, slot)
        })
      }
    }
    losses.forEach(({ lanes }, k) => {
      lanes.forEach((lane, slot) => {
        const owned = owner[lane] as number
        if (admitted[owned] === 1) visit(owned, blocks.length + k, lane, 1, slot)
      })
    })
  }
  const splitByOwner = (
    first: number,
    count: number,
    slot: number,
    visit: (owned: number, lane: number, lanes: number, slot: number) => void,
  ): void => {
    for (let lane = first; lane < first + count; ) {
      const block = blocks[owner[lane] as number] as BlockPlan
      const end = Math.min(first + count, block.firstLane + block.lanes)
      visit(block.index, lane, end - lane, slot + lane - first)
      lane = end
    }
  }

  const start = new Int32Array(blocks.length + 1)
  walk((block) => {
    start[block + 1] = (start[block + 1] as number) + 1
  })
  for (let k = 0; k < blocks.length; k++) start[k + 1] = (start[k + 1] as number) + (start[k] as number)
  const fields = new Int32Array((start[blocks.length] as number) * FIELDS)
  const next = start.slice(0, blocks.length)
  walk((block, reader, lane, lanes, slot) => {
    const at = (next[block] as number) * FIELDS
    fields[at] = reader
    fields[at + 1] = lane
    fields[at + 2] = lanes
    fields[at + 3] = slot
    next[block] = (next[block] as number) + 1
  })
  return { start, fields }
}
