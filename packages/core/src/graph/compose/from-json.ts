/** A graph read from JSON: from a value that may be anything to a graph that is checked like any other. */

import { demandObject } from '../../door/demand.ts'
import { parsed } from '../../door/parsed.ts'
import { definitionConflict, unknownKind } from '../../errors/definitions.ts'
import { invalidFormat, newerFormat } from '../../errors/files.ts'
import { duplicateId, invalidBias, wrongLength } from '../../errors/graph.ts'
import type { Issue } from '../../errors/issue.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { refuse } from '../check/refuse.ts'
import { errorsIn } from '../check/validate.ts'
import { type Definition, type Definitions, definitionKey } from '../contracts/definition.ts'
import { isKind } from '../contracts/is-definition.ts'
import type { NodeKind } from '../contracts/kind.ts'
import type { Loss } from '../contracts/loss.ts'
import { sameDefinition } from '../contracts/same-definition.ts'
import { resolve } from '../contracts/table.ts'
import type { Graph, GraphLoss, GraphNode, NodeId } from '../value/graph.ts'
import { format, type GraphJson, type NodeJson, version } from '../value/json-form.ts'
import { makeGraph, makeKinds, makeNode } from '../value/make-graph.ts'
import { shareFanIns } from '../value/share-fan-ins.ts'
import { positiveZero } from './weigh.ts'

/**
 * The graph that `graphToJSON` wrote, from the value or its text. The table says what the names mean. Throws one
 * NeuriteError: INVALID_FORMAT (with its place), NEWER_FORMAT, UNKNOWN_KIND, UNKNOWN_DEFINITION, or what `errorsIn` finds.
 *
 * @example
 * graphFromJSON(await readFile('xor.json', 'utf8'), { ...standard, product })
 */
export function graphFromJSON(json: unknown, table: Definitions): Graph {
  demandObject(table, 'fromJSON', 'definitions', 'a table of definitions, such as standard')
  const top = readTop(json)
  const issues: Issue[] = []
  const kinds = new KindReader(top.kinds, table, issues)
  const nodes = readNodes(top.nodes, kinds, issues)
  const losses = top.losses.map((given, n) => readLoss(given, `losses[${n}]`, table, issues))
  refuse(issues)
  const used = makeKinds(kinds.byKey, kinds.byKey)
  const made = makeGraph(nodes, used, {
    inputs: top.inputs,
    outputs: top.outputs,
    losses: losses as GraphLoss[],
    frozen: top.frozen ?? [],
  })
  refuse(errorsIn(made))
  return made
}

type Fields = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Fields that are not known: a slip of the pen must not be lost in silence. */
function strangers(given: Fields, known: readonly string[], at: string): Issue[] {
  const strange = Object.keys(given).filter((field) => !known.includes(field))
  return strange.map((field) => invalidFormat(`${at} has an unknown field ${field}`, { at: `${at}.${field}` }))
}

function readTop(json: unknown): GraphJson {
  const top = parsed(json)
  if (!isRecord(top)) throw new NeuriteError(invalidFormat('a graph in JSON is an object'))
  if (top.format !== format) throw new NeuriteError(invalidFormat(`this is no ${format}`, { at: 'format' }))
  if (typeof top.version === 'number' && top.version > version) {
    throw new NeuriteError(newerFormat(format, top.version, version))
  }
  if (top.version !== version)
    throw new NeuriteError(invalidFormat(`there is no such version of ${format}`, { at: 'version' }))
  const issues = strangers(
    top,
    ['format', 'version', 'kinds', 'nodes', 'inputs', 'outputs', 'losses', 'frozen'],
    'graph',
  )
  if (!isRecord(top.kinds)) issues.push(invalidFormat('kinds is no object', { at: 'kinds' }))
  for (const list of ['nodes', 'inputs', 'outputs', 'losses']) {
    if (!Array.isArray(top[list])) issues.push(invalidFormat(`${list} is no array`, { at: list }))
  }
  const { frozen = [] } = top
  const isList = Array.isArray(frozen) && frozen.every((one) => typeof one === 'string' && one !== '')
  if (!isList) issues.push(invalidFormat('frozen is no list of names', { at: 'frozen' }))
  refuse(issues)
  return top as unknown as GraphJson
}

/** Resolves a kind when the first node asks for it. */
class KindReader {
  readonly byKey: Map<string, NodeKind> = new Map()
  readonly #keys = new Map<string, string>()

  readonly #references: Fields
  readonly #table: Definitions
  readonly #issues: Issue[]

  constructor(references: Fields, table: Definitions, issues: Issue[]) {
    this.#references = references
    this.#table = table
    this.#issues = issues
  }

  key(label: string, node: NodeId): string {
    let key = this.#keys.get(label)
    if (key === undefined) {
      const kind = this.#read(label, node)
      key = kind === null ? '' : definitionKey(kind)
      this.#keys.set(label, key)
      if (kind !== null) {
        const known = this.byKey.get(key) ?? kind
        if (!sameDefinition(known, kind)) this.#issues.push(definitionConflict(kind, node))
        this.byKey.set(key, known)
      }
    }
    return key
  }

  #read(label: string, node: NodeId): NodeKind | null {
    const given = Object.hasOwn(this.#references, label) ? this.#references[label] : undefined
    const name = isRecord(given) ? given.name : given
    if (given === undefined || (typeof name === 'string' && !Object.hasOwn(this.#table, name))) {
      this.#issues.push(unknownKind(node, typeof name === 'string' ? name : label))
      return null
    }
    const kind = attempt(() => resolve(given, this.#table, 'kind'), this.#issues)
    if (kind === null || isKind(kind)) return kind
    this.#issues.push(invalidFormat(`what the table has as ${kind.name} is no kind`, { at: `kinds.${label}` }))
    return null
  }
}

function attempt(read: () => Definition, issues: Issue[]): Definition | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof NeuriteError)) throw error
    for (const issue of error.issues) issues.push(issue)
    return null
  }
}

function readNodes(given: readonly unknown[], kinds: KindReader, issues: Issue[]): GraphNode[] {
  const share = shareFanIns()
  /** What each id stands for; null where that was refused. */
  const read = new Map<NodeId, GraphNode | null>()
  given.forEach((one, n) => {
    const at = `nodes[${n}]`
    const wrong = nodeFaults(one, at)
    const node = wrong.length > 0 ? null : readNode(one as NodeJson, at, { read, kinds, share, wrong })
    for (const issue of wrong) issues.push(issue)
    const { id } = (one ?? {}) as { id?: unknown }
    if (typeof id === 'string' && !read.has(id)) read.set(id, node)
  })
  return [...read.values()].filter((node) => node !== null)
}

interface GraphReading {
  readonly read: ReadonlyMap<NodeId, GraphNode | null>
  readonly kinds: KindReader
  readonly share: (inputs: readonly NodeId[]) => readonly NodeId[]
  readonly wrong: Issue[]
}

function readNode(given: NodeJson, at: string, { read, kinds, share, wrong }: GraphReading): GraphNode | null {
  const { id, kind, inputs = [], inputsOf, weights, bias, delays } = given
  const place = { node: id, at: `${at}.inputsOf` }
  const same = inputsOf === undefined ? undefined : read.get(inputsOf)
  if (same === null) return null
  if (read.has(id)) wrong.push(duplicateId(id))
  if (inputsOf !== undefined && same === undefined)
    wrong.push(invalidFormat(`no earlier node is called ${inputsOf}`, place))
  const listed = same?.inputs ?? inputs
  for (const [name, list] of Object.entries({ weights, delays })) {
    const has = list?.length ?? listed.length
    if (has !== listed.length) wrong.push(wrongLength({ node: id }, `${name} of ${id}`, has, listed.length))
  }
  if (bias === null) wrong.push(invalidBias(id, bias))
  if (wrong.length > 0) return null
  const parts = {
    id,
    kind: kinds.key(kind, id),
    weights: weights?.map(positiveZero) ?? null,
    bias: bias === undefined ? null : positiveZero(bias),
    delays: delays?.map(positiveZero) ?? null,
    through: null,
  }
  return makeNode(parts, share(listed))
}

/** What is wrong with the form of a node; its numbers are looked at by `errorsIn`. */
function nodeFaults(given: unknown, at: string): Issue[] {
  if (!isRecord(given)) return [invalidFormat(`${at} is no object`, { at })]
  const issues = strangers(given, ['id', 'kind', 'inputs', 'inputsOf', 'weights', 'bias', 'delays'], at)
  const wrong = (field: string, how: string): void => {
    issues.push(invalidFormat(`${at}.${field} ${how}`, { at: `${at}.${field}` }))
  }
  const isText = (value: unknown): boolean => typeof value === 'string'
  const { id, kind, inputs, inputsOf, weights, delays } = given
  if (!isText(id)) wrong('id', 'is no text')
  if (!isText(kind)) wrong('kind', 'is no label of kinds')
  if (inputs !== undefined && !(Array.isArray(inputs) && inputs.every(isText))) wrong('inputs', 'is no list of ids')
  if (inputsOf !== undefined && (!isText(inputsOf) || inputs !== undefined))
    wrong('inputsOf', 'is no id, or inputs are there too')
  if (weights !== undefined && !Array.isArray(weights)) wrong('weights', 'is no list')
  if (delays !== undefined && !Array.isArray(delays)) wrong('delays', 'is no list')
  return issues
}

function readLoss(given: unknown, at: string, table: Definitions, issues: Issue[]): GraphLoss | null {
  if (!isRecord(given) || !Array.isArray(given.nodes)) {
    issues.push(invalidFormat(`${at} is no { loss, nodes }`, { at }))
    return null
  }
  for (const issue of strangers(given, ['loss', 'nodes', 'weight'], at)) issues.push(issue)
  const loss = attempt(() => resolve(given.loss, table, 'loss'), issues) as Loss | null
  const { weight = 1 } = given as { weight?: number }
  return loss && { loss, nodes: given.nodes, weight: positiveZero(weight) }
}
