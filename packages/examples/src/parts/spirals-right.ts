/** How many points of the two spirals a network tells right. */

import type { Network } from '@neurite/core'
import type { Point } from '../data/spirals.ts'

export function spiralsRight(net: Network, points: readonly Point[]): number {
  const logits = net.predictAll(points.map(({ x, y }) => [x, y]))
  return points.filter(({ label }, k) => (logits[k]?.[0] as number) > 0 === (label === 1)).length
}
