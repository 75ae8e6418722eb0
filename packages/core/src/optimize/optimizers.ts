/** Finds the optimizer that a snapshot names: one that was handed in, or one that a table makes of its options. */

import { definitionConflict, unknownDefinition } from '../errors/definitions.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { type Reference, reference } from '../graph/contracts/definition.ts'
import { sameDefinition } from '../graph/contracts/same-definition.ts'
import type { Optimizer } from './optimizer.ts'

export type MakeOptimizer = (options: unknown) => Optimizer

export class Optimizers {
  readonly #known = new Map<string, Optimizer>()
  readonly #table: Readonly<Record<string, MakeOptimizer>>

  readonly #find: (named: Reference) => Optimizer

  /** What the table cannot make is looked up by `find`. */
  constructor(
    given: Iterable<Optimizer> = [],
    table: Readonly<Record<string, MakeOptimizer>> = {},
    find: (named: Reference) => Optimizer = refuseUnknown,
  ) {
    this.#table = table
    this.#find = find
    for (const optimizer of given) this.remember(optimizer)
  }

  /** Throws DEFINITION_CONFLICT where another one is known by its name and options. */
  remember(optimizer: Optimizer): void {
    this.refuseOther(optimizer)
    this.#known.set(JSON.stringify(reference(optimizer)), optimizer)
  }

  /** Throws as `remember`, and remembers nothing. */
  refuseOther(optimizer: Optimizer): void {
    const known = this.#known.get(JSON.stringify(reference(optimizer)))
    if (known !== undefined && !sameDefinition(known, optimizer)) throw new NeuriteError(definitionConflict(optimizer))
  }

  /** Throws UNKNOWN_DEFINITION, INVALID_OPTION where the options make no sense, and as what looks it up. */
  of(named: Reference): Optimizer {
    const key = JSON.stringify(named)
    const found = this.#known.get(key)
    if (found !== undefined) return found
    const { name, options } = typeof named === 'string' ? { name: named, options: {} } : named
    const make = Object.hasOwn(this.#table, name) ? this.#table[name] : undefined
    const made = make === undefined ? this.#find(named) : make(options)
    this.#known.set(key, made)
    return made
  }

  /** All that were handed in or made. */
  all(): Optimizer[] {
    return [...this.#known.values()]
  }
}

function refuseUnknown(named: Reference): never {
  throw new NeuriteError(unknownDefinition(typeof named === 'string' ? named : named.name))
}
