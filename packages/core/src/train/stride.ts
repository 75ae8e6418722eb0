/** How far one goes by hand. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'

/** How far one goes: to the next firing of a node, the end of a phase (forward, backward, update), a step or an epoch. */
export type Stride = 'node' | 'phase' | 'step' | 'epoch'

export const STRIDES: readonly Stride[] = ['node', 'phase', 'step', 'epoch']

/** Throws INVALID_OPTION for any other word. */
export function checkStride(by: Stride): void {
  if (!STRIDES.includes(by)) throw new NeuriteError(invalidOption('by', by, `one of ${STRIDES.join(', ')}`, 'walk'))
}
