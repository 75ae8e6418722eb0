/** How an abnormal number is told, and where among its neighbors it stands. */

import type { NodeId } from '../graph/value/graph.ts'
import type { Found } from './define-check.ts'
import { figure, placeOf } from './finding.ts'

/** Where the first number that is not finite stands, else the largest in size; with `less`, of the differences. */
export function foremost(numbers: Float64Array, from: number, count: number, less: Float64Array | null = null): number {
  let best = from
  let most = -1
  for (let k = from; k < from + count; k++) {
    const size = Math.abs((numbers[k] as number) - (less === null ? 0 : (less[k] as number)))
    if (!Number.isFinite(size)) return k
    if (size > most) {
      most = size
      best = k
    }
  }
  return best
}

/** The finding; `normal` says what was normal so far, `row` the row of the batch where it is one row's number. */
export function abnormal(
  step: number,
  node: NodeId,
  edge: string | null,
  what: string,
  value: number,
  normal: string,
  row: number | null,
): Found {
  const where = row === null ? '' : ` in row ${row} of the batch`
  const data = what === 'the input' || what === 'the target'
  return {
    node,
    edge,
    value,
    cause: `At step ${step} ${what} of ${placeOf({ node, edge })}${where} is ${figure(value)}; up to then ${data ? 'the range was' : 'at most'} ${normal}${data ? '' : ' was normal in size'}. It is the first number of this step that is out of the ordinary.`,
    wayOut: data
      ? 'Look at that row: a unit, a missing value or a broken sensor; leave it out, or scale the column.'
      : 'Go back to the step before, then lower the learning rate, or leave out the rows of this step.',
  }
}
