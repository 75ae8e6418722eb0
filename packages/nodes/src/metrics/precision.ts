import { defineMetric, type Metric } from '@neurite/core/define'
import { counted, nothingCounted, overClasses, share } from './confusion-state.ts'

/**
 * Of the rows that are answered with a class, the share that are of it: right / answered; 0 where that is 0 of 0. Of one node that of yes,
 * of several the mean over the classes that occur ("macro"); classes are told apart as `accuracy` says. (van Rijsbergen,
 * "Information Retrieval", 2nd edition, 1979, chapter 7.)
 *
 * @example
 * const scores = await evaluate(net, test, { metrics: [precision] })
 * scores.precision
 */
export const precision: Metric<'precision', number> = defineMetric({
  name: 'precision',
  better: 'more',
  init: nothingCounted,
  add: counted,
  result: (state) => overClasses(state, ({ right, answered }) => share(right, answered)),
})
