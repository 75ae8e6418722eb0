/** Predictions: rows in, activations of the outputs out. */

import { map, type OperatorFunction } from 'rxjs'
import { rowReader, type Values } from '../data/row.ts'
import { emptyData, NeuriteError } from '../errors.ts'
import type { Trainable } from './learner.ts'

/** More rows than this are predicted in several ticks, and fewer at a time where a network has very many lanes. */
const ROWS_PER_TICK = 1024
const NUMBERS_PER_SLAB = 2 ** 22

/** Answers one row with one array, many rows with an array of arrays: the outputs in the order of `graph.outputs`. */
export interface Predictor {
  (row: Values): number[]
  (rows: readonly Values[]): number[][]
}

/** An operator that predicts each event. It errors with what a row's refusal says. */
export function predict(net: Trainable): OperatorFunction<Values, number[]> {
  return (rows$) => {
    const answer = predictor(net)
    return rows$.pipe(map((row) => answer(row)))
  }
}

/** The function behind `net.predict`. */
export function predictor(net: Pick<Trainable, 'learner'>): Predictor {
  const { transition } = net.learner
  let { graph } = transition.plan
  let reader = rowReader(graph)
  const answer = (rows: readonly Values[], from: number, count: number): number[][] => {
    const { values, batch } = transition.prepare(count)
    const { prepared, plan } = transition
    for (let n = 0; n < count; n++) reader.readInput(rows[from + n] as Values, from + n, values, n, count)
    transition.refuseOther(prepared)
    transition.infer()
    return Array.from({ length: count }, (_, n) =>
      Array.from(plan.outputs, (lane) => values[lane * batch + n] as number),
    )
  }
  return ((given: Values | readonly Values[]) => {
    if (transition.plan.graph !== graph) {
      graph = transition.plan.graph
      reader = rowReader(graph)
    }
    const most = Math.max(1, Math.min(ROWS_PER_TICK, Math.floor(NUMBERS_PER_SLAB / transition.plan.lanes)))
    if (!areRows(given)) return answer([given], 0, 1)[0]
    if (given.length === 0) throw new NeuriteError(emptyData())
    const answers: number[][] = []
    for (let from = 0; from < given.length; from += most) {
      for (const one of answer(given, from, Math.min(most, given.length - from))) answers.push(one)
    }
    return answers
  }) as Predictor
}

function areRows(given: Values | readonly Values[]): given is readonly Values[] {
  return Array.isArray(given) && (given.length === 0 || (typeof given[0] === 'object' && given[0] !== null))
}
