/** A node that could learn, and whose parameters are bit for bit what they were. */

import { type Check, defineCheck, type Found, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { Spells } from './spells.ts'

/**
 * Told after a window without a changed bit, in which the loss was not practically 0. Where the slope is 0 in all rows the
 * neuron is off, and whether that is for good is said by "dead neuron".
 */
export const unchangedParameters: Check = defineCheck({
  name: 'unchanged parameters',
  looksAt: 'parameters without a changed bit',
  make: ({ nodes, learns, moves, activeOfLane, id }, limits) => {
    const spells = new Spells(nodes, limits)
    const look: Look = ({ slabs }, facts) => {
      // No news either way: such an update had nothing to change.
      if (!facts.whole || facts.settled) return NOTHING
      let found: Found[] | null = null
      for (let lane = 0; lane < nodes; lane++) {
        if (learns[lane] === 0 || moves[lane] === 0) continue
        const off = activeOfLane[lane] !== -1 && facts.zeroRows[lane] === slabs.batch
        if (!spells.see(lane, facts.changed[lane] === 0 && !off, slabs.batch)) continue
        const gradient = facts.maxGradient[lane] as number
        found ??= []
        found.push({
          node: id(lane),
          value: gradient,
          cause:
            gradient === 0
              ? `No bit of the parameters of ${id(lane)} has changed in ${limits.window} updates or more: its gradient is 0, nothing comes back to it although a loss depends on it.`
              : `No bit of the parameters of ${id(lane)} has changed in ${limits.window} updates or more, though its gradient is up to ${figure(gradient)}: the updates are smaller than the last digit of the parameters, or 0.`,
          wayOut:
            gradient === 0
              ? 'Look at the nodes that read it: a weight of 0, a dead neuron or a closed gate lets nothing back.'
              : 'Raise the learning rate (it may have been scheduled down to nothing), or use an optimizer that adapts to each parameter, such as adam.',
        })
      }
      return found ?? NOTHING
    }
    return look
  },
})
