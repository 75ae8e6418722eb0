/** What a history refers to by name: graphs, data and optimizers, each read when something first refers to it. */

import { type Data, type Dataset, keptDataset } from '../data/dataset.ts'
import type { KnownData } from '../data/known-data.ts'
import type { StepData } from '../data/step-data.ts'
import { dataChanged, dataMissing } from '../errors/data.ts'
import { timelineDamaged, tooLarge } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Allowance } from '../files/allowance.ts'
import { graphFromJSON } from '../graph/compose/from-json.ts'
import type { Definitions, Reference } from '../graph/contracts/definition.ts'
import { type Graph, targetNodes } from '../graph/value/graph.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import type { Optimizers } from '../optimize/optimizers.ts'
import { layout } from '../plan/layout.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Referred } from './action-json.ts'
import type { Damages } from './damages.ts'
import { type DataHead, dataForm } from './kept-heads.ts'
import type { KeptParts } from './kept-parts.ts'

export interface ReferenceOptions {
  /** The table of kinds, activations, losses and initializers. */
  readonly kinds: Definitions
  /** Where all data is held. */
  readonly known: KnownData
  /** The data it was trained on, where it was saved without: known by fingerprint. */
  readonly data: readonly Data[]
  readonly optimizers: Optimizers
  readonly allowance: Allowance
  /** Whether all data should be there. */
  readonly withData: boolean
}

type Made<T> = { readonly value: T } | { readonly error: unknown }

export class References implements Referred {
  readonly #parts: KeptParts
  readonly #damages: Damages
  readonly #options: ReferenceOptions
  readonly #graphs = new Map<string, Made<Graph>>()
  readonly #data = new Map<string, Made<StepData>>()
  /** Graphs by what they read, and those that were not looked at for it yet. */
  readonly #byColumns = new Map<string, Graph>()
  readonly #unseen: string[]
  /** What was handed in, as each graph that asks for it takes it. */
  readonly #handed = new Map<string, readonly Dataset[]>()

  constructor(parts: KeptParts, damages: Damages, options: ReferenceOptions) {
    this.#parts = parts
    this.#damages = damages
    this.#options = options
    this.#unseen = parts.prints('graph')
  }

  /** Throws TIMELINE_DAMAGED where it is not there or another, TOO_LARGE, and what its definitions are refused for. */
  graph(print: string): Graph {
    return once(this.#graphs, print, () => this.#readGraph(print))
  }

  /** Throws TIMELINE_DAMAGED where it is not there or other data, DATA_CHANGED, DATA_MISSING. */
  data(print: string): StepData {
    return once(this.#data, print, () => this.#readData(print))
  }

  /** Throws UNKNOWN_DEFINITION, and INVALID_OPTION where its options make no sense. */
  optimizer(named: Reference): Optimizer {
    return this.#options.optimizers.of(named)
  }

  #readGraph(print: string): Graph {
    const key = `graph/${print}`
    const item = this.#parts.printed('graph', print)
    if (item === undefined) throw damaged(key, 'it is referred to and not there')
    const graph = graphFromJSON(item.head, this.#options.kinds)
    const bytes = 8 * layout(graph).parameters
    const { limit } = this.#options.allowance
    if (bytes > limit) throw new NeuriteError(tooLarge({ key }, bytes, limit))
    const has = graphFingerprint(graph)
    if (has !== print) throw damaged(key, `the graph has the fingerprint ${has}`)
    return graph
  }

  #readData(print: string): StepData {
    const key = `data/${print}`
    const item = this.#parts.printed('data', print)
    const head = item === undefined ? null : this.#damages.head(key, item.head, dataForm)
    if (item === undefined || head === null) throw damaged(key, 'it is referred to and not there')
    const { rows, inputs, targets } = head
    const { numbers } = item
    const graph = this.#graphFor(head)
    if (graph === null) throw damaged(key, 'its columns are those of no graph')
    if (numbers === null) return this.#handedIn(print, head, graph)
    if (numbers.length !== rows * (inputs.length + targets.length)) throw damaged(key, `it has not ${rows} rows`)
    const at = rows * inputs.length
    const own = keptDataset({ inputs: numbers.subarray(0, at), targets: numbers.subarray(at) }, graph)
    if (own.fingerprint !== print) throw damaged(key, `the data has the fingerprint ${own.fingerprint}`)
    return this.#options.known.once(own)
  }

  #handedIn(print: string, { rows, inputs, targets, gone }: DataHead, graph: Graph): StepData {
    const given = this.#handedFor(graph)
    const found = given.find(({ fingerprint }) => fingerprint === print)
    if (found !== undefined) {
      if (found.rows !== rows) throw damaged(`data/${print}`, `it has ${found.rows} rows, not ${rows}`)
      return this.#options.known.once(found)
    }
    if (gone === true) return this.#options.known.named({ fingerprint: print, rows, inputs, targets })
    if (!this.#damages.recover) {
      if (given.length > 0) {
        throw new NeuriteError(dataChanged(print, given.map(({ fingerprint }) => fingerprint).join(', ')))
      }
      if (this.#options.withData) throw new NeuriteError(dataMissing(print, rows))
    }
    return this.#options.known.without({ fingerprint: print, rows, inputs, targets })
  }

  /** A graph that reads these columns. */
  #graphFor(head: DataHead): Graph | null {
    const wanted = columns(head.inputs, head.targets)
    for (;;) {
      const known = this.#byColumns.get(wanted)
      const print = known === undefined ? this.#unseen.pop() : undefined
      if (print === undefined) return known ?? null
      const graph = this.#damages.attempt(`graph/${print}`, () => this.graph(print))
      if (graph !== null) this.#byColumns.set(columnsOf(graph), graph)
    }
  }

  #handedFor(graph: Graph): readonly Dataset[] {
    const key = columnsOf(graph)
    const known = this.#handed.get(key)
    if (known !== undefined) return known
    const taken = this.#options.data.flatMap((data) => {
      try {
        return [keptDataset(data, graph)]
      } catch (error) {
        if (error instanceof NeuriteError) return []
        throw error
      }
    })
    this.#handed.set(key, taken)
    return taken
  }
}

const damaged = (key: string, what: string): NeuriteError =>
  new NeuriteError(timelineDamaged({ key }, `${key}: ${what}`))

const columns = (inputs: readonly string[], targets: readonly string[]): string => JSON.stringify([inputs, targets])
const columnsOf = (graph: Graph): string => columns(graph.inputs, targetNodes(graph))

/** What was made, or refused, the first time. */
function once<T>(all: Map<string, Made<T>>, name: string, make: () => T): T {
  let made = all.get(name)
  if (made === undefined) {
    try {
      made = { value: make() }
    } catch (error) {
      made = { error }
    }
    all.set(name, made)
  }
  if ('value' in made) return made.value
  throw made.error
}
