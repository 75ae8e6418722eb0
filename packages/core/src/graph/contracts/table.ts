/** From the names that JSON carries back to definitions, by a table: there is no global registry. */

import { fit, type Misfit } from '../../door/form.ts'
import { unknownDefinition } from '../../errors/definitions.ts'
import { invalidFormat } from '../../errors/files.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import type { Definition, Definitions, Options, Reference } from './definition.ts'
import { referenceForm } from './reference-form.ts'

/**
 * The definition that a reference names, the same whenever a table is asked. A factory in the table is given the options,
 * frozen, and a `resolve` for the references among them. Throws UNKNOWN_DEFINITION where the table lacks a name, INVALID_FORMAT where the reference has
 * no right form, names a definition of another type, or cannot be made from these options.
 *
 * @example
 * resolve({ name: 'neuron', options: { activation: 'sigmoid' } }, standard, 'kind')
 */
export function resolve(reference: unknown, table: Definitions, type?: Definition['type']): Definition {
  // Looked at once, as deep as it is: what is nested in it is part of it.
  return resolveChecked(fit(referenceForm, completed(reference), refused), table, type)
}

function resolveChecked(reference: Reference, table: Definitions, type?: Definition['type']): Definition {
  const { name, options } = own(reference)
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry === undefined) throw new NeuriteError(unknownDefinition(name))
  const found = typeof entry === 'function' ? madeOnce(table, name, options, entry) : entry
  if (typeof found?.type !== 'string' || found.type !== (type ?? found.type))
    throw wrong(name, `is no ${type ?? 'definition'}`)
  if (found === entry && JSON.stringify(found.options) !== JSON.stringify(options))
    throw wrong(name, 'takes other options')
  return found
}

const wrong = (name: string, how: string, cause?: unknown): NeuriteError =>
  new NeuriteError(
    invalidFormat(`what the table has as ${name} ${how}`, { name }, 'put there what wrote this, under that name'),
    cause === undefined ? {} : { cause },
  )

/** What each table made, by name and options: asked again, it has one answer. */
const answers = new WeakMap<Definitions, Map<string, { readonly by: Factory; readonly found: Definition }>>()

type Factory = Extract<Definitions[string], (...given: never) => unknown>

function madeOnce(table: Definitions, name: string, options: Options, by: Factory): Definition {
  const known = answers.get(table) ?? new Map()
  answers.set(table, known)
  const key = `${name} ${JSON.stringify(options)}`
  const before = known.get(key)
  if (before?.by === by) return before.found
  const found = made(name, () => by(options, (nested) => resolveChecked(nested, table)))
  known.set(key, { by, found })
  return found
}

function made(name: string, make: () => Definition): Definition {
  try {
    return make()
  } catch (cause) {
    if (cause instanceof NeuriteError) throw cause
    throw wrong(name, 'cannot be made from these options', cause)
  }
}

const refused = ({ at, wants }: Misfit): NeuriteError =>
  new NeuriteError(invalidFormat(`a reference is a name or { name, options }: ${at || 'it'} is not ${wants}`))

/** With the options that may be left out. */
function completed(reference: unknown): unknown {
  const isRecord = typeof reference === 'object' && reference !== null && !Array.isArray(reference)
  return isRecord && !('options' in reference) ? { ...reference, options: {} } : reference
}

/** With frozen options of its own. */
function own(reference: Reference): Exclude<Reference, string> {
  if (typeof reference === 'string') return { name: reference, options: Object.freeze({}) }
  const { name, options = {} } = reference
  try {
    return { name, options: JSON.parse(JSON.stringify(options), (_, value) => Object.freeze(value)) as Options }
  } catch (cause) {
    throw new NeuriteError(invalidFormat(`the options of ${name} are no JSON`, { name }), { cause })
  }
}
