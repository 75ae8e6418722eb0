import { defineMetric, type Metric } from '@neurite/core/define'
import { counted, nothingCounted, overClasses, share } from './confusion-state.ts'

/**
 * Of the rows that are of a class, the share that are answered with it: right / told; 0 where that is 0 of 0. Of one node that of yes,
 * of several the mean over the classes that occur ("macro"); classes are told apart as `accuracy` says. (van Rijsbergen,
 * "Information Retrieval", 2nd edition, 1979, chapter 7.)
 *
 * @example
 * const scores = await evaluate(net, test, { metrics: [recall] })
 * scores.recall
 */
export const recall: Metric<'recall', number> = defineMetric({
  name: 'recall',
  better: 'more',
  init: nothingCounted,
  add: counted,
  result: (state) => overClasses(state, ({ right, told }) => share(right, told)),
})
