/** The log of a branch in segments of 1024 entries: all but the last stay what they are. */

import type { Item } from '../files/item.ts'
import type { BranchLog } from '../history/branch.ts'
import type { Entry } from '../history/entry.ts'
import type { Log } from '../history/log.ts'
import type { Action } from '../step/action.ts'
import { actionToJSON } from './action-json.ts'
import { SEGMENT_ENTRIES } from './kept-heads.ts'
import type { KeptItem } from './kept-item.ts'

/** What was to be kept has been given up meanwhile: look again at what there is. */
export class GivenUp extends Error {}

/** The segments of a branch as it is now. Making one throws GivenUp where the branch has been dropped since. */
export function logSegments(log: Log<Action>, branch: BranchLog): KeptItem[] {
  const { index, entryCount, end } = branch
  const entry = (k: number): Entry<Action> => {
    if (branch.entryCount < entryCount) throw new GivenUp()
    const found = log.entry(index, k)
    // The last one may have grown.
    return k === entryCount - 1 ? { ...found, count: end - found.start } : found
  }
  return Array.from({ length: Math.ceil(entryCount / SEGMENT_ENTRIES) }, (_, segment) => {
    const to = Math.min(entryCount, (segment + 1) * SEGMENT_ENTRIES)
    const mark = to < entryCount ? SEGMENT_ENTRIES : `${to} ${end}`
    return { last: segment, mark, make: (key) => segmentItem(key, index, segment, to, entry) }
  })
}

function segmentItem(
  key: string,
  branch: number,
  segment: number,
  to: number,
  entry: (k: number) => Entry<Action>,
): Item {
  const from = segment * SEGMENT_ENTRIES
  const indices = new Map<string, number>()
  let [before, index]: [Action | null, number] = [null, 0]
  const numbers = new Float64Array(4 * (to - from))
  for (let k = from; k < to; k++) {
    const { action, first, isStep, count } = entry(k)
    if (action !== before) {
      const text = JSON.stringify(actionToJSON(action))
      index = indices.get(text) ?? indices.size
      indices.set(text, index)
      before = action
    }
    numbers.set([index, first, isStep ? 1 : 0, count], 4 * (k - from))
  }
  const actions = Array.from(indices.keys(), (text) => JSON.parse(text) as unknown)
  return { key, head: { branch, segment, actions, entries: to - from }, numbers }
}
