import { defineMetric, type Metric } from '@neurite/core/define'
import { exp } from '@neurite/core/math'

/**
 * e^(mean loss over the rows), for a loss that is a cross-entropy in nats: among how many equally likely answers the network is as
 * undecided as it is. 1 is certain, the number of classes is guessing. (Jelinek, Mercer, Bahl and Baker, "Perplexity, a measure of
 * the difficulty of speech recognition tasks", JASA 62, 1977.)
 *
 * @example
 * const { perplexity: undecided } = await evaluate(net, test, { metrics: [perplexity] })
 */
export const perplexity: Metric<'perplexity', number> = defineMetric({
  name: 'perplexity',
  better: 'less',
  init: (): Summed => ({ sum: 0, rows: 0 }),
  add(state, { loss }) {
    state.sum += loss
    state.rows++
    return state
  },
  result: ({ sum, rows }) => exp(sum / rows),
})

interface Summed {
  sum: number
  rows: number
}
