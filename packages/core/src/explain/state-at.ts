/** A state of the past without holding anything else up. */

import type { TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { lookingAt, refuseCancelled } from '../past/looking.ts'
import { type Moment, Moments } from '../past/moments.ts'
import type { LookOptions } from '../past/search.ts'
import { LOOK_OPTIONS } from '../past/search-options.ts'
import type { Snapshot } from '../state/snapshot.ts'

/** `signal` cancels it; `slice` is how many milliseconds it works at a stretch, 12 if left out. */
export type StateAtOptions = Pick<LookOptions, 'signal' | 'slice'>

const { signal, slice } = LOOK_OPTIONS
const OPTIONS: TableOf<StateAtOptions> = { signal, slice }

/**
 * The state at a moment, as `timeline.at` gives it, recomputed in slices of time between which everything else has its turn.
 * One that is at hand comes at once. Rejects with CANCELLED, and as `timeline.at` throws.
 *
 * @example
 * const abort = new AbortController()
 * const state = await stateAt(net, 137, { signal: abort.signal })
 */
export async function stateAt<Id extends string>(
  net: Rewindable<Id>,
  moment: Moment<NoInfer<Id>>,
  options?: StateAtOptions,
): Promise<Snapshot<Id>> {
  const read = readOptions(options, 'stateAt', OPTIONS)
  const { past } = engineOf(net, 'stateAt')
  const address = new Moments(past).address(moment)
  refuseCancelled(read.signal)
  return past.atHand(address) ?? lookingAt(past).at(address, read)
}
