import { defineMetric, type Metric } from '@neurite/core/define'

/**
 * How likely a row of a class has a larger activation than one that is not of it, equal ones counting half: the area under the curve
 * of hits over false alarms. By ranks r, 1 the smallest and equal ones sharing their mean: (Σ r over the rows of the class −
 * P(P + 1)/2) / (P · N), P rows of it, N of others. (Mann and Whitney, Annals of Mathematical Statistics 18, 1947; Fawcett, "An
 * introduction to ROC analysis", Pattern Recognition Letters 27, 2006.) A row is of the class of a node where its target is
 * above 0.5. Of several nodes it is the mean over those that have rows of both sorts; NaN where none has.
 *
 * It needs all activations at once: 9 bytes for each row and node.
 *
 * @example
 * const { rocAuc: area } = await evaluate(net, test, { metrics: [rocAuc] })
 */
export const rocAuc: Metric<'rocAuc', number> = defineMetric({
  name: 'rocAuc',
  better: 'more',
  init: ({ nodes }): Ranked => ({
    rows: 0,
    activations: nodes.map(() => new Float64Array(FEW)),
    isOf: nodes.map(() => new Uint8Array(FEW)),
  }),
  add(state, { outputs, targets }) {
    const { rows } = state
    for (let k = 0; k < outputs.length; k++) {
      let activations = state.activations[k] as Float64Array
      let isOf = state.isOf[k] as Uint8Array
      if (rows === activations.length) {
        activations = new Float64Array(2 * rows)
        activations.set(state.activations[k] as Float64Array)
        isOf = new Uint8Array(2 * rows)
        isOf.set(state.isOf[k] as Uint8Array)
        state.activations[k] = activations
        state.isOf[k] = isOf
      }
      activations[rows] = outputs[k] as number
      isOf[rows] = (targets[k] as number) > 0.5 ? 1 : 0
    }
    state.rows++
    return state
  },
  result({ rows, activations, isOf }) {
    let sum = 0
    let count = 0
    for (let k = 0; k < activations.length; k++) {
      const area = areaOf((activations[k] as Float64Array).subarray(0, rows), isOf[k] as Uint8Array)
      if (Number.isNaN(area)) continue
      sum += area
      count++
    }
    return sum / count
  },
})

const FEW = 64

interface Ranked {
  rows: number
  readonly activations: Float64Array[]
  readonly isOf: Uint8Array[]
}

function areaOf(activations: Float64Array, isOf: Uint8Array): number {
  const rows = activations.length
  const order = Array.from({ length: rows }, (_, n) => n).sort(
    (a, b) => (activations[a] as number) - (activations[b] as number),
  )
  let ranks = 0
  let of = 0
  for (let from = 0; from < rows; ) {
    let to = from + 1
    while (to < rows && activations[order[to] as number] === activations[order[from] as number]) to++
    // Ranks from + 1 to to, shared.
    const rank = (from + 1 + to) / 2
    for (; from < to; from++) {
      if (isOf[order[from] as number] === 0) continue
      ranks += rank
      of++
    }
  }
  return (ranks - (of * (of + 1)) / 2) / (of * (rows - of))
}
