/** What one kernel computes, as plain data: which lanes, what it reads, where its parameters stand. */

import type { NodeKind } from '../graph/contracts/kind.ts'
import type { Through } from '../graph/contracts/through.ts'
import type { NodeId } from '../graph/value/graph.ts'

/** What a part reads: lanes in fan-in order, the same as runs of neighboring lanes. Parts that read the same share it. */
export interface PartInputs {
  /** The lane of each slot. */
  readonly lanes: Int32Array
  /** Triples (first lane, how many, first slot): the slots in order, neighbors in lanes taken together. */
  readonly runs: Int32Array
}

interface PartBase {
  /** Its place in plan order: the order of computing forward, and backward the reverse. */
  readonly index: number
  readonly firstLane: number
  readonly lanes: number
  readonly inputs: PartInputs
}

/** Input nodes: their values come from the row. */
export interface SourcePart extends PartBase {
  readonly form: 'source'
}

/** Neurons of one kind. `dense` has several lanes that share their inputs, `single` has one. */
export interface NodePart extends PartBase {
  readonly form: 'dense' | 'single'
  readonly kind: NodeKind
  /** Where the parameters of its first lane start. */
  readonly firstParameter: number
  /** From one lane's parameters to the next's. */
  readonly stride: number
}

/** An edge that carries operators: one lane that holds what came out of them. */
export interface ThroughPart extends PartBase {
  readonly form: 'through'
  readonly edge: string
  /** The node that the edge enters. */
  readonly to: NodeId
  readonly through: Through
}

export type Part = SourcePart | NodePart | ThroughPart

/** The runs of a list of lanes. */
export function partInputs(lanes: Int32Array): PartInputs {
  const runs: number[] = []
  for (let slot = 0; slot < lanes.length; ) {
    const first = lanes[slot] as number
    let end = slot + 1
    while (end < lanes.length && lanes[end] === first + end - slot) end++
    runs.push(first, end - slot, slot)
    slot = end
  }
  return { lanes, runs: Int32Array.from(runs) }
}
