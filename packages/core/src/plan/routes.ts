/**
 * Who waits for whom. A join counts the messages of a list of senders, and its receivers may fire when all have sent;
 * receivers that wait for the same senders share one join, so nothing is counted per edge where layers meet.
 */

import type { BlockInputs, BlockPlan } from './block-plan.ts'
import { DistinctLists } from './distinct-lists.ts'
import { row, type Table, table } from './table.ts'

/** One direction of the flow. Blocks are numbered in plan order, losses after them in declared order. */
export interface Routes {
  /** For each sender, the joins that count its messages. */
  readonly joinsOf: Table
  /** For each join, how many messages fill it. */
  readonly need: Int32Array
  /** For each join, the receivers that may fire when it is full. */
  readonly receivers: Table
}

/** What a loss reads: a lane per node. */
export interface LossLanes {
  readonly lanes: Int32Array
}

/** Which block fires each lane. */
export function ownersOfLanes(blocks: readonly BlockPlan[], lanes: number): Int32Array {
  const owner = new Int32Array(lanes)
  for (const block of blocks) owner.fill(block.index, block.firstLane, block.firstLane + block.lanes)
  return owner
}

/** Both directions: `reads[k]` lists the distinct blocks that block or loss k reads. */
export function routes(
  blocks: readonly BlockPlan[],
  inputs: readonly BlockInputs[],
  losses: readonly LossLanes[],
  owner: Int32Array,
): { forward: Routes; backward: Routes } {
  const all = blocks.length + losses.length
  const readsOf = [...inputs, ...losses].map(({ lanes }) => distinctOwners(lanes, owner))
  const joinOf = Int32Array.from({ length: all }, (_, receiver) =>
    receiver < blocks.length ? (blocks[receiver] as BlockPlan).inputs.index : inputs.length + receiver - blocks.length,
  )
  const forward = joined(readsOf, joinOf, all)

  const consumers = table(blocks.length, (visit) => {
    for (let k = 0; k < all; k++) for (const source of readsOf[joinOf[k] as number] as Int32Array) visit(source, k)
  })
  const distinct = new DistinctLists()
  // Losses wait for nobody: the way back begins with them.
  const waits = Int32Array.from({ length: all }, (_, k) =>
    distinct.add(k < blocks.length ? row(consumers, k) : new Int32Array(0)),
  )
  return { forward, backward: joined(distinct.lists, waits, all) }
}

/** `senders[j]` fill join j; receiver k waits at join `joinOf[k]`; senders are numbered below `count`. */
function joined(senders: readonly Int32Array[], joinOf: Int32Array, count: number): Routes {
  const joinsOf = table(count, (visit) => {
    senders.forEach((list, join) => {
      for (const sender of list) visit(sender, join)
    })
  })
  const receivers = table(senders.length, (visit) => {
    joinOf.forEach((join, receiver) => {
      visit(join, receiver)
    })
  })
  return { joinsOf, need: Int32Array.from(senders, (list) => list.length), receivers }
}

function distinctOwners(lanes: Int32Array, owner: Int32Array): Int32Array {
  const seen = new Set<number>()
  let last = -1
  for (let k = 0; k < lanes.length; k++) {
    const block = owner[lanes[k] as number] as number
    if (block !== last) seen.add(block)
    last = block
  }
  return Int32Array.from(seen)
}
