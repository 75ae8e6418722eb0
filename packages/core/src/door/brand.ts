/** Tells what another copy of this package has made: two versions of it, or its ESM and its CommonJS side by side. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { foreignCopy, invalidArgument } from '../errors/options.ts'
import { isObject } from './option.ts'

/** Counts up when what crosses the door takes another form. */
export const FORM = 1

export type Branded = 'network' | 'snapshot' | 'dataset' | 'graph'

export const brandOf = (what: Branded): symbol => Symbol.for(`neurite/${what}`)

/** Marks everything that a class makes; another copy of the class carries the same mark. */
export function brand(made: { readonly prototype: object }, what: Branded): void {
  Object.defineProperty(made.prototype, brandOf(what), { value: FORM })
}

/** The form in which it was made, by whatever copy; undefined for anything else. */
export function formOf(value: unknown, what: Branded): unknown {
  return isObject(value) ? (value as Record<symbol, unknown>)[brandOf(what)] : undefined
}

/** FOREIGN_COPY where another copy has made it, INVALID_ARGUMENT for anything else: thrown where it is not our own. */
export function refuseForeign(value: unknown, what: Branded, where: string, marked: unknown, wants: string): never {
  if (formOf(marked, what) !== undefined) throw new NeuriteError(foreignCopy(where, what))
  throw new NeuriteError(invalidArgument(where, what, value, wants))
}
