/** What fires together and sends one message: a block, made of one part or of a chain of small ones. */

import type { Part } from './part.ts'

export interface BlockPlan {
  /** Its place in plan order: the order in which blocks fire forward, and backward the reverse. */
  readonly index: number
  /** That of its part; `chain` where it has several. */
  readonly form: Part['form'] | 'chain'
  /** Neighbors in plan order and in lanes. */
  readonly parts: readonly Part[]
  readonly firstLane: number
  readonly lanes: number
}

/** A part of less work than this, in multiplications, costs less than the message that would tell of it. */
const SMALL = 256
/** So many parts make a block at most, so that a deep graph still has its milestones. */
const LONGEST_CHAIN = 64

/** The blocks of these parts, which stand in plan order. With `chains`, small neighbors become one block. */
export function blocksOf(parts: readonly Part[], chains: boolean): BlockPlan[] {
  const blocks: BlockPlan[] = []
  for (let from = 0; from < parts.length; ) {
    let end = from + 1
    if (chains && isSmall(parts[from] as Part)) {
      while (end < parts.length && end - from < LONGEST_CHAIN && isSmall(parts[end] as Part)) end++
    }
    blocks.push(block(parts.slice(from, end), blocks.length))
    from = end
  }
  return blocks
}

function isSmall({ form, lanes, inputs }: Part): boolean {
  return form !== 'through' && lanes * Math.max(1, inputs.lanes.length) < SMALL
}

function block(parts: readonly Part[], index: number): BlockPlan {
  const first = parts[0] as Part
  const lanes = parts.reduce((sum, part) => sum + part.lanes, 0)
  return { index, form: parts.length === 1 ? first.form : 'chain', parts, firstLane: first.firstLane, lanes }
}

/** Which part computes each lane, and which block fires it. */
export interface Owners {
  readonly part: Int32Array
  readonly block: Int32Array
}

export function ownersOfLanes(blocks: readonly BlockPlan[], lanes: number): Owners {
  const owners = { part: new Int32Array(lanes), block: new Int32Array(lanes) }
  for (const block of blocks) {
    for (const { index, firstLane, lanes } of block.parts) {
      owners.part.fill(index, firstLane, firstLane + lanes)
      owners.block.fill(block.index, firstLane, firstLane + lanes)
    }
  }
  return owners
}
