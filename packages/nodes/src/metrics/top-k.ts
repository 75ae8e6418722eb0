import { defineMetric, type Metric, type MetricRow, type Option, readOptions } from '@neurite/core/define'
import { told } from './class-of.ts'

/**
 * The share of rows whose right class is among the k largest activations, 0 to 1: fewer than k activations are larger than that of
 * the right class, or equal to it and of an earlier node. With k = 1 it is `accuracy` of several nodes. Needs as many nodes as
 * classes; of one node it is 1. (Russakovsky et al., "ImageNet Large Scale Visual Recognition Challenge", IJCV 115, 2015.)
 * Throws INVALID_OPTION.
 *
 * @example
 * const { topK: share } = await evaluate(net, test, { metrics: [topK({ k: 5 })] })
 */
export function topK(given: { readonly k: number }): Metric<'topK', number> {
  const { k } = readOptions(given, 'topK', { k: K })
  return defineMetric({ name: 'topK', options: { k }, better: 'more', init, add, result })
}

const K: Option<number> = {
  wants: 'a whole number, 1 or more',
  suits: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  required: true,
}

interface Counted {
  right: number
  rows: number
}

const init = (): Counted => ({ right: 0, rows: 0 })
const result = ({ right, rows }: Counted): number => right / rows

function add(state: Counted, row: MetricRow, { k }: { readonly k: number }): Counted {
  const { outputs } = row
  const own = outputs.length === 1 ? 0 : told(row)
  const mine = outputs[own] as number
  let before = 0
  for (let j = 0; j < outputs.length; j++) {
    const other = outputs[j] as number
    if (other > mine || (other === mine && j < own)) before++
  }
  if (before < k) state.right++
  state.rows++
  return state
}
