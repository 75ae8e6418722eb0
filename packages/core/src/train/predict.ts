/** Predictions: rows in, activations of the outputs out. */

import type { OperatorFunction } from 'rxjs'
import { rowReader } from '../data/row.ts'
import { demand } from '../door/demand.ts'
import { oneOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { answerNotFinite } from '../errors/data.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Values } from '../graph/value/known.ts'
import { answering, blame, type OnRefused, onRefusedOption } from './on-refused.ts'

/** More rows than this are predicted in several ticks, and fewer at a time where a network has very many lanes. */
const ROWS_PER_TICK = 1024
const NUMBERS_PER_SLAB = 2 ** 22

/** The outputs in the order of `graph.outputs`. */
export interface Predictor {
  predict(row: Values): number[]
  predictAll(rows: Iterable<Values>): number[][]
}

export interface PredictOptions<Event = Values> {
  /** What becomes of an event that is refused, or whose answer is no number. Default 'error'. */
  readonly onRefused?: OnRefused<Event>
  /** `'event'`: each answer comes with what it answers, as `{ event, answer }`. */
  readonly with?: 'event'
}

/** A prediction beside what it was made of. */
export interface Answered<Event, Answer = number[]> {
  readonly event: Event
  readonly answer: Answer
}

/**
 * An operator that predicts each event. It errors with what a row's refusal says, counting events from 0, and with
 * ANSWER_NOT_FINITE. Throws UNKNOWN_OPTION and INVALID_OPTION.
 *
 * @example
 * rows$.pipe(predict(net, { onRefused: 'skip', with: 'event' })).subscribe(({ event, answer }) => …)
 */
export function predict<Raw, Answer, Event extends Raw>(
  net: Trainable<string, Raw, Answer>,
  options: PredictOptions<Event> & { readonly with: 'event' },
): OperatorFunction<Event, Answered<Event, Answer>>
export function predict<Raw, Answer>(
  net: Trainable<string, Raw, Answer>,
  options?: PredictOptions<NoInfer<Raw>>,
): OperatorFunction<Raw, Answer>
export function predict(
  net: Trainable,
  options?: PredictOptions<never>,
): OperatorFunction<Values, number[] | Answered<Values>> {
  engineOf(net, 'predict')
  const given = readOptions(options, 'predict', { onRefused: onRefusedOption, with: oneOf(['event']) })
  return (rows$) => {
    const one = onePredictor(net)
    const answer =
      given.with === undefined ? one : (event: Values, number: number) => ({ event, answer: one(event, number) })
    return rows$.pipe(
      answering<Values, number[] | Answered<Values>>(answer, () => false, given.onRefused as OnRefused<Values>),
    )
  }
}

/** The answer to one row; refusals name it by its number. */
function onePredictor(net: Trainable): (row: Values, number: number) => number[] {
  const answers = batchPredictor(net)
  return (row, number) => answers([row], 0, 1, number)[0] as number[]
}

/** The functions behind `net.predict` and `net.predictAll`. They throw what a row's refusal says, and ANSWER_NOT_FINITE. */
export function predictor(net: Pick<Trainable, 'engine'>): Predictor {
  const { transition } = net.engine
  const answer = batchPredictor(net)
  return {
    predict: (row) => answer([row], 0, 1, 0)[0] as number[],
    predictAll(rows) {
      demand(isRows(rows), 'predictAll', 'rows', rows, 'rows: [[0, 1], [1, 0]], or any other iterable of them')
      const given = [...rows]
      const most = Math.max(1, Math.min(ROWS_PER_TICK, Math.floor(NUMBERS_PER_SLAB / transition.plan.lanes)))
      const answers: number[][] = []
      for (let from = 0; from < given.length; from += most) {
        for (const one of answer(given, from, Math.min(most, given.length - from), from)) answers.push(one)
      }
      return answers
    },
  }
}

/** Answers `count` rows from `from` on in one tick; the first is called row `number`. */
function batchPredictor(net: Pick<Trainable, 'engine'>) {
  const { transition } = net.engine
  let { graph } = transition.plan
  let reader = rowReader(graph)
  return (rows: readonly Values[], from: number, count: number, number: number): number[][] => {
    if (transition.plan.graph !== graph) {
      graph = transition.plan.graph
      reader = rowReader(graph)
    }
    const { values, batch } = transition.prepare(count)
    const { prepared } = transition
    const { outputs } = transition.plan
    try {
      for (let n = 0; n < count; n++) reader.readInput(rows[from + n] as Values, number + n, values, n, count)
    } catch (error) {
      throw blame(error)
    }
    transition.refuseOther(prepared)
    transition.infer()
    const answers = Array.from({ length: count }, (_, n) =>
      Array.from(outputs, (lane) => values[lane * batch + n] as number),
    )
    refuseInfinite(answers, graph.outputs, number)
    return answers
  }
}

/** Rows are finite, and so are parameters: what is not was too large on the way. */
function refuseInfinite(answers: readonly (readonly number[])[], outputs: readonly string[], first: number): void {
  for (const [n, answer] of answers.entries()) {
    const k = answer.findIndex((value) => !Number.isFinite(value))
    if (k >= 0) throw blame(new NeuriteError(answerNotFinite(first + n, outputs[k] as string, answer[k] as number)))
  }
}

const isRows = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && Symbol.iterator in given && !ArrayBuffer.isView(given)
