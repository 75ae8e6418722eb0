import { expect, test } from 'vitest'
import type { BackwardRows, NodeKind } from '../graph/contracts/kind.ts'
import { type Graph, type GraphNode, type NodeId, targetNodes } from '../graph/value/graph.ts'
import { network } from '../network.ts'
import type { Fuse } from '../plan/fuse.ts'
import { layout } from '../plan/layout.ts'
import { stretches } from '../plan/parameters.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Step } from '../step/step.ts'
import { affineBackward } from '../testing/affine-rows.ts'
import { graphShapes, randomGraph } from '../testing/random-graph.ts'
import { type RandomRow, randomRows } from '../testing/random-rows.ts'
import { linear, product, sigmoid, squaredError } from './sample-graphs.ts'

/** The order as it is written, node by node: what the gradients of an update must be, in the order of the layout. */
function literally(g: Graph, before: Snapshot, step: Step, rows: readonly RandomRow[]): Float64Array {
  const batch = rows.length
  const activations = step.values('activation')
  const lane = (values: Float64Array, id: NodeId) => {
    const k = g.order.indexOf(id)
    return values.slice(k * batch, (k + 1) * batch)
  }
  const errors = new Map(g.order.map((id) => [id, new Float64Array(batch)]))
  const add = (id: NodeId, n: number, term: number) => {
    const own = errors.get(id) as Float64Array
    own[n] = (own[n] as number) + term
  }
  for (const { nodes, weight } of g.losses) {
    for (const id of nodes) {
      const [output, target] = [lane(activations, id), targetNodes(g).indexOf(id)]
      rows.forEach((row, n) => {
        add(id, n, weight * ((output[n] as number) - (row.target[target] as number)))
      })
    }
  }
  const places = layout(g)
  const gradients = new Float64Array(places.parameters)
  for (let at = places.order.length - 1; at >= g.inputs.length; at--) {
    const node = g.nodes[places.order[at] as NodeId] as GraphNode
    const kind = g.kinds[node.kind] as NodeKind
    const own = stretches(kind, node.inputs.length)
    const first = places.start[at] as number
    const made: BackwardRows = {
      batch,
      options: kind.options,
      inputs: node.inputs.map((id) => lane(activations, id)),
      output: lane(activations, node.id),
      delta: errors.get(node.id) as Float64Array,
      inputDeltas: node.inputs.map(() => new Float64Array(batch)),
      parameters: Object.fromEntries(
        own.map(({ declared, offset, length }) => [
          declared.name,
          Float64Array.from(before.parameters.slice(first + offset, first + offset + length)),
        ]),
      ),
      gradients: Object.fromEntries(own.map(({ declared, length }) => [declared.name, new Float64Array(length)])),
    }
    const { computation } = kind
    if (computation.form === 'affine') affineBackward(computation.activation, made)
    else if (computation.form === 'custom') computation.backward(made)
    node.inputs.forEach((id, slot) => {
      for (let n = 0; n < batch; n++) add(id, n, made.inputDeltas[slot]?.[n] as number)
    })
    for (const { declared, offset, length } of own) {
      for (let k = 0; k < length; k++) {
        gradients[first + offset + k] = (made.gradients[declared.name]?.[k] as number) * (1 / batch)
      }
    }
  }
  return gradients
}

test.each(graphShapes)(
  '[FL30] what comes back is one running sum: losses as declared, readers from the last one on: %s',
  (shape) => {
    for (let seed = 0; seed < 12; seed++) {
      const g = randomGraph(seed, { shape, kinds: [sigmoid, linear, product], losses: [squaredError] })
      const batch = 1 + (seed % 5)
      const rows = randomRows(g, batch, seed)
      for (const fuse of ['never', 'auto'] satisfies Fuse[]) {
        const net = network(g, { seed, fuse })
        const before = net.snapshot
        const step = net.learn(rows)
        // step.values has them in declared order; here they stand by lane.
        const own = step.values('gradient')
        const places = layout(g)
        const wanted = literally(g, before, step, rows)
        let at = 0
        for (const id of g.order) {
          const k = places.lane.get(id) as number
          const part = wanted.subarray(places.start[k], places.start[k + 1])
          expect([...own.subarray(at, at + part.length)], `${seed} ${fuse} ${id}`).toEqual([...part])
          at += part.length
        }
      }
    }
  },
)
