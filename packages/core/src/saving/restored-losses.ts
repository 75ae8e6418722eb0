/** The losses of a history from its items: along each branch one behind the other, as far as its log goes. */

import type { History } from '../history/history.ts'
import type { Damages } from './damages.ts'
import { lossForm } from './kept-heads.ts'
import { type KeptParts, pad } from './kept-parts.ts'
import type { RestoredLog } from './restored-log.ts'

/**
 * Where a branch says which of its losses are there, all of them must be. To recover, those behind the last gap are left, if
 * they go on to the end of the branch: the next loss that is measured stands behind the last.
 */
export function readLosses<State, Action>(
  parts: KeptParts,
  damages: Damages,
  { branches }: RestoredLog,
  { log, measures }: History<State, Action>,
): void {
  const all = parts.grouped('loss')
  for (const [number, { index, counts }] of branches) {
    const { start: branchStart, end } = log.branch(index)
    let held: { readonly start: number; readonly numbers: Float64Array }[] = []
    let next = branchStart + 1
    for (const { item, second: start } of all.get(number) ?? []) {
      const { key, numbers } = item
      const head = damages.head(key, item.head, lossForm)
      const isOwn = head?.branch === number && head.start === start && start >= next
      if (head !== null && (!isOwn || numbers === null || numbers.length === 0)) {
        damages.found(key, 'its numbers do not belong there')
      }
      // What was written early, and the log never came to.
      if (!isOwn || numbers === null || start > end) continue
      if (held.length > 0 && start !== next) {
        damages.found(key, `loss ${next} should come next`)
        held = []
      }
      held.push({ start, numbers: numbers.subarray(0, end + 1 - start) })
      next = Math.min(end + 1, start + numbers.length)
    }
    const wanted = counts?.losses ?? null
    const isThere = wanted === null || (held[0]?.start === wanted.start && next >= wanted.end)
    if (!isThere)
      damages.found(`loss/${pad(number)}`, `those from ${wanted.start} to ${wanted.end - 1} should be there`)
    if (damages.recover && next <= end) continue
    for (const { start, numbers } of held) {
      for (let k = 0; k < numbers.length; k++) measures.append(index, start + k, numbers[k] as number)
    }
  }
}
