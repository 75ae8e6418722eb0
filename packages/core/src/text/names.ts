/** What nodes, edges and parameters are called: the one writer and the one reader of names; none means two things. */

/** An edge by its ends; without a delay it is the one that waits for nothing. Taken wherever an edge's name is taken. */
export interface EdgeEnds {
  readonly from: string
  readonly to: string
  readonly delay?: number
}

/** A node with the edges that enter it. */
interface Entered {
  readonly id: string
  readonly inputs: readonly string[]
  readonly delays?: readonly number[] | undefined
}

const PLAIN = /^[\w./,#-]+$/
const LETTERS = /^[\p{L}\p{N}_./,#-]+$/u
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** `h4`; an id beyond letters, digits and `_ . / , # -` is quoted as JSON, with what is not seen escaped: `"a->b"`. */
export function nodeName(id: string): string {
  if (PLAIN.test(id) || LETTERS.test(id)) return id
  return JSON.stringify(id).replace(UNSEEN, (found) =>
    Array.from({ length: found.length }, (_, k) => `\\u${found.charCodeAt(k).toString(16).padStart(4, '0')}`).join(''),
  )
}

/** `h4->o6`, or `h4->o6@1` with a delay of 1. */
export function edgeName(from: string, to: string, delay: number): string {
  const name = `${nodeName(from)}->${nodeName(to)}`
  return delay === 0 ? name : `${name}@${delay}`
}

/** The edge that enters a node by a slot; what is no delay is told of elsewhere. */
export function edgeAt({ id, inputs, delays }: Entered, slot: number): string {
  const from = inputs[slot]
  const delay: unknown = delays?.[slot]
  if (from === undefined) return `slot ${slot} of ${nodeName(id)}`
  return edgeName(from, id, typeof delay === 'number' ? delay : 0)
}

/** `h4:bias`, `h4:center[2]`, `x1->h4:gain`: what of a node or an edge, both by their names. */
export const parameterName = (of: string, parameter: string, k: number | null): string =>
  `${of}:${parameter}${k === null ? '' : `[${k}]`}`

/**
 * The edges that enter a node by their sources alone, as ids. Where several come from one source they are told apart by
 * their delays, and all are written as names: `h`, `h@1`, `"h@1"`.
 */
export function sourceNames({ inputs, delays }: Entered): readonly string[] {
  if (delays === undefined || new Set(inputs).size === inputs.length) return inputs
  const count = new Map<string, number>()
  for (const id of inputs) count.set(id, (count.get(id) ?? 0) + 1)
  return inputs.map((id, slot) => sourceName(id, count.get(id) === 1 ? 0 : (delays[slot] ?? 0)))
}

/** `h`, or `h@1` with a delay of 1. */
export const sourceName = (id: string, delay: number): string =>
  delay === 0 ? nodeName(id) : `${nodeName(id)}@${delay}`

const END = String.raw`"(?:[^"\\]|\\.)*"|[\p{L}\p{N}_./,#-]+`
const EDGE = new RegExp(String.raw`^(${END})->(${END})(?:@(\d+))?$`, 'u')

/** The ends that an edge's name tells; null where it is none. */
export function readEdge(name: string): Required<EdgeEnds> | null {
  const [, from, to, delay = '0'] = EDGE.exec(name) ?? []
  const ends = [unquoted(from ?? ''), unquoted(to ?? '')] as const
  if (from === undefined || ends[0] === null || ends[1] === null) return null
  return { from: ends[0], to: ends[1], delay: Number(delay) }
}

/** What a parameter's name tells: whose it is, a node's or an edge's, and which of several. */
export interface NamedParameter {
  readonly node: string
  readonly edge: Required<EdgeEnds> | null
  readonly parameter: string
  readonly k: number | null
}

const PARAMETER = /^(.+):([A-Za-z]\w*)(?:\[(\d+)\])?$/su

/** An edge alone means its weight. Null where it is no parameter's name. */
export function readParameter(name: string): NamedParameter | null {
  const own = readEdge(name)
  if (own !== null) return { node: own.to, edge: own, parameter: 'weight', k: null }
  const [, of, parameter, k] = PARAMETER.exec(name) ?? []
  if (of === undefined || parameter === undefined) return null
  const edge = readEdge(of)
  return { node: edge?.to ?? readNode(of), edge, parameter, k: k === undefined ? null : Number(k) }
}

/** The id that a node's name tells; what no name is like is an id itself, as `my node`. */
export function readNode(name: string): string {
  return (name.startsWith('"') ? unquoted(name) : null) ?? name
}

/** Null where quotes hold no JSON. */
function unquoted(end: string): string | null {
  if (!end.startsWith('"')) return end
  try {
    const id: unknown = JSON.parse(end)
    return typeof id === 'string' ? id : null
  } catch {
    return null
  }
}
