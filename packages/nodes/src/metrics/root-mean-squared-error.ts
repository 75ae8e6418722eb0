import { defineMetric, type Metric } from '@neurite/core/define'

/**
 * √(1/(N·K) Σ (t − a)²) over N rows and the K nodes that losses read: in the unit of the targets. (Hyndman and Koehler, "Another look
 * at measures of forecast accuracy", International Journal of Forecasting 22, 2006.)
 *
 * @example
 * const { rootMeanSquaredError: error } = await evaluate(net, test, { metrics: [rootMeanSquaredError] })
 */
export const rootMeanSquaredError: Metric<'rootMeanSquaredError', number> = defineMetric({
  name: 'rootMeanSquaredError',
  better: 'less',
  init: (): Summed => ({ sum: 0, count: 0 }),
  add(state, { outputs, targets }) {
    for (let k = 0; k < targets.length; k++) {
      const off = (targets[k] as number) - (outputs[k] as number)
      state.sum += off * off
    }
    state.count += targets.length
    return state
  },
  result: ({ sum, count }) => Math.sqrt(sum / count),
})

interface Summed {
  sum: number
  count: number
}
