/** Where a list of issues becomes a throw. */

import type { Issue } from '../../errors/issue.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'

/** Throws these errors as one NeuriteError, if there is one. */
export function refuse(errors: readonly Issue[]): void {
  if (errors.length > 0) throw new NeuriteError(errors)
}
