/** The contract of a kind: what a node computes. Shared code reads what a kind declares and never asks for its name. */

import type { Activation } from './activation.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'
import type { Initializer } from './initializer.ts'

/** Numbers that every node of a kind learns: `count` of them, or as many per incoming edge. */
export interface ParameterDeclaration<Name extends string = string> {
  /** `bias`, `weight`, `slope`: how it is called, in tables as in code. */
  readonly name: Name
  readonly per: 'node' | 'edge'
  /** A function where the kind's options and the fan-in decide. */
  readonly count: number | ((options: Options, fanIn: number) => number)
  /** How each of them starts. */
  readonly start: Initializer
}

/** Numbers by the name of what they belong to; those per edge in fan-in order, `count` for each. */
export type ByName<Name extends string = string> = { readonly [name in Name]: Float64Array }

/** The rows of one firing, whole batch: `inputs[k][n]` is what the k-th incoming edge brings in row n. Valid during the call only. */
export interface ForwardRows<Given extends Options = Options, Name extends string = string> {
  readonly batch: number
  /** What the kind was made with. */
  readonly options: Given
  readonly inputs: readonly Float64Array[]
  /** What the node has learned. */
  readonly parameters: ByName<Name>
  /** To be written: the node's activation in each row. */
  readonly output: Float64Array
}

/** `delta[n]` = ∂L/∂output[n]. To be written: `inputDeltas`; to be added onto (they start at 0): the gradients, summed over n ascending. */
export interface BackwardRows<Given extends Options = Options, Name extends string = string>
  extends ForwardRows<Given, Name> {
  readonly delta: Float64Array
  readonly inputDeltas: readonly Float64Array[]
  readonly gradients: ByName<Name>
}

/** What a node of the kind does when it fires. */
export type Computation =
  /** Its value comes from the row of data. */
  | { readonly form: 'source' }
  /** a = f(bias + Σ weight · input): runs fused wherever nodes share their inputs. */
  | { readonly form: 'affine'; readonly activation: Activation }
  /** Anything else, one node at a time. */
  | {
      readonly form: 'custom'
      readonly forward: (rows: ForwardRows) => void
      readonly backward: (rows: BackwardRows) => void
    }

export interface NodeKind extends Definition {
  readonly type: 'kind'
  readonly fanIn: { readonly min: number; readonly max: number }
  /** What it learns, in the order in which the numbers of a node stand. */
  readonly parameters: readonly ParameterDeclaration[]
  readonly computation: Computation
}

/** The kind of the places where rows enter; `g.inputs` makes them. It has no parameters. */
export const input: NodeKind = freezeDefinition<NodeKind>({
  type: 'kind',
  name: 'input',
  options: {},
  fanIn: Object.freeze({ min: 0, max: 0 }),
  parameters: [],
  computation: Object.freeze({ form: 'source' } as const),
})

/** Whether nodes of the kind learn something of that name. */
export const declares = (kind: NodeKind, name: string): boolean => kind.parameters.some((one) => one.name === name)

/** How those of that name start; null where there are none. */
export const startOf = ({ parameters }: NodeKind, name: string): Initializer | null =>
  parameters.find((one) => one.name === name)?.start ?? null
