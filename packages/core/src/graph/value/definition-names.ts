/** Which definitions stand behind which names: in one graph, or in all that one network ever ran. */

import { definitionConflict } from '../../errors/definitions.ts'
import type { Issue } from '../../errors/issue.ts'
import { NeuriteError } from '../../errors/neurite-error.ts'
import { type Definition, definitionKey } from '../contracts/definition.ts'
import { isKind, isLoss } from '../contracts/is-definition.ts'
import { sameDefinition } from '../contracts/same-definition.ts'
import type { Graph } from './graph.ts'

type Defining = Pick<Graph, 'kinds' | 'losses'>

/** A type, a name and options mean one definition: what meets another one under its key is a conflict. */
export class DefinitionNames {
  readonly #known = new Map<string, Definition>()

  constructor(...graphs: readonly Defining[]) {
    for (const graph of graphs) this.add(graph)
  }

  /** Throws DEFINITION_CONFLICT where one of these is not what is known by its key; then no more is known than before. */
  add(graph: Defining): void {
    const met = [...definitionsOf(graph)]
    const issues = this.#conflicts(met)
    if (issues.length > 0) throw new NeuriteError(issues)
    for (const one of met) this.#known.set(keyOf(one), one)
  }

  #conflicts(met: readonly Definition[]): Issue[] {
    const known = new Map(this.#known)
    const issues: Issue[] = []
    for (const one of met) {
      const before = known.get(keyOf(one))
      if (before === undefined) known.set(keyOf(one), one)
      else if (!sameDefinition(before, one)) issues.push(definitionConflict(one))
    }
    return issues
  }

  /** What is in conflict within one graph, whose parts may be anything at all. */
  static issues(graph: Defining): Issue[] {
    return new DefinitionNames().#conflicts([...definitionsOf(graph)])
  }
}

/** Options that are no JSON are wrong by themselves; here they are none. */
function keyOf(definition: Definition): string {
  try {
    return `${definition.type} ${definitionKey(definition)}`
  } catch {
    return `${definition.type} ${String(definition.name)}`
  }
}

/** Kinds and losses, what is nested in a kind before it. */
function* definitionsOf({ kinds, losses }: Defining): Iterable<Definition> {
  for (const kind of Object.values(kinds)) {
    if (!isKind(kind)) continue
    const { parameters, computation } = kind
    for (const { start } of parameters) yield start
    if (computation.form === 'affine') yield computation.activation
    yield kind
  }
  for (const given of losses) if (isLoss(given?.loss)) yield given.loss
}
