/** Training by hand: one firing, phase, step or epoch at a time, forth and back. */

import type { Observable } from 'rxjs'
import type { Data } from '../data/dataset.ts'
import { readOptions } from '../door/read-options.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import type { Step } from '../step/step.ts'
import type { Here, NodeSoFar } from './here.ts'
import { OwnWalk } from './own-walk.ts'
import { RUN_OPTIONS, type RunOptions } from './run-action.ts'
import type { Stride } from './stride.ts'

/**
 * Trains by hand. Every stream of the network tells what fires, as ever, one node per block. Going back comes to the same
 * values again; it leaves no gap in the history, and what has been done before is done again without a branch.
 *
 * It has the network while it moves, and rests in between: whoever trains, predicts, changes or goes back then is served, a
 * step that was under way is forgotten, and the next move does it anew up to where it stood, or goes on from the state that
 * is in force then. Throws NO_LOSS, NO_HISTORY, and what `train` refuses; its moves throw ALREADY_TRAINING while somebody
 * trains, and TICK_BUSY from inside a tick or another move.
 *
 * @example
 * const w = walk(net, rows, { batchSize: 1 })
 * w.forward('node') // x1 fires
 * w.node('h4').activation // null: not yet
 */
export function walk<Id extends string, Raw>(
  net: Rewindable<Id, Raw>,
  data: Data<NoInfer<Raw>>,
  options?: RunOptions,
): Walk<Id>
export function walk(net: Rewindable, data: Data, options?: RunOptions): Walk {
  return new OwnWalk(engineOf(net, 'walk'), data, readOptions(options, 'walk', RUN_OPTIONS))
}

export interface Walk<Id extends string = string> extends Disposable {
  /** Where it stands: at once, then after each move. What an observer throws is thrown by the move, which stands. */
  readonly here$: Observable<Here<Id>>
  readonly here: Here<Id>
  /** What a node has computed so far in the step under way: `here.node(id)`. Throws UNKNOWN_NODE. */
  node(id: Id): NodeSoFar
  /** Whether the run has been gone through to its end, or the walk is closed. */
  readonly isOver: boolean
  /** Goes on; gives the last step that was completed on the way, null where none was. Throws as a step of `train` does. */
  forward(by?: Stride): Step<Id> | null
  /** Goes back; at the beginning of the history it stays where it is. Throws as `timeline.seek`. */
  back(by?: Stride): void
  /**
   * Ends it: a step that is under way is forgotten, and from then on it does nothing, whatever is called. Inside a tick of its
   * own the network is given free at once, and the step is forgotten when the firing is over.
   */
  close(): void
  /** \`using w = walk(net, rows)\` closes it. */
  [Symbol.dispose](): void
}
