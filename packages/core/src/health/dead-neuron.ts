/** A neuron whose slope is 0 in every row: whatever comes back to it, nothing can move it any more. */

import { type Check, defineCheck, type Found, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { Spells } from './spells.ts'

/**
 * Told when it has lasted for a window (50 updates and 500 rows by default), since a ReLU is off in many rows of a healthy
 * network (Glorot, Bordes & Bengio, AISTATS 2011, find 50 to 80 % zeros): only off in *all* of them is dead.
 */
export const deadNeuron: Check = defineCheck({
  name: 'dead neuron',
  looksAt: 'slopes of 0 in every row',
  make: ({ nodes, active, learns, id }, limits) => {
    const spells = new Spells(nodes, limits)
    const cameBack = new Float64Array(nodes)
    const look: Look = ({ slabs }, facts) => {
      if (!facts.whole) return NOTHING
      let found: Found[] | null = null
      for (const { firstLane, lanes } of active) {
        for (let lane = firstLane; lane < firstLane + lanes; lane++) {
          const off = learns[lane] === 1 && facts.zeroRows[lane] === slabs.batch
          // What came back in any of the rows counts; without it the neuron has nothing to learn.
          cameBack[lane] = off ? Math.max(cameBack[lane] as number, facts.maxError[lane] as number) : 0
          if (!spells.see(lane, off && cameBack[lane] !== 0, slabs.batch)) continue
          found ??= []
          found.push({
            node: id(lane),
            value: 0,
            cause: `The slope of ${id(lane)} has been 0 in every row of ${limits.window} updates or more, though errors up to ${figure(cameBack[lane] as number)} come back to it; its net input is at most ${figure(facts.maxNetInput[lane] as number)} in size. No gradient passes a slope of 0, so nothing can move it any more.`,
            wayOut:
              'Go back to before it died and lower the learning rate, start with a bias that is not negative, scale the inputs, or use an activation with a slope on both sides, such as tanh.',
          })
        }
      }
      return found ?? NOTHING
    }
    return look
  },
})
