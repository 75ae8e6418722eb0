/** Reads the options of a call by its table: nothing is ignored, nothing is taken for something else. */

import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption, misplacedOptions, unknownOption } from '../errors/options.ts'
import { demand } from './demand.ts'
import { nearest } from './nearest.ts'
import { isObject, isRecord, type Option, type OptionTable } from './option.ts'

/** The options as the table reads them: with defaults where they are left out. */
export type ReadOptions<T extends OptionTable> = {
  readonly [K in keyof T as undefined extends ValueOf<T[K]> ? never : K]: ValueOf<T[K]>
} & {
  readonly [K in keyof T as undefined extends ValueOf<T[K]> ? K : never]?: Exclude<ValueOf<T[K]>, undefined>
}

/** What reading an option gives. */
export type ValueOf<O> = O extends Option<infer V> ? V : never

/**
 * The options that were given to `where`, checked whole, with the table's defaults for those left out (`undefined` is left
 * out). Throws one NeuriteError: UNKNOWN_OPTION for a name that the table does not know, with the nearest one that it does,
 * and INVALID_OPTION for a value that does not suit, or for anything but an object. Where `issues` is handed in they are
 * collected there, and what does not suit is read as left out.
 *
 * @example
 * const { batchSize } = readOptions(given, 'train', { batchSize: wholeNumber(1, 32) })
 */
export function readOptions<const T extends OptionTable>(
  given: unknown,
  where: string,
  table: T,
  issues?: Issue[],
): ReadOptions<T> {
  const isTable = isRecord(table) && Object.values(table).every(isObject)
  demand(isTable, 'readOptions', 'table', table, 'a table: { name: { wants, suits } }')
  const found: Issue[] = issues ?? []
  const read: Record<string, unknown> = {}
  const options = given === undefined ? {} : given
  const isPlain = isObject(options) && Object.prototype.toString.call(options) === '[object Object]'
  if (isPlain) {
    for (const name in options) if (!Object.hasOwn(table, name)) found.push(unknown(where, name, options, table))
  } else found.push(misplacedOptions(where, given, Object.keys(table), suiting(given, table)))
  for (const [name, one] of Object.entries(table)) {
    const value = isPlain ? options[name] : undefined
    if (value === undefined) {
      if (one.required && isPlain) found.push(invalidOption(name, value, one.wants, where))
      if (one.otherwise !== undefined) read[name] = one.otherwise
    } else if (one.suits(value)) {
      // A −0 is a 0, as in JSON.
      read[name] = typeof value === 'number' ? value + 0 : value
    } else {
      found.push(invalidOption(name, value, one.wants, where))
      if (one.otherwise !== undefined) read[name] = one.otherwise
    }
  }
  if (issues === undefined && found.length > 0) throw new NeuriteError(found)
  return read as ReadOptions<T>
}

/** A definition put where the options belong has names of its own, none of which was meant. */
function unknown(where: string, name: string, options: Record<string, unknown>, table: OptionTable): Issue {
  const suits = name === 'type' ? suiting(options, table) : []
  if (suits.length > 0) return misplacedOptions(where, options, Object.keys(table), suits)
  const known = Object.keys(table)
  const written = new Map(known.map((one) => [one, one]))
  for (const one of known) {
    for (const other of table[one]?.also ?? []) written.set(other, one)
    for (const inner of table[one]?.holds ?? []) written.set(inner, `${one}: { ${inner} }`)
  }
  const near = nearest(name, written.keys())
  return unknownOption(where, name, known, near === null ? null : (written.get(near) as string))
}

/** The options for which this value would do, if it was meant as one of them. */
function suiting(given: unknown, table: OptionTable): string[] {
  if (given === null) return []
  return Object.keys(table).filter((name) => (table[name]?.looks ?? table[name]?.suits)?.(given))
}
