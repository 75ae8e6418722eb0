/** What can be reached along edges, delayed ones too. */

import type { Wiring } from './wiring.ts'

/** Marks (1) the nodes that these reach: 'forward' along the edges, or 'backward' against them. They reach themselves. */
export function reach(wiring: Wiring, from: Iterable<number>, direction: 'forward' | 'backward'): Uint8Array {
  const { nodes, sources, users, readers, fanInOf } = wiring
  const reached = new Uint8Array(nodes.length)
  const passed = new Uint8Array(sources.start.length - 1)
  const waiting: number[] = []
  const visit = (node: number): void => {
    if (node < 0 || reached[node] === 1) return
    reached[node] = 1
    waiting.push(node)
  }
  const pass = (fanIn: number): void => {
    if (passed[fanIn] === 1) return
    passed[fanIn] = 1
    const { start, items } = direction === 'forward' ? users : sources
    for (let k = start[fanIn] as number; k < (start[fanIn + 1] as number); k++) visit(items[k] as number)
  }
  for (const node of from) visit(node)
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (direction === 'backward') pass(fanInOf[node] as number)
    else
      for (let k = readers.start[node] as number; k < (readers.start[node + 1] as number); k++)
        pass(readers.items[k] as number)
  }
  return reached
}
