/** Where a walk has been, as plain values, and whether each place had the same bits whenever it was come to. */

import { isDeepStrictEqual } from 'node:util'
import type { Here, NodeId, Phase, Signal, Stride } from '@neurite/core'

/** Which way, and how far. */
export type Move = readonly [direction: 'forward' | 'back', by: Stride]

/** The numbers of a node, one per row or parameter; null where they are not known yet. */
export interface PlaceOfNode {
  readonly netInput: readonly number[] | null
  readonly activation: readonly number[] | null
  readonly delta: readonly number[] | null
  readonly gradient: readonly number[] | null
  /** Bias first. */
  readonly weights: readonly number[]
}

export interface Place {
  /** What led here; null for the first place. */
  readonly move: Move | null
  readonly step: number
  readonly phase: Phase
  readonly node: NodeId | null
  readonly fired: number
  readonly loss: number | null
  readonly values: Readonly<Record<NodeId, PlaceOfNode>>
}

export class WalkLog {
  readonly places: Place[] = []
  /** How many of them had been come to before. */
  again = 0
  /** Whether those had the same bits each time. */
  isSame = true
  readonly #ids: readonly NodeId[]

  constructor(ids: readonly NodeId[]) {
    this.#ids = ids
  }

  add(move: Move | null, here: Here): void {
    const { step, phase, last, fired, loss } = here
    const values = Object.fromEntries(this.#ids.map((id) => [id, valuesOf(here, id)]))
    const before = this.places.find((place) => place.step === step && place.fired === fired)
    if (before !== undefined) {
      this.again++
      // Tells −0 from 0, too.
      this.isSame &&= isDeepStrictEqual([before.loss, before.values], [loss, values])
    }
    this.places.push({ move, step, phase, node: last, fired, loss, values })
  }
}

function valuesOf(here: Here, id: NodeId): PlaceOfNode {
  const { netInput, activation, delta, gradient, weights } = here.node(id)
  const array = (signal: Signal | null): number[] | null => signal?.toArray() ?? null
  return {
    netInput: array(netInput),
    activation: array(activation),
    delta: array(delta),
    gradient: array(gradient),
    weights: weights.toArray(),
  }
}
