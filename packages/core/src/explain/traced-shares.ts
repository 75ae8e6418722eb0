/** What came back to every lane in a tick, edge by edge. */

import type { Flow } from '../flow/flow.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Memory } from '../kernels/memory.ts'
import { offsetOf } from '../plan/parameters.ts'
import type { Part } from '../plan/part.ts'
import type { Plan } from '../plan/plan.ts'
import { edgeName } from '../text/names.ts'
import type { TracedShare } from './traced.ts'

/** For each lane the shares of a batch of one row, in the order in which they were added up: losses, then the last reader first. */
export function tracedShares(plan: Plan, flow: Flow, memory: Memory): readonly (readonly TracedShare[])[] {
  const { parts, losses, layout } = plan
  const found: TracedShare[][] = Array.from({ length: plan.lanes }, () => [])
  const tell = (source: number, share: TracedShare): void => {
    found[source]?.push(Object.freeze(share))
  }
  losses.forEach(({ loss, lanes }, k) => {
    lanes.forEach((source, slot) => {
      tell(source, {
        from: loss.name,
        ...none,
        share: flow.share({ reader: parts.length + k, lane: 0, slot })[0] as number,
      })
    })
  })
  for (const part of parts.toReversed()) {
    const isAffine = (part.form === 'dense' || part.form === 'single') && part.kind.computation.form === 'affine'
    const first = isAffine ? offsetOf(part.kind, part.inputs.lanes.length, 'weight') : 0
    for (let lane = part.firstLane + part.lanes - 1; lane >= part.firstLane; lane--) {
      part.inputs.lanes.forEach((source, slot) => {
        const share = flow.share({ reader: part.index, lane, slot })[0] as number
        const at = (layout.start[lane] as number) + first + slot
        const own = isAffine
          ? { weight: memory.parameters[at] as number, delta: memory.slabs.deltas[lane] as number }
          : none
        tell(source, { from: nameOf(part, source, lane, layout.order), ...own, share })
      })
    }
  }
  return found
}

const none = { weight: null, delta: null }

function nameOf(part: Part, source: number, lane: number, order: readonly NodeId[]): string {
  return part.form === 'through' ? part.edge : edgeName(order[source] ?? '', order[lane] as NodeId, 0)
}
