/** The contract of what crosses a wire under a name of its own. */

import type { Form, Misfit } from '../door/form.ts'
import type { Definitions } from '../graph/contracts/definition.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Quantity } from '../signal.ts'

/** What of a step, or of a walk's place, goes along. */
export interface ToWireOptions {
  /** The nodes whose numbers go along; none if left out. */
  readonly nodes?: readonly NodeId[]
  /** The quantities that go along of all nodes at once, as `step.values` gives them; none if left out. */
  readonly values?: readonly Quantity[]
}

export type WireFields = Readonly<Record<string, unknown>>

/** One kind of thing: how it is known, its fields, the form they must have when they come, and what is made of them. */
export interface Wired {
  readonly is: (value: unknown) => boolean
  /** Its fields, which may hold anything that has a form itself. */
  readonly write: (value: never, options: ToWireOptions) => object
  readonly form: Form<never>
  /** The thing again, where the table of definitions suffices for it. */
  readonly read: (fields: never, definitions: Definitions | null) => unknown
}

export function wired<T extends object, F>(given: {
  readonly is: (value: unknown) => boolean
  readonly write?: (value: T, options: ToWireOptions) => object
  readonly form: Form<F>
  readonly read: (fields: F, definitions: Definitions | null) => unknown
}): Wired {
  const { is, form, read, write = (value: T): object => ({ ...value }) } = given
  return { is, write, form: form as Form<never>, read }
}

/** Any number, NaN and infinities too. */
export const numeric: Form<number> = (value, at) => (typeof value === 'number' ? null : { at, wants: 'a number' })

export const floats: Form<Float64Array> = (value, at) =>
  value instanceof Float64Array ? null : { at, wants: 'a Float64Array' }

/** Anything at all: it was checked where it came. */
export const anything: Form<unknown> = () => null

export function one<T extends string>(...words: readonly T[]): Form<T> {
  return (value, at) => (words.includes(value as T) ? null : { at, wants: `one of ${words.join(', ')}` })
}

export function made<T>(by: abstract new (...given: never) => T, wants: string): Form<T> {
  return (value, at): Misfit | null => (value instanceof by ? null : { at, wants })
}

/** Whether a value has a form. */
export const fits =
  (form: Form<unknown>) =>
  (value: unknown): boolean =>
    form(value, '') === null

/** A form for each word that a field may have. */
export function byWord<T>(field: string, forms: Readonly<Record<string, Form<T>>>): Form<T> {
  return (value, at) => {
    const word = (value as WireFields | null)?.[field]
    const form = typeof word === 'string' && Object.hasOwn(forms, word) ? forms[word] : undefined
    if (form !== undefined) return form(value, at)
    return { at: at === '' ? field : `${at}.${field}`, wants: `one of ${Object.keys(forms).join(', ')}` }
  }
}
