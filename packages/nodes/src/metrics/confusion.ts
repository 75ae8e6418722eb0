import { defineMetric, type Metric } from '@neurite/core/define'
import { counted, nothingCounted } from './confusion-state.ts'

/**
 * How many rows of each class were answered with which: `confusion[told][answered]`. Classes are the nodes that losses read, in
 * declared order; of one node, no and yes, told apart as `accuracy` says. The columns of a row add up to how many rows are of that
 * class, the diagonal is what is right. (Kohavi and Provost, "Glossary of Terms", Machine Learning 30, 1998.)
 *
 * @example
 * const { confusion: matrix } = await evaluate(net, test, { metrics: [confusion] })
 * console.table(matrix)
 */
export const confusion: Metric<'confusion', readonly (readonly number[])[]> = defineMetric({
  name: 'confusion',
  init: nothingCounted,
  add: counted,
  result: ({ counts }): readonly (readonly number[])[] => Object.freeze(counts.map((row) => Object.freeze([...row]))),
})
