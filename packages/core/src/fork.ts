/** Another network with the same past. */

import { type TableOf, text } from './door/option.ts'
import { readOptions } from './door/read-options.ts'
import { engineOf } from './engine/engine-of.ts'
import { fork as forked } from './engine/fork.ts'
import type { Rewindable } from './engine/trainable.ts'
import { type Network, OwnNetwork } from './network.ts'
import { type Moment, Moments } from './past/moments.ts'
import { CHANGE_OPTIONS, type Change } from './step/change.ts'

export interface ForkOptions extends Change {
  /** What the fork's branch is called. Default: 'main'. */
  readonly branch?: string
}

const OPTIONS: TableOf<ForkOptions, 'branch'> = { branch: text('main'), ...CHANGE_OPTIONS }

/**
 * Another network with the same past up to a moment, and what is changed there. Both go on by themselves. Throws as
 * `timeline.at`, and what is wrong with the change.
 *
 * @example
 * const slower = fork(net, 137, { optimizer: sgd({ learningRate: 0.1 }) })
 */
export function fork<N extends Rewindable>(net: N, moment: Moment, options?: ForkOptions): N
export function fork(net: Rewindable, moment: Moment, options?: ForkOptions): Network {
  const from = engineOf(net, 'fork')
  const { branch, ...change } = readOptions(options, 'fork', OPTIONS)
  const own = forked(from, new Moments(from.past).address(moment), branch)
  if (Object.keys(change).length > 0) own.change(change)
  return new OwnNetwork(own)
}
