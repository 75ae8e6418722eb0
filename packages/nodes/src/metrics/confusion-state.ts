/** Counts of rows by the class they are of and the one they are answered with, as several metrics need them. */

import type { Measured, MetricRow } from '@neurite/core/define'
import { answered, classes, told } from './class-of.ts'

export interface ConfusionState {
  readonly thresholds: readonly number[]
  /** One node, which says no or yes. */
  readonly isBinary: boolean
  /** counts[told][answered] */
  readonly counts: number[][]
}

export function nothingCounted({ nodes, thresholds }: Measured): ConfusionState {
  const count = classes(nodes.length)
  return {
    thresholds,
    isBinary: nodes.length === 1,
    counts: Array.from({ length: count }, () => new Array<number>(count).fill(0)),
  }
}

export function counted(state: ConfusionState, row: MetricRow): ConfusionState {
  const line = state.counts[told(row)] as number[]
  const column = answered(row, state.thresholds)
  line[column] = (line[column] as number) + 1
  return state
}

/** Of one class: what was answered right, how often it was answered, how many rows are of it. */
export interface ClassCounts {
  readonly right: number
  readonly answered: number
  readonly told: number
}

export function countsOf({ counts }: ConfusionState, k: number): ClassCounts {
  let column = 0
  let line = 0
  for (let j = 0; j < counts.length; j++) {
    column += (counts[j] as number[])[k] as number
    line += (counts[k] as number[])[j] as number
  }
  return { right: (counts[k] as number[])[k] as number, answered: column, told: line }
}

/**
 * A value per class, and their mean: of one node that of yes alone, of several the mean over the classes that rows are of or are
 * answered with ("macro").
 */
export function overClasses(state: ConfusionState, of: (counts: ClassCounts) => number): number {
  if (state.isBinary) return of(countsOf(state, 1))
  let sum = 0
  let count = 0
  for (let k = 0; k < state.counts.length; k++) {
    const counts = countsOf(state, k)
    if (counts.told === 0 && counts.answered === 0) continue
    sum += of(counts)
    count++
  }
  return sum / count
}

/** 0 of 0 is 0. */
export const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)
