/** A network that begins in a state from which learning is slow or impossible; judged by its first updates. */

import type { Anatomy } from './anatomy.ts'
import { type Check, defineCheck, type Found, type Look, NOTHING } from './define-check.ts'
import { figure } from './finding.ts'
import { laneOfRank, rankRms } from './rank-rms.ts'
import { Twins } from './twins.ts'
import { WindowSums } from './window-sums.ts'

/** In so large a share of all rows of the first updates a neuron is flat. */
const FLAT_ROWS = 0.95
/** So large a share of a layer, saturated from the start, is told. */
const SATURATED = 0.5

/**
 * Three things that Glorot & Bengio (AISTATS 2010) and He et al. (ICCV 2015) choose their initializations by: a layer that is
 * saturated from the start; activations or δ that shrink or grow from rank to rank (told from a factor of 1000 between
 * the ranks); and neurons of one layer with equal parameters, which get equal gradients and so stay one neuron for
 * ever (Goodfellow et al., Deep Learning, section 8.4). Silent where the first update observed is not the first of the network.
 */
export const poorInitialization: Check = defineCheck({
  name: 'poor initialization',
  looksAt: 'saturation, spread and symmetry at the start',
  make: (anatomy, { start, spread }) => {
    const values = new WindowSums(anatomy.nodes, start)
    const deltas = new WindowSums(anatomy.nodes, start)
    const flat = new Float64Array(anatomy.nodes)
    const twins = new Twins(anatomy)
    let rows = 0
    let seen = 0
    const look: Look = (observation, facts) => {
      if (seen >= start) return NOTHING
      const { step, slabs, before, after } = observation
      if (!facts.whole || (seen === 0 && step !== 1)) {
        seen = start
        return NOTHING
      }
      if (seen++ === 0) twins.find(before)
      rows += slabs.batch
      for (let lane = 0; lane < flat.length; lane++)
        flat[lane] = (flat[lane] as number) + (facts.flatRows[lane] as number)
      const value = values.add(facts.valueRms)
      const delta = deltas.add(facts.deltaRms)
      if (value === null || delta === null) return NOTHING
      return [
        ...saturated(anatomy, flat, rows, step),
        ...spreadOut(anatomy, value, spread, step, 'activations'),
        ...spreadOut(anatomy, delta, spread, step, 'δ'),
        ...symmetric(anatomy, twins, after, step),
      ]
    }
    return look
  },
})

/** Layers of activations that are flat on both sides, where at least half of the neurons are. */
function saturated({ active, learns, id }: Anatomy, flat: Float64Array, rows: number, _step: number): Found[] {
  const found: Found[] = []
  for (const { firstLane, lanes, steepness } of active) {
    if (!steepness.bothSides) continue
    let count = 0
    let first = -1
    for (let lane = firstLane; lane < firstLane + lanes; lane++) {
      if (learns[lane] === 0 || (flat[lane] as number) < FLAT_ROWS * rows) continue
      if (count++ === 0) first = lane
    }
    if (count === 0 || count < SATURATED * lanes) continue
    found.push({
      node: id(first),
      value: count / lanes,
      cause: `${count} of the ${lanes} neurons of the layer of ${id(first)} are saturated from the start: in the first ${rows} rows their activation is flat.`,
      wayOut: 'Scale the inputs to about −1 … 1, and start with weights of about 1 / √fan-in (Glorot, LeCun).',
    })
  }
  return found
}

function spreadOut(
  anatomy: Anatomy,
  rms: Float64Array,
  spread: number,
  step: number,
  what: 'activations' | 'δ',
): Found[] {
  const perRank = rankRms(anatomy, rms)
  let least = -1
  let most = -1
  perRank.forEach((own, rank) => {
    if (Number.isNaN(own)) return
    if (least < 0 || own < (perRank[least] as number)) least = rank
    if (most < 0 || own > (perRank[most] as number)) most = rank
  })
  if (least < 0 || !((perRank[most] as number) > spread * (perRank[least] as number))) return []
  const [low, high] = [perRank[least] as number, perRank[most] as number]
  // Activations run forward and δ backward: whichever comes later has shrunk or grown; what is 0 has shrunk.
  const shrinks = low === 0 || (what === 'δ' ? least < most : least > most)
  const at = shrinks ? least : most
  return [
    {
      node: anatomy.id(laneOfRank(anatomy, rms, at, shrinks ? 'least' : 'largest')),
      value: high / low,
      cause: `In the first ${step} updates the rms of the ${what} ${shrinks ? 'shrinks' : 'grows'} from layer to layer: it is ${figure(low)} at rank ${least} and ${figure(high)} at rank ${most}, a factor of ${figure(high / low)}.`,
      wayOut: `Start with biases of 0 and weights that keep the variance: about √(2 / fan-in) for relu (he), √(2 / (fan-in + fan-out)) for sigmoid and tanh (xavier); or use an activation whose slope is near 1.`,
    },
  ]
}

function symmetric({ id }: Anatomy, twins: Twins, after: Float64Array, step: number): Found[] {
  return twins.stillEqual(after).map((lanes) => ({
    node: id(lanes[0] as number),
    value: lanes.length,
    cause: `${lanes.length} neurons that read the same, ${id(lanes[0] as number)} and ${id(lanes[1] as number)} among them, began with equal parameters and still have them after ${step} updates: with equal gradients they stay one and the same neuron for ever.`,
    wayOut: 'Draw the start weights at random, so that each neuron begins elsewhere.',
  }))
}
