/** What optimizers ask of a number they are steered by. */

import { invalidOption, NeuriteError } from '../errors.ts'

/**
 * The value if it is a finite number that suits, else INVALID_OPTION with `wants` as the way out. A −0 comes back as 0,
 * because JSON knows no other.
 */
export function numberOption(option: string, value: unknown, wants: string, suits: (value: number) => boolean): number {
  if (typeof value === 'number' && Number.isFinite(value) && suits(value)) return value + 0
  throw new NeuriteError(invalidOption(option, value, wants))
}
