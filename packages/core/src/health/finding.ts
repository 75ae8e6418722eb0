/** What a health check has to say: one thing that goes wrong in a training, with its cause and the way out. */

import type { NodeId } from '../graph/value/graph.ts'
import { figure as figureOf } from '../text/figure.ts'
import { shape, WIDTH } from '../text/inspectable.ts'
import { nodeName } from '../text/names.ts'
import { shown } from '../text/shown.ts'
import { wrapped } from '../text/wrapped.ts'

/** A plain value. `cause` and `wayOut` are full sentences for people. */
export interface Finding {
  /** Of the check that found it: 'dead neuron'. */
  readonly name: string
  /** The update at which it was found. */
  readonly step: number
  /** Where; null where it is the whole network. */
  readonly node: NodeId | null
  readonly edge: string | null
  /** The figure that made it a finding. */
  readonly value: number
  readonly cause: string
  readonly wayOut: string
}

const asFinding = shape<Finding>(({ name, step, node, edge, value, cause, wayOut }) => {
  const title = `${name} at step ${step}, ${placeOf({ node, edge })}: ${figure(value)}`
  return { title, text: [title, ...reasons(`  ${cause}`, wayOut)].join('\n') }
})

/** Where it is, by name. */
export function placeOf({ node, edge }: Pick<Finding, 'node' | 'edge'>): string {
  return edge ?? (node === null ? 'network' : nodeName(node))
}

/** A cause and its way out, as lines under a name. */
export function reasons(cause: string, wayOut: string): string[] {
  return [wrapped(cause, WIDTH, '  '), `  → ${wrapped(wayOut, WIDTH, '    ')}`]
}

/** A frozen finding; one that names no edge may leave it out. */
export function finding(given: Omit<Finding, 'edge'> & { readonly edge?: string | null }): Finding {
  const { cause, wayOut, edge = null } = given
  return asFinding({ ...given, edge, cause: shown(cause), wayOut: shown(wayOut) })
}

/** A figure in a sentence: four digits that matter. */
export function figure(value: number): string {
  return figureOf(value, 4)
}
