/** The tables of a trace, as values. */

import type { NodeId } from '../graph/value/graph.ts'

/** Forward: what comes in and what goes out. */
export interface TracedUnit {
  readonly node: NodeId
  readonly netInput: number
  readonly output: number
}

/** What comes back to a unit by one edge, or from a loss that reads it. */
export interface TracedShare {
  /** `h4->o6`, or the name of the loss. */
  readonly from: string
  /** Null for a loss, for an edge with an operator, and where the kind it enters is no weighted sum. */
  readonly weight: number | null
  /** δ of the node that the edge enters; null likewise. */
  readonly delta: number | null
  /** weight · δ: its part of ∂L/∂a. */
  readonly share: number
}

/** Backward: the textbook's error of a unit, −∂L/∂z = −δ, and how it came about. */
export interface TracedError {
  readonly node: NodeId
  readonly error: number
  readonly delta: number
  /** In the order in which they are added up. */
  readonly shares: readonly TracedShare[]
  /** ∂L/∂a: the sum of the shares. */
  readonly sum: number
  /** f′(z), so that δ = sum · slope; null where the kind is no weighted sum: then δ is the sum. */
  readonly slope: number | null
}

/** Update: one weight or bias. */
export interface TracedParameter {
  /** `h4->o6`, or `h4:bias`. */
  readonly parameter: string
  readonly before: number
  readonly gradient: number
  readonly after: number
}

export interface Tables {
  /** Net input and output of each unit, in the order in which they fire. */
  readonly units: readonly TracedUnit[]
  /** The error of each unit, in the order in which they are found. */
  readonly errors: readonly TracedError[]
  /** Each weight and bias before and after, the last unit first. */
  readonly parameters: readonly TracedParameter[]
}
