/** The loss of a batch. */

import type { Slabs } from './memory.ts'

/** The mean over the rows, summed in their order. */
export function meanLoss({ losses, batch }: Pick<Slabs, 'losses' | 'batch'>): number {
  let sum = 0
  for (let n = 0; n < batch; n++) sum += losses[n] as number
  return sum / batch
}
