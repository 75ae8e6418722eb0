/** The kept states of a history from its items, each held against what the log says of its place. */

import { timelineDamaged } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Item } from '../files/item.ts'
import type { History } from '../history/history.ts'
import type { Address } from '../history/log.ts'
import { graphFingerprint } from '../state/graph-fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'
import type { Damages } from './damages.ts'
import { type StateHead, stateForm } from './kept-heads.ts'
import { type KeptParts, pad } from './kept-parts.ts'
import type { References } from './references.ts'
import type { RestoredLog } from './restored-log.ts'
import { snapshotOfItem } from './snapshot-item.ts'

/** A state and where it stands in the log. */
export interface PlacedState {
  readonly at: Address
  readonly state: Snapshot
}

type StatePart = { readonly item: Item; readonly head: StateHead }

export class RestoredStates {
  readonly #parts: KeptParts
  readonly #damages: Damages
  readonly #log: RestoredLog
  readonly #references: References
  readonly #history: History<Snapshot, Action>

  constructor(
    parts: KeptParts,
    damages: Damages,
    log: RestoredLog,
    references: References,
    history: History<Snapshot, Action>,
  ) {
    this.#parts = parts
    this.#damages = damages
    this.#log = log
    this.#references = references
    this.#history = history
  }

  /** Every kept state that the log leads to; gives the last of them. */
  read(): PlacedState | null {
    const { log, keyframes } = this.#history
    const states = this.#parts.grouped('state')
    let last: PlacedState | null = null
    for (const [number, { index, counts }] of this.#log.branches) {
      const own = states.get(number) ?? []
      const positions = new Set(own.map(({ second }) => second))
      const { parent } = log.branch(index)
      if (counts === null && parent === null && !positions.has(0))
        this.#damages.found(stateKey(number, 0), 'it is not there')
      const missing = firstMissing(counts?.states ?? [], positions)
      if (missing !== null) this.#damages.found(stateKey(number, missing), 'it is not there')
      for (const { item, second } of own) {
        const at = this.#log.address({ branch: number, position: second })
        // What was written early, and the log never came to.
        if (at === null) continue
        const head = this.#damages.head(item.key, item.head, stateForm)
        const isPinned = parent === null && second === 0
        // One that was made in another order of sums cannot be made anew.
        const isWanted = isPinned || second % keyframes.spacing === 0 || second <= log.branch(index).sealed
        const state = head === null ? null : this.#state({ item, head }, { branch: number, position: second })
        if (state === null) continue
        last = { at, state }
        if (isWanted) keyframes.keep(at, state, isPinned)
      }
    }
    return last
  }

  /** The state that an item holds, if it is the one of this place. */
  #state({ item, head }: StatePart, named: Address): Snapshot | null {
    const { key } = item
    const at = this.#log.address(named)
    const { log } = this.#history
    if (at === null || head.branch !== named.branch || head.position !== named.position) {
      this.#damages.found(key, 'it is the state of another place')
      return null
    }
    if (head.state.step !== log.stepAt(at)) {
      this.#damages.found(key, `it is at step ${head.state.step}, where the log has ${log.stepAt(at)}`)
      return null
    }
    const wanted = this.#log.graphs.at(at)
    return this.#damages.attempt(key, () => {
      const graph = this.#references.graph(head.state.graph)
      if (wanted !== null && wanted !== graph && graphFingerprint(wanted) !== head.state.graph) {
        throw new NeuriteError(timelineDamaged({ key }, `${key}: the log has another graph there`))
      }
      return snapshotOfItem(item, head.state, graph, this.#references.optimizer(head.state.optimizer))
    })
  }

  /** The state in which it was saved, of where it stood; to recover, of where the state itself says. */
  readNow(head: Address | null): PlacedState | null {
    const item = this.#parts.one('now')
    if (item === undefined) {
      this.#damages.found('now', 'it is not there')
      return null
    }
    const found = this.#damages.head('now', item.head, stateForm)
    const named = head ?? found
    const at = named === null ? null : this.#log.address(named)
    if (found === null || named === null || at === null) return null
    const state = this.#state({ item, head: found }, named)
    return state && { at, state }
  }
}

const stateKey = (branch: number, position: number): string => `state/${pad(branch)}/${pad(position)}`

/** The first of these positions that is not among those that are there, looking at no more of them than there are. */
function firstMissing(
  runs: readonly (readonly [first: number, spacing: number, count: number])[],
  there: ReadonlySet<number>,
): number | null {
  let left = there.size
  for (const [first, spacing, count] of runs) {
    for (let k = 0; k < count; k++) if (left-- <= 0 || !there.has(first + k * spacing)) return first + k * spacing
  }
  return null
}
