/** The first number that leaves what was normal so far: where a training began to go wrong, not where it ended. */

import { type NodeId, targetNodes } from '../graph/value/graph.ts'
import type { Slabs } from '../kernels/memory.ts'
import type { Anatomy } from './anatomy.ts'
import { type Check, defineCheck, type Found, NOTHING } from './define-check.ts'
import type { Facts } from './facts.ts'
import { figure } from './finding.ts'
import type { Limits } from './health-limits.ts'
import { Levels, raised } from './levels.ts'
import type { Observation } from './observation.ts'
import { Ranges } from './ranges.ts'
import { abnormal, foremost } from './tell-abnormal.ts'

/** While warming up a level may double at each update, later rise by a tenth: a number that grows faster leaves it behind. */
const EARLY_GROWTH = 2
const GROWTH = 1.1
/** How much of the factor leaves the range of an input or target: data does not wander as numbers of a training do. */
const OF_RANGE = 0.5

/**
 * Per node a running level of max |z|, |a|, |δ|, |gradient| and |Δw|; abnormal is what exceeds it by the factor (100), or is
 * not finite. Levels rise slowly, so that a slow explosion is found as well; a bad row cannot become the rule. In one update the
 * first is told, in the order in which things happen: values forward in plan order, targets, the loss, δ in reverse order,
 * gradients, updates. What is small in comparison with the data is never abnormal: a z or a below the largest usual value or
 * target, a δ below the size of outputs and
 * targets, a gradient below that times the size of the values, a loss below its square, an update below the parameters.
 */
export const abnormalValue: Check = defineCheck({
  name: 'abnormal value',
  looksAt: 'numbers far from what was normal so far, or not finite',
  make: (anatomy, limits) => {
    const check = new AbnormalValue(anatomy, limits)
    return (observation, facts) => check.observe(observation, facts)
  },
})

class AbnormalValue {
  readonly #anatomy: Anatomy
  readonly #limits: Limits
  readonly #inputs: Ranges
  readonly #targets: Ranges
  readonly #netInputs: Levels
  readonly #values: Levels
  readonly #deltas: Levels
  readonly #gradients: Levels
  readonly #updates: Levels
  /** max |a| per lane. */
  readonly #sizes: Float64Array
  /** The nodes of the targets, in their order. */
  readonly #targetIds: readonly NodeId[]
  #loss = 0
  /** The usual size of outputs and targets, and of any value. */
  #scale = 0
  #valueScale = 0
  #seen = 0
  /** Data is known after so many rows, not updates: it does not change as the network does. */
  #rows = 0
  #calm: number
  #toldInfinite = false

  constructor(anatomy: Anatomy, limits: Limits) {
    this.#anatomy = anatomy
    this.#limits = limits
    this.#inputs = new Ranges(anatomy.inputs)
    this.#targets = new Ranges(anatomy.plan.targets)
    this.#netInputs = new Levels(anatomy)
    this.#values = new Levels(anatomy)
    this.#deltas = new Levels(anatomy)
    this.#gradients = new Levels(anatomy)
    this.#updates = new Levels(anatomy)
    this.#sizes = new Float64Array(anatomy.nodes)
    this.#targetIds = targetNodes(anatomy.plan.graph)
    this.#calm = limits.window
  }

  /** One finding for an episode: the next only after a quiet window, or when numbers that were only large become infinite. */
  observe(observation: Observation, facts: Facts): readonly Found[] {
    const { nodes } = this.#anatomy
    for (let lane = 0; lane < nodes; lane++) {
      this.#sizes[lane] = Math.max(-(facts.lowest[lane] as number), facts.highest[lane] as number)
    }
    const found =
      this.#forward(observation, facts) ?? this.#middle(observation, facts) ?? this.#back(observation, facts)
    this.#learn(observation, facts, found)
    if (found === null) {
      if (++this.#calm >= this.#limits.window) this.#toldInfinite = false
      return NOTHING
    }
    const infinite = !Number.isFinite(found.value)
    const news = this.#calm >= this.#limits.window || (infinite && !this.#toldInfinite)
    this.#calm = 0
    if (!news) return NOTHING
    this.#toldInfinite = infinite
    return [found]
  }

  #exceeds(value: number, level: number, floor: number): boolean {
    if (!Number.isFinite(value)) return true
    if (this.#seen < this.#limits.warmUp) return false
    return level > 0 && value > this.#limits.abnormalFactor * level && value > floor
  }

  #forward({ step, slabs }: Observation, facts: Facts): Found | null {
    const { nodes, inputs, id } = this.#anatomy
    const { batch, values, netInputs } = slabs
    for (let lane = 0; lane < inputs; lane++) {
      if (!this.#leaves(this.#inputs, lane, facts.lowest[lane] as number, facts.highest[lane] as number)) continue
      const at = foremost(values, lane * batch, batch)
      return abnormal(step, id(lane), null, 'the input', values[at] as number, this.#inputs.text(lane), at % batch)
    }
    const size = Math.max(this.#valueScale, this.#scale)
    for (let lane = inputs; lane < nodes; lane++) {
      const z = this.#netInputs.of(lane)
      if (this.#exceeds(facts.maxNetInput[lane] as number, z, size)) {
        const at = foremost(netInputs, lane * batch, batch)
        return abnormal(step, id(lane), null, 'the net input', netInputs[at] as number, figure(z), at % batch)
      }
      const a = this.#values.of(lane)
      if (this.#exceeds(this.#sizes[lane] as number, a, size)) {
        const at = foremost(values, lane * batch, batch)
        return abnormal(step, id(lane), null, 'the activation', values[at] as number, figure(a), at % batch)
      }
    }
    return null
  }

  /** The targets, then the loss. */
  #middle({ step, slabs }: Observation, facts: Facts): Found | null {
    const { targets, losses, batch } = slabs
    for (let k = 0; k < this.#targetIds.length; k++) {
      for (let n = 0; n < batch; n++) {
        const target = targets[k * batch + n] as number
        if (!this.#leaves(this.#targets, k, target, target)) continue
        return abnormal(step, this.#targetIds[k] as string, null, 'the target', target, this.#targets.text(k), n)
      }
    }
    const at = foremost(losses, 0, batch)
    const most = Math.abs(losses[at] as number)
    // A mean that overflows is infinite though no row is.
    const loss = facts.wentBack ? most : Number.POSITIVE_INFINITY
    if (!this.#exceeds(loss, this.#loss, Math.max(this.#scale, this.#scale * this.#scale))) return null
    const value = facts.wentBack || !Number.isFinite(most) ? (losses[at] as number) : loss
    return abnormal(step, this.#targetIds[0] as string, null, 'the loss', value, figure(this.#loss), at)
  }

  /** δ from the last lane to the first, then the gradients, then the updates. */
  #back(observation: Observation, facts: Facts): Found | null {
    if (!facts.wentBack) return null
    const { step, slabs, loss, gradients } = observation
    const { nodes, inputs, id } = this.#anatomy
    const { batch, deltas } = slabs
    for (let lane = nodes - 1; lane >= inputs; lane--) {
      const level = this.#deltas.of(lane)
      if (!this.#exceeds(facts.maxDelta[lane] as number, level, this.#scale)) continue
      const at = foremost(deltas, lane * batch, batch)
      return abnormal(step, id(lane), null, 'δ', deltas[at] as number, figure(level), at % batch)
    }
    const floor = this.#scale * this.#valueScale
    for (let lane = nodes - 1; lane >= inputs; lane--) {
      const level = this.#gradients.of(lane)
      if (this.#exceeds(facts.maxGradient[lane] as number, level, floor)) {
        return this.#parameter(observation, lane, gradients, null, 'the gradient', level)
      }
    }
    for (let lane = nodes - 1; lane >= inputs; lane--) {
      const level = this.#updates.of(lane)
      if (this.#exceeds(facts.maxUpdate[lane] as number, level, facts.maxParameter[lane] as number)) {
        return this.#parameter(observation, lane, observation.after, observation.before, 'the update', level)
      }
    }
    if (Number.isFinite(loss)) return null
    // The update was refused though all of this is finite: it is what the optimizer keeps.
    const worst = facts.maxGradient.reduce(
      (best, own, lane) => (own > (facts.maxGradient[best] as number) ? lane : best),
      0,
    )
    return this.#parameter(observation, worst, gradients, null, 'what the optimizer keeps for the gradient', 0, loss)
  }

  #parameter(
    { step, plan }: Observation,
    lane: number,
    numbers: Float64Array,
    less: Float64Array | null,
    what: string,
    level: number,
    told: number | null = null,
  ): Found {
    const { start } = plan.layout
    const from = start[lane] as number
    const at = foremost(numbers, from, (start[lane + 1] as number) - from, less)
    const value = told ?? (numbers[at] as number) - (less === null ? 0 : (less[at] as number))
    return abnormal(step, this.#anatomy.id(lane), this.#anatomy.edge(lane, at - from), what, value, figure(level), null)
  }

  #leaves(ranges: Ranges, column: number, lowest: number, highest: number): boolean {
    const factor = this.#limits.abnormalFactor * OF_RANGE
    const outside = ranges.outside(column, lowest, highest, factor)
    return Number.isNaN(outside) || (this.#rows >= this.#limits.warmUp && outside > factor)
  }

  #learn({ slabs }: Observation, facts: Facts, found: Found | null): void {
    const growth = this.#seen++ < this.#limits.warmUp ? EARLY_GROWTH : GROWTH
    const { inputs } = this.#anatomy
    this.#rows += slabs.batch
    this.#netInputs.learn(facts.maxNetInput, growth)
    this.#values.learn(this.#sizes, growth)
    // A row that was refused as abnormal does not widen the range of what is normal.
    if (found === null) this.#learnRanges(slabs, facts)
    let size = 0
    for (let lane = 0; lane < inputs; lane++) size = Math.max(size, finite(this.#sizes[lane] as number))
    for (let lane = inputs; lane < this.#anatomy.nodes; lane++) size = Math.max(size, this.#values.of(lane))
    this.#valueScale = raised(this.#valueScale, size, growth)
    if (!facts.wentBack) return
    const { targets, losses, batch } = slabs
    this.#scale = raised(this.#scale, Math.abs(targets[foremost(targets, 0, targets.length)] as number), growth)
    for (const { lanes } of this.#anatomy.plan.losses) {
      for (const lane of lanes) this.#scale = raised(this.#scale, this.#values.of(lane), growth)
    }
    this.#loss = raised(this.#loss, Math.abs(losses[foremost(losses, 0, batch)] as number), growth)
    this.#deltas.learn(facts.maxDelta, growth)
    this.#gradients.learn(facts.maxGradient, growth)
    this.#updates.learn(facts.maxUpdate, growth)
  }

  #learnRanges({ targets, batch }: Slabs, { lowest, highest }: Facts): void {
    for (let lane = 0; lane < this.#anatomy.inputs; lane++) {
      this.#inputs.learn(lane, lowest[lane] as number, highest[lane] as number)
    }
    for (let k = 0; k < this.#targetIds.length; k++) {
      for (let n = k * batch; n < (k + 1) * batch; n++)
        this.#targets.learn(k, targets[n] as number, targets[n] as number)
    }
  }
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0)
