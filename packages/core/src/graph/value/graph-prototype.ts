/** What every graph says when it is printed, or turned to JSON. */

import { brandOf, FORM } from '../../door/brand.ts'
import { inspectable, type Printed } from '../../text/inspectable.ts'
import { folded, listed } from '../../text/printed.ts'
import { shown } from '../../text/shown.ts'
import { type Graph, type GraphNode, nodesInOrder } from './graph.ts'
import { graphToJSON } from './json.ts'

/** Graphs have it as prototype; it holds nothing that can be listed. */
export const graphPrototype: object = {}

Object.defineProperty(graphPrototype, brandOf('graph'), { value: FORM })
inspectable<Graph>(graphPrototype, told)
Object.defineProperty(graphPrototype, 'toJSON', {
  value(this: Graph) {
    return graphToJSON(this)
  },
})

/** Neighbors of one kind that read the same stand in one line. */
function told(graph: Graph): Printed {
  const nodes = nodesInOrder(graph)
  const edges = nodes.reduce((sum, { inputs }) => sum + inputs.length, 0)
  const title = `Graph of ${counted(nodes.length, 'node')} and ${counted(edges, 'edge')}`
  const layers: GraphNode[][] = []
  for (const node of nodes) {
    const last = layers.at(-1)
    if (last?.[0]?.kind === node.kind && last[0].inputs === node.inputs) last.push(node)
    else layers.push([node])
  }
  const lines = layers.map((layer) => {
    const { kind, inputs } = layer[0] as GraphNode
    return `${listed(layer.map(({ id }) => id))}: ${shown(kind)}${inputs.length === 0 ? '' : ` of ${listed(inputs)}`}`
  })
  const frozen = graph.frozen === undefined ? [] : [`frozen: ${listed(graph.frozen)}`]
  const losses = graph.losses.map(({ loss, nodes }) => `loss: ${shown(loss.name)} of ${listed(nodes)}`)
  return {
    title,
    text: [title, ...folded(lines), `outputs: ${listed(graph.outputs)}`, ...losses, ...frozen].join('\n  '),
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
