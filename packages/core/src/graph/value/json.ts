/** A graph as JSON can carry it, written. What is written here, `graphFromJSON` reads. */

import { throughNotJson } from '../../errors/graph.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { edgeAt } from '../../text/names.ts'
import { type Reference, reference } from '../contracts/definition.ts'
import { demandGraph, type Graph, type GraphLoss, type GraphNode, type NodeId, nodesInOrder } from './graph.ts'
import { format, type GraphJson, type LossJson, type NodeJson, version } from './json-form.ts'

/**
 * The graph as a plain value for JSON.stringify. A fan-in that several nodes share is written once. Throws
 * THROUGH_NOT_JSON where edges carry operators.
 *
 * @example
 * graphFromJSON(JSON.stringify(graphToJSON(graph)), standard) // deep equal to graph
 */
export function graphToJSON(graph: Graph): GraphJson {
  demandGraph(graph, 'toJSON')
  const nodes = nodesInOrder(graph)
  const carrying = nodes.flatMap(edgesWithOperators)
  if (carrying.length > 0) throw new NeuriteError(carrying.map(throughNotJson))
  const labels = new Map<string, string>()
  const kinds: Record<string, Reference> = Object.create(null)
  for (const [key, kind] of Object.entries(graph.kinds)) {
    let label = kind.name
    for (let n = 2; label in kinds; n++) label = `${kind.name} ${n}`
    labels.set(key, label)
    kinds[label] = reference(kind)
  }
  const listed = new Map<readonly NodeId[], NodeId>()
  return {
    format,
    version,
    kinds,
    nodes: nodes.map((node) => nodeToJson(node, labels.get(node.kind) ?? node.kind, listed)),
    inputs: graph.inputs,
    outputs: graph.outputs,
    losses: graph.losses.map(lossToJson),
    ...(graph.frozen !== undefined && { frozen: graph.frozen }),
  }
}

function edgesWithOperators(node: GraphNode): string[] {
  return Object.keys(node.through ?? {}).map((slot) => edgeAt(node, Number(slot)))
}

function nodeToJson(node: GraphNode, kind: string, listed: Map<readonly NodeId[], NodeId>): NodeJson {
  const { id, inputs, weights, bias, delays } = node
  const same = listed.get(inputs)
  if (same === undefined && inputs.length > 1) listed.set(inputs, id)
  return {
    id,
    kind,
    ...(same !== undefined ? { inputsOf: same } : inputs.length > 0 ? { inputs } : {}),
    ...(weights === undefined ? {} : { weights }),
    ...(bias === undefined ? {} : { bias }),
    ...(delays === undefined ? {} : { delays }),
  }
}

function lossToJson({ loss, nodes, weight }: GraphLoss): LossJson {
  return { loss: reference(loss), nodes, ...(weight === 1 ? {} : { weight }) }
}
