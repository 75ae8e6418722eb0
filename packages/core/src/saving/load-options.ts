/** What may be chosen where a history is read. */

import type { Data } from '../data/dataset.ts'
import { callable, holding, isObject, isRecord, option, type TableOf, trueOrFalse } from '../door/option.ts'
import { FUSE, type HistoryOptions } from '../engine/network-options.ts'
import type { ValueDamage } from '../files/level-store.ts'
import type { FileDamage } from '../files/read-file.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Fuse } from '../plan/fuse.ts'

export interface LoadOptions {
  /**
   * A graph with the same ids, inputs and outputs as the one that stands in the history, or GRAPH_DIFFERS: then TypeScript knows
   * of the network what it knows of this.
   */
  readonly like?: Graph<string, string, never, unknown>
  /** The data it was trained on, where it was saved without. */
  readonly data?: readonly Data[]
  readonly fuse?: Fuse
  readonly history?: HistoryOptions
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

export const LOAD_OPTIONS: TableOf<LoadOptions, Exclude<keyof LoadOptions, 'like' | 'onDamage' | 'maxBytes'>> = {
  like: option('a graph', isObject),
  data: option<readonly Data[], readonly Data[]>('a list of data: [rows]', Array.isArray, []),
  fuse: FUSE,
  history: holding(option<HistoryOptions, HistoryOptions>('{ bytes }', isRecord, {}), 'bytes'),
  recover: trueOrFalse(false),
  onDamage: callable('a function'),
  maxBytes: option('a number of bytes above 0', (value) => typeof value === 'number' && value > 0),
}
