/** The losses of a history from its items: along each branch one behind the other, as far as its log goes. */

import type { History } from '../../history/history.ts'
import type { Damages } from './damages.ts'
import { lossForm } from './kept-heads.ts'
import { type KeptParts, pad } from './kept-parts.ts'
import type { RestoredLog } from './restored-log.ts'

/** Where a branch says which of its losses are there, all of them must be. */
export function readLosses<State, Action>(
  parts: KeptParts,
  damages: Damages,
  { branches }: RestoredLog,
  { log, measures }: History<State, Action>,
): void {
  const all = parts.grouped('loss')
  for (const [number, { index, counts }] of branches) {
    const { start: branchStart, end } = log.branch(index)
    let first: number | null = null
    let next = branchStart + 1
    for (const { item, second } of all.get(number) ?? []) {
      const { key, numbers } = item
      const head = damages.head(key, item.head, lossForm)
      if (head === null) continue
      const { branch, start } = head
      if (branch !== number || start !== second || numbers === null || numbers.length === 0 || start < next) {
        damages.found(key, 'its numbers do not belong there')
        continue
      }
      // What was written early, and the log never came to.
      if (start > end) break
      if (first !== null && start !== next) damages.found(key, `loss ${next} should come next`)
      first ??= start
      next = Math.min(end + 1, start + numbers.length)
      for (let k = 0; start + k < next; k++) measures.append(index, start + k, numbers[k] as number)
    }
    const wanted = counts?.losses ?? null
    if (wanted !== null && wanted.start < wanted.end && (first !== wanted.start || next < wanted.end)) {
      damages.found(`loss/${pad(number)}`, `those from ${wanted.start} to ${wanted.end - 1} should be there`)
    }
  }
}
