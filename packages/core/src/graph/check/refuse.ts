/** Where a list of issues becomes a throw. */

import type { Issue } from '../../errors/issue.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'

/** Throws the errors among these issues as one NeuriteError, if there is one. */
export function refuse(issues: readonly Issue[]): void {
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new NeuriteError(errors)
}
