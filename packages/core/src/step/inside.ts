/** What the last update of a machine computed, where it still stands. */

import type { Machine } from './machine.ts'
import type { Inside } from './step.ts'

export function inside({ transition, before }: Machine): Inside {
  const { plan, memory, penalty } = transition
  return { plan, slabs: memory.slabs, gradients: memory.gradients, penalty, before, parameters: memory.parameters }
}
