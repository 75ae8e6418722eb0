/** The network that goes on with a past that was restored: where it stood, or where to recover it can. */

import { Engine } from '../engine/engine.ts'
import type { EngineOptions } from '../engine/engine-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Address } from '../history/log.ts'
import type { Recovered } from '../past/recovered.ts'
import { rowsAt } from '../step/action.ts'
import type { Damages } from './damages.ts'
import type { RestoredPast } from './restored-past.ts'

/** Multiplications that are done again without being asked for: about a second. */
const MOST_WORK = 4e8
/** What a step costs besides, in these. */
const STEP_WORK = 500

/**
 * A network's engine with the past that was restored. To recover it does again what leads from the nearest kept state to
 * where it stood, and stands at the kept state where it cannot; so it never goes on from an older state as the newer.
 */
export function recoveredEngine(
  past: RestoredPast,
  options: Omit<EngineOptions, 'remembered'>,
  damages: Damages,
): { readonly own: Engine; readonly recovered: Recovered | null } {
  const own = new Engine(past.now, { ...options, remembered: past })
  for (const note of past.notes) own.past.notes.push(note)
  const { history } = past
  const { head } = past
  if (head !== null && (head.branch !== history.head.branch || head.position !== history.head.position)) {
    goOn(own, past, head, damages)
  }
  if (damages.count === 0) return { own, recovered: null }
  const place = ({ branch, position }: Address) =>
    Object.freeze({ step: history.log.stepAt({ branch, position }), position, branch: history.log.branch(branch).name })
  const recovered = { ...place(history.head), stood: head && place(head), lost: Object.freeze([...damages.lost]) }
  return { own, recovered: Object.freeze(recovered) }
}

function goOn(own: Engine, past: RestoredPast, head: Address, damages: Damages): void {
  const { step } = past.now
  if (workTo(past, head) > MOST_WORK) {
    damages.found('now', `it stands at step ${step}; timeline.seek does again what came after, which takes long`)
    return
  }
  try {
    own.moveTo(head)
  } catch (error) {
    if (!(error instanceof NeuriteError)) throw error
    damages.found('now', `what came after step ${step} cannot be done again: ${error.message}`, error)
  }
}

/** About how many multiplications lead from where the history stands to another state; without end where it cannot tell. */
function workTo({ history, now }: RestoredPast, to: Address): number {
  const { log, head } = history
  if (!log.leadsTo(head, to)) return Number.POSITIVE_INFINITY
  let work = 0
  for (const { entry, from, to: end } of log.stretchesFrom({ branch: to.branch, position: head.position })) {
    const { action } = entry
    const rows = action.type === 'batch' ? rowsAt(action, { epoch: 0, batch: 0, run: null }) : 1
    work += (Math.min(end, to.position) - from) * (STEP_WORK + rows * now.parameters.length)
    if (end >= to.position || work > MOST_WORK) break
  }
  return work
}
