import { defineMetric, type Metric } from '@neurite/core/define'

/**
 * 1/(N·K) Σ |t − a| over N rows and the K nodes that losses read: how far answers are off on average, in the unit of the targets.
 * (Willmott and Matsuura, "Advantages of the mean absolute error", Climate Research 30, 2005.)
 *
 * @example
 * const { meanAbsoluteError: error } = await evaluate(net, test, { metrics: [meanAbsoluteError] })
 */
export const meanAbsoluteError: Metric<'meanAbsoluteError', number> = defineMetric({
  name: 'meanAbsoluteError',
  better: 'less',
  init: (): Summed => ({ sum: 0, count: 0 }),
  add(state, { outputs, targets }) {
    for (let k = 0; k < targets.length; k++) state.sum += Math.abs((targets[k] as number) - (outputs[k] as number))
    state.count += targets.length
    return state
  },
  result: ({ sum, count }) => sum / count,
})

interface Summed {
  sum: number
  count: number
}
