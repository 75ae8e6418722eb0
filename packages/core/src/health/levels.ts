/** What has been normal so far for a figure of each lane: a running level that one outlier cannot lift. */

import type { Anatomy } from './anatomy.ts'

/** A node whose own figure is tiny is held against a tenth of its rank's, too. */
const OF_RANK = 0.1

export class Levels {
  readonly #anatomy: Anatomy
  readonly #own: Float64Array
  readonly #perRank: Float64Array

  constructor(anatomy: Anatomy) {
    this.#anatomy = anatomy
    this.#own = new Float64Array(anatomy.nodes)
    this.#perRank = new Float64Array(anatomy.ranks)
  }

  /** The level of a lane; 0 where nothing is known yet. */
  of(lane: number): number {
    const rank = this.#perRank[this.#anatomy.rank[lane] as number] as number
    return Math.max(this.#own[lane] as number, OF_RANK * rank)
  }

  /** Takes in the figures of one update: a level rises by this factor at most. */
  learn(figures: Float64Array, growth: number): void {
    const { nodes, inputs, rank } = this.#anatomy
    const own = this.#own
    const perRank = this.#perRank
    for (let lane = inputs; lane < nodes; lane++) {
      const next = raised(own[lane] as number, figures[lane] as number, growth)
      own[lane] = next
      const at = rank[lane] as number
      if (next > (perRank[at] as number)) perRank[at] = next
    }
  }
}

/** A level after it has seen a figure: the larger of the two, but at most `growth` times what it was. What is not finite teaches nothing. */
export function raised(level: number, figure: number, growth: number): number {
  if (!(figure > level) || figure === Number.POSITIVE_INFINITY) return level
  return level === 0 ? figure : Math.min(figure, level * growth)
}
