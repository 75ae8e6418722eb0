/** What came back to every lane in a tick, edge by edge. */

import type { Flow } from '../flow/flow.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Memory } from '../kernels/memory.ts'
import { offsetOf } from '../plan/parameters.ts'
import type { Part } from '../plan/part.ts'
import type { Plan } from '../plan/plan.ts'
import { readingsBack, type SourcedReading } from '../plan/reading.ts'
import { edgeName } from '../text/names.ts'
import type { TracedShare } from './traced.ts'

/** For each lane the shares of a batch of one row, in the order in which they were added up. */
export function tracedShares(plan: Plan, flow: Flow, memory: Memory): readonly (readonly TracedShare[])[] {
  const { parts, losses, layout } = plan
  const found: TracedShare[][] = Array.from({ length: plan.lanes }, () => [])
  const first = parts.map(weightOffset)
  for (const reading of readingsBack(plan)) {
    const { reader, lane, slot, source } = reading
    const part = parts[reader]
    const offset = first[reader] ?? -1
    const at = (layout.start[lane] as number) + offset + slot
    const own =
      offset < 0 ? none : { weight: memory.parameters[at] as number, delta: memory.slabs.deltas[lane] as number }
    const from =
      part === undefined ? (losses[reader - parts.length]?.loss.name as string) : nameOf(part, reading, layout.order)
    found[source]?.push(Object.freeze({ from, ...own, share: flow.share(reading)[0] as number }))
  }
  return found
}

const none = { weight: null, delta: null }

/** Where the weights stand among the parameters of a neuron; −1 for whatever gives back something else than weight · δ. */
function weightOffset(part: Part): number {
  const isAffine = (part.form === 'dense' || part.form === 'single') && part.kind.computation.form === 'affine'
  return isAffine ? offsetOf(part.kind, part.inputs.lanes.length, 'weight') : -1
}

function nameOf(part: Part, { source, lane }: SourcedReading, order: readonly NodeId[]): string {
  return part.form === 'through' ? part.edge : edgeName(order[source] ?? '', order[lane] as NodeId, 0)
}
