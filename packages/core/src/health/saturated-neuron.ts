/** A neuron that works where its activation is flat, so that it learns next to nothing. */

import { type Check, defineCheck, type Found, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { Spells } from './spells.ts'

/** In so large a share of the rows, for an activation that is flat on both sides. */
const SHARE = 0.95

/**
 * Flat is a slope below 1 % of the steepest one near 0 (Glorot & Bengio, AISTATS 2010, call a tanh or sigmoid saturated near
 * its asymptotes; 1 % is |z| > 6 for sigmoid, 3 for tanh). An activation that is flat on one side only, such as ReLU or ELU, is
 * meant to be there in many rows: only in all of them is it told; and where the slope is 0 in all rows it is dead.
 */
export const saturatedNeuron: Check = defineCheck({
  name: 'saturated neuron',
  looksAt: 'flat slopes in most rows',
  make: ({ nodes, active, learns, id }, limits) => {
    const spells = new Spells(nodes, limits)
    const look: Look = ({ slabs }, facts) => {
      if (!facts.whole) return NOTHING
      let found: Found[] | null = null
      for (const { firstLane, lanes, steepness } of active) {
        const enough = steepness.bothSides ? SHARE * slabs.batch : slabs.batch
        for (let lane = firstLane; lane < firstLane + lanes; lane++) {
          const flat = facts.flatRows[lane] as number
          // Where the loss is low already, a neuron is sure because it has learned to be.
          const stuck =
            learns[lane] === 1 && !facts.fits && flat >= enough && (facts.zeroRows[lane] as number) < slabs.batch
          if (!spells.see(lane, stuck, slabs.batch)) continue
          const share = flat / slabs.batch
          found ??= []
          found.push({
            node: id(lane),
            value: share,
            cause: `${id(lane)} has been where its activation is flat in ${figure(100 * share)} % of the rows, for ${limits.window} updates or more: its mean slope is ${figure(facts.meanSlope[lane] as number)} where ${figure(steepness.steepest)} is the steepest, its net input reaches ${figure(facts.maxNetInput[lane] as number)}. So small a slope lets hardly any gradient through.`,
            wayOut:
              'Scale the inputs to about −1 … 1, start with smaller weights (for example 1 / √fan-in), or lower the learning rate.',
          })
        }
      }
      return found ?? NOTHING
    }
    return look
  },
})
