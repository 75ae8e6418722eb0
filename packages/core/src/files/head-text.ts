/** The head of an item as a text. */

import { textTooLong } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'

/** JSON of what describes an item. Throws TEXT_TOO_LONG where no engine has room for it, and a TypeError for what JSON cannot hold. */
export function headText(key: string, parts: readonly unknown[]): string {
  try {
    return JSON.stringify(parts)
  } catch (cause) {
    if (cause instanceof RangeError && /string length/i.test(cause.message)) {
      throw new NeuriteError(textTooLong(key), { cause })
    }
    throw cause
  }
}
