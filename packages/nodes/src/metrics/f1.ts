import { defineMetric, type Metric } from '@neurite/core/define'
import { counted, nothingCounted, overClasses, share } from './confusion-state.ts'

/**
 * The harmonic mean of precision and recall of a class: 2 · right / (answered + told); 0 where that is 0 of 0. Of one node that of yes,
 * of several the mean over the classes that occur ("macro"); classes are told apart as `accuracy` says. (van Rijsbergen,
 * "Information Retrieval", 2nd edition, 1979, chapter 7.)
 *
 * @example
 * const scores = await evaluate(net, test, { metrics: [f1] })
 * scores.f1
 */
export const f1: Metric<'f1', number> = defineMetric({
  name: 'f1',
  better: 'more',
  init: nothingCounted,
  add: counted,
  result: (state) => overClasses(state, ({ right, answered, told }) => share(2 * right, answered + told)),
})
