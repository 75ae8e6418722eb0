import { defineMetric, type Metric } from '@neurite/core/define'
import { counted, countsOf, nothingCounted } from './confusion-state.ts'

/**
 * The mean, over the classes that rows are of, of the share of their rows that are answered right: a class of few rows counts as
 * much as one of many. Classes are told apart as `accuracy` says; of one node they are no and yes. (Brodersen, Ong, Stephan and
 * Buhmann, "The Balanced Accuracy and Its Posterior Distribution", ICPR 2010.)
 *
 * @example
 * const { balancedAccuracy: share } = await evaluate(net, test, { metrics: [balancedAccuracy] })
 */
export const balancedAccuracy: Metric<'balancedAccuracy', number> = defineMetric({
  name: 'balancedAccuracy',
  better: 'more',
  init: nothingCounted,
  add: counted,
  result(state) {
    let sum = 0
    let count = 0
    for (let k = 0; k < state.counts.length; k++) {
      const { right, told } = countsOf(state, k)
      if (told === 0) continue
      sum += right / told
      count++
    }
    return sum / count
  },
})
