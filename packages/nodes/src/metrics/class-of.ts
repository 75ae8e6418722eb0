/** Which class a row is of, and which one it is answered with: one node says no or yes (0 or 1), several are a class each. */

import type { MetricRow } from '@neurite/core/define'

/** The first of the largest. */
export function largest(values: ArrayLike<number>): number {
  let at = 0
  for (let k = 1; k < values.length; k++) if ((values[k] as number) > (values[at] as number)) at = k
  return at
}

/** The class that the targets tell: of one node 1 where its target is above 0.5. */
export function told({ targets }: MetricRow): number {
  return targets.length === 1 ? ((targets[0] as number) > 0.5 ? 1 : 0) : largest(targets)
}

/** The class that the network answers with: of one node 1 where its activation is above its threshold. */
export function answered({ outputs }: MetricRow, thresholds: readonly number[]): number {
  if (outputs.length > 1) return largest(outputs)
  return (outputs[0] as number) > (thresholds[0] as number) ? 1 : 0
}

export const right = (row: MetricRow, thresholds: readonly number[]): boolean => told(row) === answered(row, thresholds)

/** How many classes there are. */
export const classes = (nodes: number): number => Math.max(2, nodes)
