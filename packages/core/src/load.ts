/** Networks from files and databases, with all their past. */

import { demandObject } from './door/demand.ts'
import { type ReadOptions, readOptions } from './door/read-options.ts'
import { HISTORY_OPTIONS } from './engine/network-options.ts'
import { storeInUse } from './errors/files.ts'
import { NeuriteError } from './errors/neurite-error.ts'
import { Allowance } from './files/allowance.ts'
import { bytesFrom, type Source } from './files/bytes-from.ts'
import type { Item } from './files/item.ts'
import type { ReadStoreOptions, ValueDamage } from './files/level-store.ts'
import { type FileDamage, type ReadFileOptions, readFile } from './files/read-file.ts'
import type { Definitions } from './graph/contracts/definition.ts'
import type { Graph } from './graph/value/graph.ts'
import { type Network, OwnNetwork } from './network.ts'
import { withinMemory } from './numerics/within-memory.ts'
import { Damages } from './saving/damages.ts'
import { type DatabasePlace, isDatabasePlace } from './saving/database-place.ts'
import { came, foundIn, hasMoved } from './saving/found.ts'
import { LOAD_OPTIONS, type LoadOptions } from './saving/load-options.ts'
import { recoveredEngine } from './saving/recovered-engine.ts'
import { refuseOtherGraph } from './saving/refuse-other-graph.ts'
import { restoredPast } from './saving/restored-past.ts'

/**
 * A network with all its past, standing where it stood: train it with the same data and options, and it goes on as if it had
 * never stopped. From the file that `save` gave, as a place or as bytes in any form, or from the place where `persist` kept
 * it, also of a process that was killed; `persist` it there again to go on keeping it. Definitions are looked up in a table:
 * `standard` of @neurite/nodes, and one's own beside them: kinds, losses, optimizers. The file may come from a stranger: whatever is in it, it is a
 * sound history or refused.
 *
 * Rejects with INVALID_FORMAT, NEWER_FORMAT, TIMELINE_DAMAGED (naming the place), TOO_LARGE, DATA_CHANGED, DATA_MISSING,
 * GRAPH_DIFFERS, UNKNOWN_KIND, UNKNOWN_DEFINITION, INVALID_OPTION for a source that gives no bytes; from a place where a
 * history is kept with NOTHING_KEPT where none was ever whole, STORE_UNAVAILABLE, and STORE_IN_USE where somebody writes faster
 * than it can be read.
 *
 * @example
 * const net = await load(file('run.neurite'), standard) // file and folder of @neurite/core/node
 * const net = await load(await fetch('run.neurite'), standard)
 * const net = await load(folder('run'), standard, { like: g }) // of the same ids as g
 */
export function load<Id extends string, In extends string, Raw, Answer>(
  source: Source | DatabasePlace,
  definitions: Definitions,
  options: LoadOptions & { readonly like: Graph<Id, In, Raw, Answer> },
): Promise<Network<Id, Raw, Answer>>
export function load(source: Source | DatabasePlace, definitions: Definitions, options?: LoadOptions): Promise<Network>
export async function load(
  source: Source | DatabasePlace,
  definitions: Definitions,
  options?: LoadOptions,
): Promise<Network> {
  demandObject(definitions, 'load', 'definitions', 'a table of definitions, such as standard')
  const read = readOptions(options, 'load', LOAD_OPTIONS)
  if (isDatabasePlace(source)) return keptIn(source, definitions, read, options?.data === undefined)
  const opening = new Opening(read)
  return opening.network(readFile(bytesFrom(source), opening.reading), definitions)
}

/** So often is a place read that somebody writes meanwhile. */
const TRIES = 3

async function keptIn(
  { open, prefix }: DatabasePlace,
  definitions: Definitions,
  options: ReadOptions<typeof LOAD_OPTIONS>,
  hasOwnData: boolean,
): Promise<Network> {
  const { level, close } = await open()
  try {
    for (let tries = 1; ; tries++) {
      const opening = new Opening(options)
      const { stand, items } = await foundIn(level, prefix, opening.reading)
      try {
        const net = await opening.network(items, definitions)
        if (net.timeline.recovered === null || !(await hasMoved(level, prefix, stand))) {
          came(net.engine, stand, !options.recover, hasOwnData)
          return net
        }
      } catch (error) {
        // Some databases give each value as it is when it is read, whatever was written since the first one.
        if (!(await hasMoved(level, prefix, stand))) throw error
      }
      if (tries === TRIES) throw new NeuriteError(storeInUse(prefix, 'somebody is writing what is kept'))
    }
  } finally {
    await close()
  }
}

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

  async network(items: AsyncIterable<Item>, definitions: Definitions): Promise<Network> {
    const { data, fuse, like } = this.#options
    const [bytes, allowance] = [this.#bytes, this.#allowance]
    const past = await restoredPast(items, { kinds: definitions, data, bytes, allowance }, this.#damages)
    const options = { fuse, optimizers: past.optimizers }
    const { own, recovered } = withinMemory(() => recoveredEngine(past, options, this.#damages))
    own.past.recovered = recovered
    if (like !== undefined) refuseOtherGraph(own.transition.plan.graph, like)
    return new OwnNetwork(own)
  }
}
