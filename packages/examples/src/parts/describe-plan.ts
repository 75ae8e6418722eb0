/** A plan in words: which nodes fire together. */

import { type Graph, plan } from '@neurite/core'

/** One line per block: its form, and what computes in it, in order. */
export function describePlan(graph: Graph, fuse: 'auto' | 'never'): string[] {
  const { blocks, layout } = plan(graph, fuse)
  return blocks.map(({ form, parts }) => {
    const names = parts.map((part) =>
      part.form === 'through' ? part.edge : layout.order.slice(part.firstLane, part.firstLane + part.lanes).join(' '),
    )
    return `${form.padEnd(8)} ${names.join(' · ')}`
  })
}
