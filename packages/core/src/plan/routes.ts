/**
 * Who waits for whom. A join counts the messages of a list of senders, and its receivers may fire when all have sent;
 * receivers that wait for the same senders share one join, so nothing is counted per edge where layers meet.
 */

import { row, type Table, table } from '../numerics/table.ts'
import type { BlockPlan } from './block-plan.ts'
import { DistinctLists } from './distinct-lists.ts'
import type { Part } from './part.ts'

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

/** Both directions. `owner` says which block fires each lane. */
export function routes(
  blocks: readonly BlockPlan[],
  losses: readonly LossLanes[],
  owner: Int32Array,
): { forward: Routes; backward: Routes } {
  const all = blocks.length + losses.length
  const sendersTo = senders(blocks, losses, owner)
  const distinct = new DistinctLists()
  const joinOf = Int32Array.from({ length: all }, (_, receiver) => distinct.add(sendersTo(receiver)))
  const readers = table(blocks.length, (visit) => {
    joinOf.forEach((join, reader) => {
      for (const sender of distinct.lists[join] as Int32Array) visit(sender, reader)
    })
  })
  const distinctBack = new DistinctLists()
  // Losses wait for nobody: the way back begins with them.
  const joinBackOf = Int32Array.from({ length: all }, (_, k) =>
    distinctBack.add(k < blocks.length ? row(readers, k) : new Int32Array(0)),
  )
  return { forward: joined(distinct.lists, joinOf, all), backward: joined(distinctBack.lists, joinBackOf, all) }
}

/** What each receiver waits for: the distinct other blocks that fire a lane it reads. */
function senders(
  blocks: readonly BlockPlan[],
  losses: readonly LossLanes[],
  owner: Int32Array,
): (receiver: number) => Int32Array {
  const ownersOf = new Map<Int32Array, Int32Array>()
  const of = (lanes: Int32Array): Int32Array => {
    let known = ownersOf.get(lanes)
    if (known === undefined) {
      known = distinctOwners(lanes, owner)
      ownersOf.set(lanes, known)
    }
    return known
  }
  return (receiver) => {
    const block = blocks[receiver]
    if (block === undefined) return of((losses[receiver - blocks.length] as LossLanes).lanes)
    if (block.parts.length === 1) return of((block.parts[0] as Part).inputs.lanes)
    const outside = new Set<number>()
    for (const { inputs } of block.parts) for (const sender of of(inputs.lanes)) outside.add(sender)
    outside.delete(receiver)
    return Int32Array.from(outside)
  }
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
