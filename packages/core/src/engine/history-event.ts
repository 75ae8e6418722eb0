/** What happened to a network, told by its own type. */

import type { Issue } from '../errors/issue.ts'
import type { MadeChange } from '../step/change.ts'
import { shape } from '../text/inspectable.ts'
import { shown } from '../text/shown.ts'

/**
 * What happened to a network, once for each cause and after it is in force. `step` is where the network stands then, `branch`
 * on which branch; null where no history is kept.
 */
export type HistoryEvent =
  /** An update was made: of `train`, `learn` or a walk. `loss` is the mean over its rows, before it. */
  | { readonly type: 'stepped'; readonly step: number; readonly branch: string | null; readonly loss: number }
  /** `net.change`. */
  | { readonly type: 'changed'; readonly step: number; readonly branch: string | null; readonly change: MadeChange }
  /** To another state of the history: `seek`, `undo`, `redo`, or a walk that goes back. */
  | { readonly type: 'moved'; readonly step: number; readonly branch: string }
  /** `net.restore`: the state begins a branch of its own. */
  | { readonly type: 'restored'; readonly step: number; readonly branch: string | null }
  /** A branch left another at a step; what was done there is told next. */
  | { readonly type: 'branched'; readonly step: number; readonly branch: string; readonly from: string }
  | { readonly type: 'renamed'; readonly branch: string; readonly from: string }
  | { readonly type: 'dropped'; readonly branch: string }
  /** `step` and `branch` are those of the state that the note is about. */
  | { readonly type: 'noted'; readonly step: number; readonly branch: string; readonly text: string }
  /** TRAINING_DIVERGED: nothing of that step was kept. */
  | { readonly type: 'refused'; readonly step: number; readonly branch: string | null; readonly issue: Issue }

export const historyEvent: (fields: HistoryEvent) => HistoryEvent = shape<HistoryEvent>((event) => {
  const { type, branch, ...rest } = event
  const place = 'step' in event ? ` step ${event.step}` : ''
  return { title: `${type}${place}${branch === null ? '' : ` on ${shown(branch)}`}`, value: rest }
})
