/** Networks from files and databases, with all their past. */

import type { Data } from './data/dataset.ts'
import type { DefinitionTable } from './graph/definition.ts'
import { Allowance } from './history/allowance.ts'
import { bytesFrom, type Source } from './history/bytes-from.ts'
import type { Item } from './history/item.ts'
import type { Level, ReadStoreOptions, ValueDamage } from './history/level-store.ts'
import { type FileDamage, type ReadFileOptions, readFile } from './history/read-file.ts'
import { Damages } from './inspect/saving/damages.ts'
import { came, foundIn } from './inspect/saving/found.ts'
import { PREFIX } from './inspect/saving/persist.ts'
import { recoveredLearner } from './inspect/saving/recovered-learner.ts'
import { restoredPast } from './inspect/saving/restored-past.ts'
import { historyBytes, Network } from './network.ts'
import { withinMemory } from './numerics/within-memory.ts'
import type { Optimizer } from './optimize/optimizer.ts'
import type { Fuse } from './plan/fuse.ts'

export interface LoadOptions {
  /** Optimizers of one's own that the run used; sgd and adam are known. */
  readonly optimizers?: readonly Optimizer[]
  /** The data it was trained on, where it was saved without. */
  readonly data?: readonly Data[]
  readonly fuse?: Fuse
  readonly history?: { readonly bytes?: number }
  /**
   * Makes the best of a damaged file or database: `timeline.recovered` says what was lost and where the network stands, and
   * `onDamage` is told of each damage. Otherwise damage is refused.
   */
  readonly recover?: boolean
  readonly onDamage?: (damage: FileDamage | ValueDamage) => void
  /**
   * What all that is read may come to in memory, before a history of it is made. By default 64 MiB, or 64 bytes for each byte
   * of the file where that is more: a stranger's file cannot take more, and one that is larger says so (TOO_LARGE).
   */
  readonly maxBytes?: number
}

/**
 * A network from the file that `timeline.save()` gave, with all its past, standing where it stood: train it with the same data
 * and options, and it goes on as if it had never stopped. The file may come from a stranger: whatever is in it, it is a sound
 * history or refused. Rejects with INVALID_FORMAT, NEWER_FORMAT, TIMELINE_DAMAGED (naming the place), TOO_LARGE, DATA_CHANGED,
 * DATA_MISSING, UNKNOWN_KIND, UNKNOWN_DEFINITION, and INVALID_OPTION for a source that gives no bytes.
 *
 * @example
 * const net = await loadNetwork(file('run.neurite'), standardKinds) // file of @neurite/core/node
 * const net = await loadNetwork(await fetch('run.neurite'), standardKinds)
 */
export async function loadNetwork(source: Source, kinds: DefinitionTable, options: LoadOptions = {}): Promise<Network> {
  const opening = new Opening(options)
  return opening.network(readFile(bytesFrom(source), opening.reading), kinds)
}

/**
 * A network from the database in which `persist` kept it, also of a process that was killed. `persist` it there again to go
 * on keeping it. Rejects as `loadNetwork`, with NOTHING_KEPT where none was ever whole, and with STORE_UNAVAILABLE.
 *
 * @example
 * const net = await openNetwork(level, standardKinds)
 * const kept = await persist(net, level)
 */
export async function openNetwork(
  level: Level,
  kinds: DefinitionTable,
  options: LoadOptions & { readonly prefix?: string } = {},
): Promise<Network> {
  const { prefix = PREFIX, recover = false, data } = options
  const opening = new Opening(options)
  const { stand, items } = await foundIn(level, prefix, opening.reading)
  const net = await opening.network(items, kinds)
  came(net.learner, stand, !recover, data === undefined)
  return net
}

/** One opening of a history. */
class Opening {
  readonly #options: LoadOptions
  readonly #bytes: number
  readonly #allowance: Allowance
  readonly #damages: Damages

  constructor(options: LoadOptions) {
    const { recover = false, onDamage = () => {}, history = {}, maxBytes } = options
    this.#options = options
    this.#bytes = historyBytes(history.bytes)
    this.#allowance = new Allowance(maxBytes)
    this.#damages = new Damages(recover, ({ place, what }) => onDamage({ key: String(place.key), what }))
  }

  /** How the items are to be read. */
  get reading(): ReadFileOptions & ReadStoreOptions {
    const { recover = false, onDamage = () => {} } = this.#options
    const told = (damage: FileDamage | ValueDamage): void => {
      const { what, ...place } = damage
      this.#damages.add({ place, what })
      onDamage(damage)
    }
    return { recover, onDamage: told, allowance: this.#allowance }
  }

  async network(items: AsyncIterable<Item>, kinds: DefinitionTable): Promise<Network> {
    const { optimizers = [], data = [], fuse = 'auto' } = this.#options
    const [bytes, allowance] = [this.#bytes, this.#allowance]
    const past = await restoredPast(items, { kinds, optimizers, data, bytes, allowance }, this.#damages)
    const options = { fuse, bytes, optimizers: past.optimizers }
    const { own, recovered } = withinMemory(() => recoveredLearner(past, options, this.#damages))
    own.past.recovered = recovered
    return new Network(own)
  }
}
