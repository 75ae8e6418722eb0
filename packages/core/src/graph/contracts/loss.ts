/** The contract of a loss: one number per row from the activations of the nodes it reads and their targets. */

import { aFunction, NAME, OPTIONS, theFunction } from '../../door/definition-options.ts'
import { option } from '../../door/option.ts'
import { readOptions } from '../../door/read-options.ts'
import type { ActivationRange } from './activation.ts'
import { type Definition, freezeDefinition, type Options } from './definition.ts'

/** Rows are per node: `outputs[k][n]` is the activation of the k-th node the loss reads, in row n of the batch. */
export interface LossRows<Given extends Options = Options> {
  readonly batch: number
  /** What the loss was made with. */
  readonly options: Given
  readonly outputs: readonly Float64Array[]
  readonly targets: readonly Float64Array[]
}

/** A node that a loss reads: between which numbers its answers stay, and how many nodes the loss reads. */
export interface ReadNode {
  readonly range: ActivationRange
  readonly of: number
}

export interface Loss extends Definition {
  readonly type: 'loss'
  /** Writes the loss of row n into losses[n], for all n < batch. Sums run over the nodes in order. */
  forward(rows: LossRows, losses: Float64Array): void
  /** Writes ∂(loss of row n)/∂outputs[k][n] into errors[k][n]. Each row by itself: no division by the batch. */
  backward(rows: LossRows, errors: readonly Float64Array[]): void
  /** What a target must be, checked when a row comes in: null where it is right, else the way out ("0 or 1"). */
  readonly checkTarget: (target: number, options: Options) => string | null
  /** What the targets of a row must be together, each of them right by itself: as `checkTarget`. */
  readonly checkTargets?: ((targets: readonly number[], options: Options) => string | null) | null
  /** What a node that it reads should be, told by `validate` as a warning: null where it is right, else the way out. */
  readonly checkNode?: (node: ReadNode, options: Options) => string | null
  /** Above which activation a node that it reads says yes, for metrics that count: 0.5 unless it says otherwise. */
  readonly threshold?: number
}

const LOSS = {
  name: NAME,
  options: OPTIONS,
  forward: theFunction<Loss['forward']>(),
  backward: theFunction<Loss['backward']>(),
  checkTarget: aFunction<Loss['checkTarget']>(),
  checkTargets: aFunction<NonNullable<Loss['checkTargets']>>(),
  checkNode: aFunction<Loss['checkNode']>(),
  threshold: option<number, number>('a finite number', Number.isFinite, 0.5),
}

/**
 * Makes a loss.
 *
 * @example
 * const absoluteError = defineLoss({
 *   name: 'absoluteError',
 *   forward({ batch, outputs, targets }, losses) { … },
 *   backward({ batch, outputs, targets }, errors) { … },
 * })
 */
export function defineLoss<Given extends Options>(given: {
  readonly name: string
  readonly options?: Given
  readonly forward: (rows: LossRows<Given>, losses: Float64Array) => void
  readonly backward: (rows: LossRows<Given>, errors: readonly Float64Array[]) => void
  readonly checkTarget?: (target: number, options: Given) => string | null
  readonly checkTargets?: (targets: readonly number[], options: Given) => string | null
  readonly checkNode?: (node: ReadNode, options: Given) => string | null
  readonly threshold?: number
}): Loss {
  const read = readOptions(given, 'defineLoss', LOSS)
  const { name, options = {}, forward, backward, checkTarget = anything, checkNode = anything, threshold } = read
  const functions = { forward, backward, checkTarget, checkTargets: read.checkTargets ?? null, checkNode }
  return freezeDefinition<Loss>({ type: 'loss', name, options, threshold, ...functions })
}

const anything = (): null => null
