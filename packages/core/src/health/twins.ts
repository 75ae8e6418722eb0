/** Neurons of one group (same kind, same inputs) with equal parameters. */

import type { Anatomy } from './anatomy.ts'

export class Twins {
  readonly #anatomy: Anatomy
  #sets: number[][] = []

  constructor(anatomy: Anatomy) {
    this.#anatomy = anatomy
  }

  /** Finds the lanes that are equal now: sets of two or more. What a loss reads is told apart by its targets, sooner or later. */
  find(parameters: Float64Array): void {
    const { plan, learns } = this.#anatomy
    const outputs = new Set(plan.losses.flatMap(({ lanes }) => [...lanes]))
    this.#sets = []
    for (const { firstLane, lanes, kind } of plan.layout.groups) {
      if (kind.computation.form === 'source') continue
      const all = Array.from({ length: lanes }, (_, k) => firstLane + k).filter(
        (lane) => learns[lane] === 1 && !outputs.has(lane),
      )
      for (const set of this.#equalAmong(all, parameters)) this.#sets.push(set)
    }
  }

  /** Those of them that are equal still: what tells them apart (their targets, who reads them) would show after an update. */
  stillEqual(parameters: Float64Array): number[][] {
    return this.#sets.flatMap((set) => this.#equalAmong(set, parameters))
  }

  #equalAmong(lanes: readonly number[], parameters: Float64Array): number[][] {
    const bySum = new Map<number, number[][]>()
    for (const lane of lanes) {
      const sum = this.#sum(lane, parameters)
      if (sum === null) continue
      const sets = bySum.get(sum) ?? []
      bySum.set(sum, sets)
      const set = sets.find(([first]) => this.#equal(first as number, lane, parameters))
      if (set === undefined) sets.push([lane])
      else set.push(lane)
    }
    return [...bySum.values()].flat().filter((set) => set.length > 1)
  }

  /** Equal parameters have equal sums, so only those with equal sums need to be compared. Null for a lane without any. */
  #sum(lane: number, parameters: Float64Array): number | null {
    const { start } = this.#anatomy.plan.layout
    const from = start[lane] as number
    const to = start[lane + 1] as number
    let sum = 0
    for (let k = from; k < to; k++) sum += (k - from + 1) * (parameters[k] as number)
    return from === to ? null : sum
  }

  #equal(a: number, b: number, parameters: Float64Array): boolean {
    const { start } = this.#anatomy.plan.layout
    const from = start[a] as number
    const other = start[b] as number
    for (let k = 0; from + k < (start[a + 1] as number); k++)
      if (parameters[from + k] !== parameters[other + k]) return false
    return true
  }
}
