/**
 * What comes back to a part: for each of its lanes, the edges by which others read it, in plan order of the readers.
 * That order is the order of the sum ∂L/∂a, so it is fixed here, once, for every kernel and grouping.
 */

import type { Part } from './part.ts'
import type { LossLanes } from './routes.ts'

/** Fields of one return: reader (part, or loss numbered after the parts), first lane read, how many, first slot there. */
export const FIELDS = 4

/** The returns of part k are the FIELDS-tuples from `start[k]` to `start[k + 1] - 1`. */
export interface Returns {
  readonly start: Int32Array
  readonly fields: Int32Array
}

type Visit = (part: number, reader: number, lane: number, lanes: number, slot: number) => void

/** The returns of the parts that `wanted` admits; the others have none. Readers come in ascending order. */
export function returns(
  parts: readonly Part[],
  losses: readonly LossLanes[],
  owner: Int32Array,
  wanted: (part: Part) => boolean,
): Returns {
  const admitted = Uint8Array.from(parts, (part) => (wanted(part) ? 1 : 0))
  const walk = (visit: Visit): void => {
    for (const reader of parts) {
      const { runs } = reader.inputs
      for (let k = 0; k < runs.length; k += 3) {
        splitByOwner(runs[k] as number, runs[k + 1] as number, runs[k + 2] as number, (owned, lane, lanes, slot) => {
          if (admitted[owned] === 1) visit(owned, reader.index, lane, lanes, slot)
        })
      }
    }
    losses.forEach(({ lanes }, k) => {
      lanes.forEach((lane, slot) => {
        const owned = owner[lane] as number
        if (admitted[owned] === 1) visit(owned, parts.length + k, lane, 1, slot)
      })
    })
  }
  const splitByOwner = (
    first: number,
    count: number,
    slot: number,
    visit: (owned: number, lane: number, lanes: number, slot: number) => void,
  ): void => {
    for (let lane = first; lane < first + count; ) {
      const part = parts[owner[lane] as number] as Part
      const end = Math.min(first + count, part.firstLane + part.lanes)
      visit(part.index, lane, end - lane, slot + lane - first)
      lane = end
    }
  }

  const start = new Int32Array(parts.length + 1)
  walk((part) => {
    start[part + 1] = (start[part + 1] as number) + 1
  })
  for (let k = 0; k < parts.length; k++) start[k + 1] = (start[k + 1] as number) + (start[k] as number)
  const fields = new Int32Array((start[parts.length] as number) * FIELDS)
  const next = start.slice(0, parts.length)
  walk((part, reader, lane, lanes, slot) => {
    const at = (next[part] as number) * FIELDS
    fields[at] = reader
    fields[at + 1] = lane
    fields[at + 2] = lanes
    fields[at + 3] = slot
    next[part] = (next[part] as number) + 1
  })
  return { start, fields }
}
