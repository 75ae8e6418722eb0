/** What a health check has to say: one thing that goes wrong in a training, with its cause and the way out. */

import type { NodeId } from '../../graph/graph.ts'
import { shown } from '../../text/shown.ts'

export type FindingName =
  | 'dead neuron'
  | 'saturated neuron'
  | 'vanishing gradient'
  | 'exploding gradient'
  | 'update ratio'
  | 'unchanged parameters'
  | 'poor initialization'
  | 'loss not falling'
  | 'abnormal value'

/** A plain value. `cause` and `wayOut` are full sentences for people. */
export interface Finding {
  readonly name: FindingName
  /** The update at which it was found. */
  readonly step: number
  /** Where; null where it is the whole network. */
  readonly node: NodeId | null
  readonly edge: string | null
  /** The figure that made it a finding. */
  readonly value: number
  readonly cause: string
  readonly wayOut: string
}

/** A frozen finding; one that names no edge may leave it out. */
export function finding(given: Omit<Finding, 'edge'> & { readonly edge?: string | null }): Finding {
  const { cause, wayOut, edge = null } = given
  return Object.freeze({ ...given, edge, cause: shown(cause), wayOut: shown(wayOut) })
}

/** A figure in a sentence: four digits that matter. */
export function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value)
}
