/** From figures per lane to figures per rank. */

import type { Anatomy } from './anatomy.ts'

/** The rms over the nodes of each rank from which a loss can be reached; NaN for ranks without one, and for the inputs. */
export function rankRms({ inputs, nodes, rank, ranks, learns }: Anatomy, rms: Float64Array): Float64Array {
  const sums = new Float64Array(ranks)
  const counts = new Int32Array(ranks)
  for (let lane = inputs; lane < nodes; lane++) {
    if (learns[lane] === 0) continue
    const at = rank[lane] as number
    sums[at] = (sums[at] as number) + (rms[lane] as number) * (rms[lane] as number)
    counts[at] = (counts[at] as number) + 1
  }
  return sums.map((sum, at) => (counts[at] === 0 ? Number.NaN : Math.sqrt(sum / (counts[at] as number))))
}

/** The lane of this rank with the smallest figure (`'least'`) or the largest. */
export function laneOfRank(
  { inputs, nodes, rank, learns }: Anatomy,
  rms: Float64Array,
  wanted: number,
  which: 'least' | 'largest',
): number {
  const sign = which === 'least' ? -1 : 1
  let best = -1
  for (let lane = inputs; lane < nodes; lane++) {
    if (rank[lane] !== wanted || learns[lane] === 0) continue
    if (best < 0 || sign * (rms[lane] as number) > sign * (rms[best] as number)) best = lane
  }
  return best
}
