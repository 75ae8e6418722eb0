/** What may be chosen where a graph is brought to life. */

import { holding, isRecord, numberAbove, type Option, oneOf, option, type TableOf } from '../door/option.ts'
import { anOptimizer } from '../optimize/is-optimizer.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Fuse } from '../plan/fuse.ts'

export interface HistoryOptions {
  readonly bytes?: number
}

export interface NetworkOptions {
  /** Default `sgd({ learningRate: 0.1 })`. */
  readonly optimizer?: Optimizer
  /** Every random number of the network is drawn from it: start weights, the order of rows. A whole number; default 1. */
  readonly seed?: number
  /** `'auto'` fuses neurons that share their inputs into dense blocks; `'never'` keeps one block per node. Same bits. */
  readonly fuse?: Fuse
  /**
   * What may be kept of the past: bytes for keyframes, losses and the rows of live streams (default 64 MiB; the last 64
   * states come on top, in as many bytes at most, and up to 64 MiB for the machine that looks back, once somebody does).
   * `false` keeps none.
   */
  readonly history?: false | HistoryOptions
}

export const HISTORY_OPTIONS: TableOf<HistoryOptions, 'bytes'> = { bytes: numberAbove(0, 64 * 2 ** 20) }
export const FUSE: Option<Fuse> = oneOf<Fuse, Fuse>(['auto', 'never'], 'auto')

export const NETWORK_OPTIONS: TableOf<NetworkOptions, keyof NetworkOptions> = {
  optimizer: anOptimizer(sgd({ learningRate: 0.1 })),
  seed: option<number, number>('a safe integer', Number.isSafeInteger, 1),
  fuse: FUSE,
  history: holding(
    option<false | HistoryOptions, HistoryOptions>(
      '{ bytes }, or false to keep none',
      (value) => value === false || isRecord(value),
      {},
    ),
    'bytes',
  ),
}
