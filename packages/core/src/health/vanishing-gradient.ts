/** Errors that are lost on their way back, so that the first layers learn next to nothing. */

import { type Check, defineCheck, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { laneOfRank, rankRms } from './rank-rms.ts'
import { WindowSums } from './window-sums.ts'

/**
 * The rms of δ over each rank and a window, against that of the last rank. Back through each layer of sigmoids it shrinks by
 * at least 4 (Hochreiter 1991; Glorot & Bengio, AISTATS 2010, figure 7, measure it layer by layer); below 1e-3 a layer
 * learns a thousand times slower than the last one.
 */
export const vanishingGradient: Check = defineCheck({
  name: 'vanishing gradient',
  looksAt: 'δ of the first ranks against the last',
  make: (anatomy, { window, vanishing }) => {
    const sums = new WindowSums(anatomy.nodes, window)
    let told = false
    const look: Look = (_, facts) => {
      if (!facts.whole || facts.settled) return NOTHING
      const rms = sums.add(facts.deltaRms)
      if (rms === null) return NOTHING
      const perRank = rankRms(anatomy, rms)
      const last = perRank[anatomy.ranks - 1] as number
      let worst = -1
      perRank.forEach((own, rank) => {
        if (own < vanishing * last && (worst < 0 || own < (perRank[worst] as number))) worst = rank
      })
      const before = told
      told = worst >= 0
      if (!told || before) return NOTHING
      const own = perRank[worst] as number
      const node = anatomy.id(laneOfRank(anatomy, rms, worst, 'least'))
      return [
        {
          node,
          value: own / last,
          cause: `Over ${window} updates the rms of δ is ${figure(own)} at rank ${worst} (the least at ${node}) and ${figure(last)} at rank ${anatomy.ranks - 1}, the last: ${figure(own / last)} of it comes back so far.`,
          wayOut:
            'Use an activation whose slope is near 1 (relu, tanh near 0), start weights that keep the variance (xavier, he), skip connections, or fewer layers.',
        },
      ]
    }
    return look
  },
})
