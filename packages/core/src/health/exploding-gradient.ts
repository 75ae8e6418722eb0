/** A gradient that is far larger than it has been. */

import { type Check, defineCheck, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'

/**
 * The norm of the whole gradient against the highest running median (over a window) so far, and against an absolute limit.
 * Pascanu, Mikolov & Bengio (ICML 2013, section 3.2) clip at half to ten times the usual norm; ten times that is no
 * ordinary batch any more. The *highest* median: when a training has converged the median is next to nothing, and one hard row
 * is a hundred times as much without being a danger.
 */
export const explodingGradient: Check = defineCheck({
  name: 'exploding gradient',
  looksAt: 'the norm of the gradient',
  make: ({ nodes, id }, { window, gradientFactor, gradientLimit }) => {
    const ring = new Float64Array(window)
    const sorted = new Float64Array(window)
    let seen = 0
    let usual = 0
    let calm = window
    const look: Look = (_, facts) => {
      const norm = facts.gradientNorm
      if (!facts.wentBack || Number.isNaN(norm)) return NOTHING
      const beyondUsual = seen >= window && usual > 0 && norm > gradientFactor * usual
      const exploded = beyondUsual || norm > gradientLimit
      const level = usual
      ring[seen++ % window] = norm
      if (seen >= window) {
        sorted.set(ring)
        usual = Math.max(usual, sorted.sort()[window >> 1] as number)
      }
      const news = exploded && calm >= window
      calm = exploded ? 0 : calm + 1
      if (!news) return NOTHING
      const worst = facts.maxGradient.reduce(
        (best, own, at) => (own > (facts.maxGradient[best] as number) ? at : best),
        0,
      )
      const node = id(worst < nodes ? worst : 0)
      const against = beyondUsual
        ? `${figure(norm / level)} times the highest running median so far, ${figure(level)}`
        : `above the limit of ${figure(gradientLimit)}`
      return [
        {
          node,
          value: norm,
          cause: `The norm of the gradient is ${figure(norm)}, ${against}; the largest part of it, up to ${figure(facts.maxGradient[worst] as number)}, belongs to ${node}.`,
          wayOut:
            'Lower the learning rate, scale inputs and targets to about −1 … 1, or look at the rows of this step.',
        },
      ]
    }
    return look
  },
})
