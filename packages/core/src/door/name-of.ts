/** The name that a question is asked about: as text, or an edge by its ends. */

import { type EdgeEnds, edgeName, readEdge } from '../text/names.ts'
import { demand, demandText, demandWhole } from './demand.ts'
import { isObject } from './option.ts'

/** An edge as it is written, other text as it is. Throws INVALID_ARGUMENT. */
export function nameOf(given: unknown, where: string, argument: string, wants: string): string {
  if (!isObject(given)) {
    demandText(given, where, argument, wants)
    const edge = readEdge(given)
    return edge === null ? given : edgeName(edge.from, edge.to, edge.delay)
  }
  const { from, to, delay } = given as Partial<EdgeEnds>
  const suits = typeof from === 'string' && typeof to === 'string'
  demand(suits, where, argument, given, `${wants}, or { from, to, delay? }`)
  if (delay !== undefined) demandWhole(delay, where, 'delay')
  return edgeName(from, to, delay ?? 0)
}
