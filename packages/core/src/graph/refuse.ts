/** Where a list of issues becomes a throw. */

import { type Issue, NeuriteError } from '../errors.ts'

/** Throws the errors among these issues as one NeuriteError, if there is one. */
export function refuse(issues: readonly Issue[]): void {
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new NeuriteError(errors)
}
