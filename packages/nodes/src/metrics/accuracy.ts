import { defineMetric, type Metric } from '@neurite/core/define'
import { right } from './class-of.ts'

/**
 * The share of rows that are answered right, 0 to 1. One node answers yes where its activation is above its threshold (0.5; 0
 * where its loss reads logits), and should where its target is above 0.5. Of several nodes the one with the largest activation
 * is the answer and the one with the largest target is right; of equal ones the first. (Manning, Raghavan and Schütze,
 * "Introduction to Information Retrieval", 2008, section 8.3.)
 *
 * @example
 * const { accuracy: share } = await evaluate(net, test, { metrics: [accuracy] })
 */
export const accuracy: Metric<'accuracy', number> = defineMetric({
  name: 'accuracy',
  better: 'more',
  init: ({ thresholds }): Counted => ({ thresholds, right: 0, rows: 0 }),
  add(state, row) {
    if (right(row, state.thresholds)) state.right++
    state.rows++
    return state
  },
  result: ({ right, rows }) => right / rows,
})

interface Counted {
  readonly thresholds: readonly number[]
  right: number
  rows: number
}
