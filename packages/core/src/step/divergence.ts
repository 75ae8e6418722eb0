/** Finds where a number first stopped being finite, so that a diverging run can be refused by name. */

import type { Issue } from '../errors/issue.ts'
import { trainingDiverged } from '../errors/training.ts'
import type { NodeKind } from '../graph/contracts/kind.ts'
import type { GraphNode } from '../graph/value/graph.ts'
import type { Memory } from '../kernels/memory.ts'
import { placeAt } from '../plan/parameters.ts'
import type { Plan } from '../plan/plan.ts'
import { edgeAt } from '../text/names.ts'

/**
 * Whether every number is finite. Sums of x − x, which is 0 for a finite x and NaN otherwise: no branch per number. Two
 * sums and whole-number places are what V8 runs through fastest.
 */
export function allFinite(values: Float64Array): boolean {
  const length = values.length | 0
  let a = 0
  let b = 0
  let k = 0
  for (; k + 1 < length; k += 2) {
    const x = values[k] as number
    const y = values[k + 1] as number
    a += x - x
    b += y - y
  }
  if (k < length) a += (values[k] as number) - (values[k] as number)
  return a + b === 0
}

/** The loss is not finite: the first node in plan order whose net input or activation is not, else the loss's own node. */
export function divergedForward(step: number, plan: Plan, { slabs }: Memory): Issue {
  const { batch, netInputs, values } = slabs
  const { order } = plan.layout
  for (let lane = 0; lane < order.length; lane++) {
    for (let k = lane * batch; k < (lane + 1) * batch; k++) {
      const node = order[lane] as string
      if (!Number.isFinite(netInputs[k])) return trainingDiverged(step, node, null, 'the net input')
      if (!Number.isFinite(values[k])) return trainingDiverged(step, node, null, 'the activation')
    }
  }
  const node = plan.graph.losses[0]?.nodes[0] as string
  return trainingDiverged(step, node, null, 'the loss')
}

/** A pending parameter, or what the optimizer keeps of it, is not finite: the first one in plan order, as a bias or an edge. */
export function divergedUpdate(step: number, plan: Plan, { nextParameters, nextSlots, gradients }: Memory): Issue {
  const { order, start } = plan.layout
  const pending = [nextParameters, ...nextSlots]
  const index = nextParameters.findIndex((_, k) => pending.some((values) => !Number.isFinite(values[k])))
  const lane = start.findIndex((_, k) => (start[k + 1] as number) > index)
  const node = plan.graph.nodes[order[lane] as string] as GraphNode
  const kind = plan.graph.kinds[node.kind] as NodeKind
  const { slot, parameter } = placeAt(kind, node.inputs.length, index - (start[lane] as number))
  const what = Number.isFinite(gradients[index]) ? 'the next value' : 'the gradient'
  return trainingDiverged(step, node.id, slot === null ? null : edgeAt(node, slot), `${what} of the ${parameter}`)
}
