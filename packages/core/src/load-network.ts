/** Networks from files and databases, with all their past. */

import { demandObject } from './door/demand.ts'
import { text } from './door/option.ts'
import { type ReadOptions, readOptions } from './door/read-options.ts'
import type { DefinitionTable } from './graph/definition.ts'
import { Allowance } from './history/allowance.ts'
import { bytesFrom, type Source } from './history/bytes-from.ts'
import type { Item } from './history/item.ts'
import type { Level, ReadStoreOptions, ValueDamage } from './history/level-store.ts'
import { type FileDamage, type ReadFileOptions, readFile } from './history/read-file.ts'
import { Damages } from './inspect/saving/damages.ts'
import { came, foundIn } from './inspect/saving/found.ts'
import { LOAD_OPTIONS, type LoadOptions } from './inspect/saving/load-options.ts'
import { demandLevel, PREFIX } from './inspect/saving/persist.ts'
import { recoveredLearner } from './inspect/saving/recovered-learner.ts'
import { restoredPast } from './inspect/saving/restored-past.ts'
import { Network } from './network.ts'
import { withinMemory } from './numerics/within-memory.ts'
import { HISTORY_OPTIONS } from './train/network-options.ts'

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
export async function loadNetwork(source: Source, kinds: DefinitionTable, options?: LoadOptions): Promise<Network> {
  demandObject(kinds, 'loadNetwork', 'kinds', 'a table of definitions, such as standardKinds')
  const opening = new Opening(readOptions(options, 'loadNetwork', LOAD_OPTIONS))
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
  options?: LoadOptions & { readonly prefix?: string },
): Promise<Network> {
  demandLevel(level, 'openNetwork')
  demandObject(kinds, 'openNetwork', 'kinds', 'a table of definitions, such as standardKinds')
  const { prefix, ...read } = readOptions(options, 'openNetwork', OPEN_OPTIONS)
  const { recover } = read
  const opening = new Opening(read)
  const { stand, items } = await foundIn(level, prefix, opening.reading)
  const net = await opening.network(items, kinds)
  came(net.learner, stand, !recover, options?.data === undefined)
  return net
}

const OPEN_OPTIONS = { ...LOAD_OPTIONS, prefix: text(PREFIX) }

/** One opening of a history. */
class Opening {
  readonly #options: ReadOptions<typeof LOAD_OPTIONS>
  readonly #bytes: number
  readonly #allowance: Allowance
  readonly #damages: Damages

  constructor(options: ReadOptions<typeof LOAD_OPTIONS>) {
    const { recover, onDamage = () => {}, history, maxBytes } = options
    this.#options = options
    this.#bytes = readOptions(history, 'history', HISTORY_OPTIONS).bytes
    this.#allowance = new Allowance(maxBytes)
    this.#damages = new Damages(recover, ({ place, what }) => onDamage({ key: String(place.key), what }))
  }

  /** How the items are to be read. */
  get reading(): ReadFileOptions & ReadStoreOptions {
    const { recover, onDamage = () => {} } = this.#options
    const told = (damage: FileDamage | ValueDamage): void => {
      const { what, ...place } = damage
      this.#damages.add({ place, what })
      onDamage(damage)
    }
    return { recover, onDamage: told, allowance: this.#allowance }
  }

  async network(items: AsyncIterable<Item>, kinds: DefinitionTable): Promise<Network> {
    const { optimizers, data, fuse } = this.#options
    const [bytes, allowance] = [this.#bytes, this.#allowance]
    const past = await restoredPast(items, { kinds, optimizers, data, bytes, allowance }, this.#damages)
    const options = { fuse, bytes, optimizers: past.optimizers }
    const { own, recovered } = withinMemory(() => recoveredLearner(past, options, this.#damages))
    own.past.recovered = recovered
    return new Network(own)
  }
}
