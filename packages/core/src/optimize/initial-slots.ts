/** What an optimizer keeps before it has moved anything. */

import type { Optimizer } from './optimizer.ts'

export function initialSlots(optimizer: Optimizer, parameters: number): Float64Array[] {
  return optimizer.init?.(parameters, optimizer) ?? optimizer.slots.map(() => new Float64Array(parameters))
}
