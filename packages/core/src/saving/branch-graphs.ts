/** Which graph is in force where, along the branches of a log: what a state or a step must suit. */

import type { StepData } from '../data/step-data.ts'
import { type Graph, targetNodes } from '../graph/value/graph.ts'
import type { Address } from '../history/log.ts'
import { lastWhere } from '../numerics/last-where.ts'

interface LeftFrom {
  readonly position: number
  readonly graph: Graph | null
}

export class BranchGraphs {
  readonly #branches: LeftFrom[][] = []
  readonly #columns = new WeakMap<Graph, string>()
  readonly #read = new WeakMap<StepData, string>()

  /** A branch begins, the next one, with this graph; null where nobody knows it. */
  open(index: number, graph: Graph | null): void {
    this.#branches[index] = [{ position: 0, graph }]
  }

  /** From this position on it is another. */
  become(index: number, position: number, graph: Graph | null): void {
    this.#branches[index]?.push({ position, graph })
  }

  /** Null where nobody knows. */
  at({ branch, position }: Address): Graph | null {
    const line = this.#branches[branch] as LeftFrom[]
    return line[lastWhere(line.length, (k) => (line[k] as LeftFrom).position <= position)]?.graph ?? null
  }

  /** Whether a graph reads the columns of this data. */
  reads(graph: Graph, data: StepData): boolean {
    const wants = known(this.#columns, graph, () => JSON.stringify([graph.inputs, targetNodes(graph)]))
    return wants === known(this.#read, data, () => JSON.stringify([data.inputs, data.targets]))
  }
}

function known<Key extends object>(all: WeakMap<Key, string>, key: Key, make: () => string): string {
  let found = all.get(key)
  if (found === undefined) {
    found = make()
    all.set(key, found)
  }
  return found
}
