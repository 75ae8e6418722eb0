/** Text that should be JSON. */

import { invalidFormat } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'

/** Its value; anything but a text is that value already. Throws INVALID_FORMAT. */
export function parsed(json: unknown): unknown {
  if (typeof json !== 'string') return json
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new NeuriteError(invalidFormat('this text is no JSON'), { cause })
  }
}
