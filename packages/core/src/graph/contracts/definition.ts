/** What kinds, activations, losses, initializers, optimizers and metrics have in common: a name and options that JSON can carry. */

import { demand } from '../../door/demand.ts'
import { isObject } from '../../door/option.ts'
import { inspectable, type Printed } from '../../text/inspectable.ts'
import { shown } from '../../text/shown.ts'

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Options of a definition, as JSON; a nested definition stands there as its `Reference`. */
export type Options = { readonly [key: string]: Json }

/** A definition as JSON names it: its name alone, or name and options. */
export type Reference = string | { readonly name: string; readonly options: Options }

/** A named, immutable thing that a graph is composed of. Equal name and equal options mean equal behavior. */
export interface Definition {
  readonly type: 'kind' | 'activation' | 'loss' | 'initializer' | 'optimizer' | 'metric'
  readonly name: string
  /** What it was made with; `{}` where there is nothing to choose. */
  readonly options: Options
}

/**
 * The table that turns names read from JSON back into definitions: a definition itself, or a factory that is given the
 * options and `resolve` for nested references. Tables are plain objects, so `{ ...standard, product }` adds one's own.
 */
export type Definitions = Readonly<
  Record<string, Definition | ((options: Options, resolve: (reference: Reference) => Definition) => Definition)>
>

function demandDefinition(given: unknown, where: string): void {
  const suits = isObject(given) && typeof given.name === 'string' && isObject(given.options)
  demand(suits, where, 'definition', given, 'a kind, activation, loss, initializer, optimizer or metric')
}

/** The reference that names this definition in JSON. */
export function reference(definition: Definition): Reference {
  demandDefinition(definition, 'reference')
  const { name, options } = definition
  return Object.keys(options).length === 0 ? name : { name, options }
}

/** One string per behavior: equal keys, equal definitions. `neuron{"activation":"sigmoid"}` */
export function definitionKey(definition: Definition): string {
  demandDefinition(definition, 'definitionKey')
  const { name, options } = definition
  return Object.keys(options).length === 0 ? name : `${name}${JSON.stringify(options)}`
}

/** Its type, name and options: what it computes is no text. */
function told({ type, name, options }: Definition): Printed {
  const title = `${type} ${shown(name)}`
  return Object.keys(options).length === 0 ? { title, text: title } : { title, value: options }
}

/** Freezes a definition with everything plain inside it, options above all, and returns it. */
export function freezeDefinition<T extends Definition>(definition: T): T {
  if (!Object.isFrozen(definition)) inspectable<T>(definition, told)
  const seen = new Set<unknown>()
  const waiting: unknown[] = [definition]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    const prototype = Object.getPrototypeOf(value)
    if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) continue
    seen.add(value)
    for (const inner of Object.values(Object.freeze(value))) if (inner !== undefined) waiting.push(inner)
  }
  return definition
}
