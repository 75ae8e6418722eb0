/** Ordered lists of inputs, each kept once: nodes that read the same nodes in the same order share one join and can be fused. */

import type { GraphNode, NodeId } from '../graph/value/graph.ts'
import { DistinctLists } from './distinct-lists.ts'

/** One ordered list of inputs. */
export interface InputList {
  readonly index: number
  /** Declared positions of the nodes read, in fan-in order. */
  readonly sources: Int32Array
  /** The only node that reads this list, where one of its edges carries an operator. */
  readonly own: GraphNode | null
}

/** Finds each node's list: by the shared array where there is one, else by equal content. Linear in nodes and distinct arrays. */
export function inputLists(nodes: readonly GraphNode[]): { lists: InputList[]; ofNode: Int32Array } {
  const position = new Map<NodeId, number>(nodes.map((node, k) => [node.id, k]))
  const distinct = new DistinctLists()
  const own = new Map<number, GraphNode>()
  const byArray = new Map<readonly NodeId[], number>()
  const sourcesOf = (inputs: readonly NodeId[]) => Int32Array.from(inputs, (id) => position.get(id) as number)
  const ofNode = Int32Array.from(nodes, (node) => {
    if (node.through !== undefined) {
      const index = distinct.addOwn(sourcesOf(node.inputs))
      own.set(index, node)
      return index
    }
    let index = byArray.get(node.inputs)
    if (index === undefined) {
      index = distinct.add(sourcesOf(node.inputs))
      byArray.set(node.inputs, index)
    }
    return index
  })
  const lists = distinct.lists.map((sources, index) => ({ index, sources, own: own.get(index) ?? null }))
  return { lists, ofNode }
}
