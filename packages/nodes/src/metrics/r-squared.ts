import { defineMetric, type Metric } from '@neurite/core/define'

/**
 * The share of the targets' variance that the answers explain: R² = 1 − Σ (t − a)² / Σ (t − t̄)², of each node that losses read, then
 * their mean. 1 is perfect, 0 is as good as always answering the mean target, and it may be below. A node whose targets are all
 * equal has 1 where its answers are those, else 0. The sum of squares is kept as Welford has it ("Note on a Method for
 * Calculating Corrected Sums of Squares and Products", Technometrics 4, 1962), so that nothing cancels.
 *
 * @example
 * const { rSquared: explained } = await evaluate(net, test, { metrics: [rSquared] })
 */
export const rSquared: Metric<'rSquared', number> = defineMetric({
  name: 'rSquared',
  better: 'more',
  init({ nodes }): Sums {
    const zeros = (): Float64Array => new Float64Array(nodes.length)
    return { rows: 0, off: zeros(), mean: zeros(), spread: zeros() }
  },
  add(state, { outputs, targets }) {
    const { off, mean, spread } = state
    state.rows++
    for (let k = 0; k < targets.length; k++) {
      const t = targets[k] as number
      const d = t - (outputs[k] as number)
      const from = t - (mean[k] as number)
      off[k] = (off[k] as number) + d * d
      mean[k] = (mean[k] as number) + from / state.rows
      spread[k] = (spread[k] as number) + from * (t - (mean[k] as number))
    }
    return state
  },
  result({ off, spread }) {
    let sum = 0
    for (let k = 0; k < off.length; k++) {
      if (spread[k] === 0) sum += off[k] === 0 ? 1 : 0
      else sum += 1 - (off[k] as number) / (spread[k] as number)
    }
    return sum / off.length
  },
})

interface Sums {
  rows: number
  readonly off: Float64Array
  readonly mean: Float64Array
  readonly spread: Float64Array
}
