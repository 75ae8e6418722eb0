/** How far an update moves a node's parameters in comparison with their size. */

import { type Check, defineCheck, type Found, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { WindowSums } from './window-sums.ts'

const WINDOWS = 2
/** A gradient below this share of the largest one a node has had is on its way to 0: then small updates are right. */
const STILL_LEARNING = 0.1

/**
 * rms(Δw) / rms(w) over a window, two in a row, since a network that begins with small parameters grows out of it. About 1e-3 is what one wishes for (Karpathy, Stanford CS231n, "Neural Networks 3: ratio of
 * weights : updates"); outside 1e-6 … 0.1 the learning rate does not suit the node. Too small is told only of a node whose
 * gradient is not on its way to 0 anyway.
 */
export const updateRatio: Check = defineCheck({
  name: 'update ratio',
  looksAt: 'the size of updates against that of parameters',
  make: ({ nodes, learns, moves, id }, { window, lowRatio, highRatio }) => {
    const updates = new WindowSums(nodes, window)
    const sizes = new WindowSums(nodes, window)
    const gradients = new WindowSums(nodes, window)
    const largest = new Float64Array(nodes)
    /** How many windows in a row it has been outside. */
    const windows = new Int32Array(nodes)
    const look: Look = (_, facts) => {
      if (!facts.whole) return NOTHING
      const update = updates.add(facts.updateRms)
      const size = sizes.add(facts.parameterRms)
      const gradient = gradients.add(facts.gradientRms)
      if (update === null || size === null || gradient === null) return NOTHING
      const found: Found[] = []
      for (let lane = 0; lane < nodes; lane++) {
        if (learns[lane] === 0 || moves[lane] === 0) continue
        const moved = update[lane] as number
        const own = gradient[lane] as number
        largest[lane] = Math.max(largest[lane] as number, own)
        const ratio = moved / (size[lane] as number)
        const low = ratio < lowRatio && moved > 0 && !facts.settled && own > STILL_LEARNING * (largest[lane] as number)
        const high = ratio > highRatio
        windows[lane] = low || high ? (windows[lane] as number) + 1 : 0
        if (windows[lane] !== WINDOWS) continue
        const figures = `Over ${window} updates and the ${window} before, the updates of ${id(lane)} have been out of proportion, now ${figure(ratio)} of its parameters in size (rms ${figure(moved)} of ${figure(size[lane] as number)})`
        found.push({
          node: id(lane),
          value: ratio,
          cause: high
            ? `${figures}, more than ${highRatio}: each update overwrites much of what was learned before.`
            : `${figures}, less than ${lowRatio}, though its gradient (rms ${figure(own)}) does not go to 0: it learns next to nothing.`,
          wayOut: high
            ? 'Lower the learning rate, for example to a tenth, scale the inputs, or use larger batches; about 0.001 is a good ratio.'
            : 'Raise the learning rate, for example tenfold, or use an optimizer that adapts to each parameter, such as adam; about 0.001 is a good ratio.',
        })
      }
      return found
    }
    return look
  },
})
