/** What can be asked of every node of a step. */

import type { Slabs } from '../kernels/memory.ts'
import type { Plan } from '../plan/plan.ts'
import type { Quantity } from '../signal.ts'

const QUANTITY: Readonly<Record<Quantity, true>> = {
  netInput: true,
  activation: true,
  delta: true,
  gradient: true,
  weights: true,
}

export const QUANTITIES: readonly Quantity[] = Object.keys(QUANTITY) as Quantity[]

const SLABS = { netInput: 'netInputs', activation: 'values', delta: 'deltas' } as const

/** What an update has left in the memory. */
interface StepNumbers {
  readonly plan: Plan
  readonly slabs: Slabs
  readonly gradients: Float64Array
  readonly parameters: Float64Array
}

/**
 * One quantity of all nodes, copied, node after node in `graph.order`: each with its numbers row by row, so that the one of
 * node k in row n is `values[k * rows + n]`; of gradients and weights each node's own, bias first.
 */
export function valuesOf({ plan, slabs, gradients, parameters }: StepNumbers, what: Quantity): Float64Array {
  const { laneOfDeclared, start } = plan.layout
  if (what === 'gradient' || what === 'weights') {
    const own = what === 'gradient' ? gradients : parameters
    return gathered(laneOfDeclared, own, plan.layout.parameters, (lane) => [
      start[lane] as number,
      start[lane + 1] as number,
    ])
  }
  const { batch } = slabs
  return gathered(laneOfDeclared, slabs[SLABS[what]], laneOfDeclared.length * batch, (lane) => [
    lane * batch,
    (lane + 1) * batch,
  ])
}

function gathered(
  lanes: Int32Array,
  own: Float64Array,
  length: number,
  span: (lane: number) => readonly [number, number],
): Float64Array {
  const values = new Float64Array(length)
  let to = 0
  for (const lane of lanes) {
    const [from, end] = span(lane)
    for (let k = from; k < end; k++) values[to++] = own[k] as number
  }
  return values
}
