/** The form of a graph in JSON. */

import type { Reference } from '../contracts/definition.ts'
import type { NodeId } from './graph.ts'

export const format = 'neurite/graph'
export const version = 1

export interface GraphJson {
  readonly format: 'neurite/graph'
  readonly version: 1
  /** The kinds by labels that the nodes use. */
  readonly kinds: Readonly<Record<string, Reference>>
  /** An array, so that declared order stays, whatever the ids are. */
  readonly nodes: readonly NodeJson[]
  readonly inputs: readonly NodeId[]
  readonly outputs: readonly NodeId[]
  readonly losses: readonly LossJson[]
  readonly frozen?: readonly string[]
}

export interface NodeJson {
  readonly id: NodeId
  /** A label of `kinds`. */
  readonly kind: string
  /** In fan-in order; left out where nothing is read. */
  readonly inputs?: readonly NodeId[]
  /** Instead of `inputs`: an earlier node that lists the same. */
  readonly inputsOf?: NodeId
  /** By slot, as the delays; null where one is to be drawn. */
  readonly weights?: readonly (number | null)[]
  readonly bias?: number
  readonly delays?: readonly number[]
}

export interface LossJson {
  readonly loss: Reference
  readonly nodes: readonly NodeId[]
  /** 1 where left out. */
  readonly weight?: number
}
