/** Turns groups into parts: one per group, or one per node. Nothing else depends on the choice. */

import type { GraphNode } from '../graph/value/graph.ts'
import { edgeAt } from '../text/names.ts'
import type { InputList } from './input-list.ts'
import type { Group, Layout } from './layout.ts'
import { parametersOf } from './parameters.ts'
import { type Part, type PartInputs, partInputs } from './part.ts'

/** `'auto'` fuses what shares its inputs, and chains of small parts; `'never'` gives every node a block of its own. */
export type Fuse = 'auto' | 'never'

/** The parts in plan order, and how many lanes they have: those of the layout, then one per edge with an operator. */
export function fuse(layout: Layout, mode: Fuse): { parts: Part[]; lanes: number } {
  const parts: Part[] = []
  const ofList = new Map<InputList, PartInputs>()
  let lanes = layout.order.length

  const throughLane = (node: GraphNode, slot: number, source: number): number => {
    const through = node.through?.[slot]
    if (through === undefined) return source
    const edge = edgeAt(node, slot)
    const reads = partInputs(Int32Array.of(source))
    const place = { index: parts.length, firstLane: lanes, lanes: 1, inputs: reads }
    parts.push({ form: 'through', ...place, edge, to: node.id, through })
    return lanes++
  }
  const read = (list: InputList): PartInputs => {
    const known = ofList.get(list)
    if (known !== undefined) return known
    const { own, sources } = list
    const slots = sources.map((declared, slot) => {
      const source = layout.laneOfDeclared[declared] as number
      return own === null ? source : throughLane(own, slot, source)
    })
    const made = partInputs(slots)
    ofList.set(list, made)
    return made
  }

  for (const group of layout.groups) {
    const reads = read(group.list)
    const size = mode === 'auto' ? group.lanes : 1
    for (let lane = 0; lane < group.lanes; lane += size)
      parts.push(part(group, lane, size, reads, parts.length, layout))
  }
  return { parts, lanes }
}

function part(group: Group, lane: number, lanes: number, inputs: PartInputs, index: number, layout: Layout): Part {
  const { kind } = group
  const firstLane = group.firstLane + lane
  if (kind.computation.form === 'source') return { form: 'source', index, firstLane, lanes, inputs }
  const firstParameter = layout.start[firstLane] as number
  const stride = parametersOf(kind, inputs.lanes.length)
  return { form: lanes > 1 ? 'dense' : 'single', index, firstLane, lanes, inputs, kind, firstParameter, stride }
}
