/** Turns groups into blocks: one block per group, or one per node. Nothing else depends on the choice. */

import { edgeId, type GraphNode, type NodeId } from '../graph/graph.ts'
import { type BlockInputs, type BlockPlan, blockInputs } from './block-plan.ts'
import type { InputList } from './input-list.ts'
import { type Group, type Layout, parametersOf } from './layout.ts'

/** `'auto'` fuses what shares its inputs; `'never'` gives every node a block of its own. */
export type Fuse = 'auto' | 'never'

/** The blocks in plan order, and how many lanes they have: those of the layout, then one per edge with an operator. */
export function fuse(layout: Layout, mode: Fuse): { blocks: BlockPlan[]; inputs: BlockInputs[]; lanes: number } {
  const blocks: BlockPlan[] = []
  const inputs: BlockInputs[] = []
  const ofList = new Map<InputList, BlockInputs>()
  let lanes = layout.order.length

  const share = (slots: Int32Array): BlockInputs => {
    const made = blockInputs(inputs.length, slots)
    inputs.push(made)
    return made
  }
  const throughLane = (node: GraphNode, slot: number, source: number): number => {
    const through = node.through?.[slot]
    if (through === undefined) return source
    const edge = edgeId(node.inputs[slot] as NodeId, node.id, node.delays?.[slot])
    const reads = share(Int32Array.of(source))
    const place = { index: blocks.length, firstLane: lanes, lanes: 1, inputs: reads }
    blocks.push({ form: 'through', ...place, edge, to: node.id, through })
    return lanes++
  }
  const read = (list: InputList): BlockInputs => {
    const known = ofList.get(list)
    if (known !== undefined) return known
    const { own, sources } = list
    const slots = sources.map((declared, slot) => {
      const source = layout.laneOfDeclared[declared] as number
      return own === null ? source : throughLane(own, slot, source)
    })
    const made = share(slots)
    ofList.set(list, made)
    return made
  }

  for (const group of layout.groups) {
    const reads = read(group.list)
    const size = mode === 'auto' ? group.lanes : 1
    for (let lane = 0; lane < group.lanes; lane += size)
      blocks.push(block(group, lane, size, reads, blocks.length, layout))
  }
  return { blocks, inputs, lanes }
}

function block(
  group: Group,
  lane: number,
  lanes: number,
  inputs: BlockInputs,
  index: number,
  layout: Layout,
): BlockPlan {
  const { kind } = group
  const firstLane = group.firstLane + lane
  if (kind.computation.form === 'source') return { form: 'source', index, firstLane, lanes, inputs }
  const firstParameter = layout.start[firstLane] as number
  const stride = parametersOf(kind, inputs.lanes.length)
  return { form: lanes > 1 ? 'dense' : 'single', index, firstLane, lanes, inputs, kind, firstParameter, stride }
}
