/** What can be asked of the past: it changes nothing. */
import type { Observable } from 'rxjs'
import type { Values } from '../data/row.ts'
import { condition } from '../door/condition.ts'
import { demand, demandWhole } from '../door/demand.ts'
import { nameOf } from '../door/name-of.ts'
import { trueOrFalse, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { NodeId } from '../graph/graph.ts'
import { diff } from '../state/diff.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { SnapshotDiff } from '../state/snapshot-diff.ts'
import { hide } from '../text/inspectable.ts'
import type { EdgeEnds } from '../text/names.ts'
import type { Learner } from '../train/learner.ts'
import type { Past, TimelineMemory } from '../train/past.ts'
import type { Recovered } from '../train/recovered.ts'
import type { Step } from '../train/step.ts'
import { type Ablation, ablate } from './ablate.ts'
import type { Finding } from './health/finding.ts'
import type { HealthOptions } from './health/health-options.ts'
import { type Branch, type LogEntry, type Moment, Moments } from './moments.ts'
import { type Probed, probe, type Quantity } from './probe.ts'
import { keptItems } from './saving/kept-items.ts'
import type { Saved } from './saving/saved.ts'
import { savedItems } from './saving/saved-items.ts'
import { type Verified, type VerifyOptions, verify } from './saving/verify.ts'
import { all, first, type LineOptions, type LookOptions, last, type Predicate, type SearchOptions } from './search.ts'
import { LOOK_OPTIONS, SEARCH_OPTIONS } from './search-options.ts'
import { findAbnormal, type HealthReport, reportHealth } from './watch-health.ts'
import { type Why, why } from './why.ts'

export interface Note {
  readonly text: string
  readonly step: number
  readonly branch: string
}

export type { TimelineMemory } from '../train/past.ts'

export interface SaveOptions {
  /** Whether the data is in it. Default true. */
  readonly data?: boolean
}

export interface WhyOptions {
  /** The first step that is looked at; the step itself if left out. */
  readonly from?: number
  /** How many causes are told. Default 10. */
  readonly most?: number
}

const SAVE = { data: trueOrFalse(true) }
const WHY = { from: wholeNumber(0), most: wholeNumber(1, 10) }
/** Look back, search, explain, keep. */
export class Questions {
  /** @internal */
  protected readonly own: Learner
  /** @internal */
  protected readonly past: Past
  /** @internal */
  protected readonly moments: Moments

  /** Throws NO_HISTORY. @internal */
  constructor(own: Learner) {
    this.own = own
    this.past = own.past
    this.moments = new Moments(own)
    hide(this, 'own', 'past', 'moments')
  }

  /** The step at which the network stands. */
  get step(): number {
    return this.own.step
  }

  /** How many actions, steps and changes, lie behind the state in force. */
  get position(): number {
    return this.past.history.head.position
  }

  /** The branch on which the network stands. */
  get branch(): string {
    return this.moments.nameOf(this.past.history.head)
  }

  /**
   * The first step, on the branch where the network stands, from which on every state can be come back to: the one it
   * begins with, or the first that is kept behind what the history let go of (rows of streams, changes, data).
   */
  get firstStep(): number {
    return this.moments.firstStep
  }

  get branches(): readonly Branch[] {
    return this.moments.branches()
  }

  /**
   * What has happened, in order: runs, rows of streams, and changes, along the branch where the network stands or another.
   * Throws UNKNOWN_BRANCH.
   */
  log(branch?: string): readonly LogEntry[] {
    return this.moments.entries(branch)
  }

  /** What is kept. */
  get memory(): TimelineMemory {
    return this.past.memory
  }

  /**
   * The state at a moment, recomputed where it is not kept, always the same bits. Throws UNKNOWN_STEP, UNKNOWN_BRANCH,
   * ROWS_GONE, REPLAY_DIFFERS.
   *
   * @example
   * net.timeline.at(137).node('h4') // { bias, weights: { x1: … } }
   */
  at(moment: Moment): Snapshot {
    return this.past.at(this.moments.address(moment))
  }

  /**
   * The step that led to a moment, to be looked into: its loss, what each node computed. Throws UNKNOWN_STEP (as for step 0,
   * to which nothing led), UNKNOWN_BRANCH.
   *
   * @example
   * net.timeline.stepAt(137).node('h4').delta.toArray()
   */
  stepAt(moment: Moment): Step {
    return this.moments.step(moment)
  }

  /** The step that was refused with TRAINING_DIVERGED, to be looked into; null where the last one was not. */
  get failed(): Step | null {
    return this.past.failed
  }

  get notes(): readonly Note[] {
    const { log } = this.past.history
    return this.past.notes.map(({ text, at }) => ({ text, step: log.stepAt(at), branch: this.moments.nameOf(at) }))
  }

  /** What changed from one moment to another, by node and edge, largest first; `diff(a, b)` of any two snapshots. Throws as `at`. */
  diff(from: Moment, to: Moment): SnapshotDiff {
    return diff(this.at(from), this.at(to))
  }

  /**
   * The first step for which it holds; null where there is none. A predicate that reads only the loss costs no replay, any
   * other replays each step once. Rejects with CANCELLED, UNKNOWN_STEP, UNKNOWN_BRANCH, and what the predicate throws.
   *
   * @example
   * await net.timeline.find((step) => step.node('h4').activation.at(0) > 0.99)
   */
  async find(predicate: Predicate, options?: SearchOptions): Promise<Step | null> {
    const read = readOptions(options, 'find', SEARCH_OPTIONS)
    return first(this.moments.range(read), condition(predicate, 'find'), read)
  }

  /** Every step for which it holds. As `find`. */
  async findAll(predicate: Predicate, options?: LookOptions): Promise<Step[]> {
    const read = readOptions(options, 'findAll', LOOK_OPTIONS)
    return all(this.moments.range(read), condition(predicate, 'findAll'), read)
  }

  /** The last step for which it holds: a watchpoint that runs backwards. As `find`. */
  async findLast(predicate: Predicate, options?: LookOptions): Promise<Step | null> {
    const read = readOptions(options, 'findLast', LOOK_OPTIONS)
    return last(this.moments.range(read), condition(predicate, 'findLast'), read)
  }

  /**
   * What a node computed in steps that nobody watched, recomputed. Cold. It errors with UNKNOWN_STEP, UNKNOWN_NODE. Throws
   * INVALID_OPTION.
   *
   * @example
   * net.timeline.probe(900, 1000, 'h4', 'delta').subscribe(({ step, signal }) => console.log(step, signal.toArray()))
   */
  probe(from: number, to: number, node: NodeId, what: Quantity): Observable<Probed> {
    return probe(() => this.moments.range({ from, to }), node, what)
  }

  /**
   * Which rows and deltas moved a weight most, in a step (the refused one, too) or from an earlier one on. The parameter is
   * an edge, `h4->o6` or by its ends, or a bias, `bias h4`. Rejects with UNKNOWN_EDGE, UNKNOWN_STEP, INVALID_OPTION.
   *
   * @example
   * (await net.timeline.why('h4->o6', 137)).causes[0] // { step, row, delta, activation, gradient }
   */
  async why(parameter: string | EdgeEnds, step: number, options?: WhyOptions): Promise<Why> {
    const { from = step, most } = readOptions(options, 'why', WHY)
    const name = nameOf(parameter, 'why', 'parameter', 'an edge or a bias: "h4->o6", "bias h4"')
    demandWhole(step, 'why', 'step')
    // It stands behind the last one, and only a range without an end reaches it.
    const isRefused = this.failed?.step === step
    if (!isRefused) this.moments.step(step)
    if (from > step) throw new NeuriteError(invalidOption('from', from, `a step up to ${step}`))
    return why(this.moments.range(isRefused ? { from } : { from, to: step }), name, most)
  }

  /** What goes wrong in a training, looked up in its steps: named findings with cause and way out. Rejects as `find`. */
  health(options?: HealthOptions & LineOptions): Promise<HealthReport> {
    return reportHealth((line) => this.moments.range(line), options)
  }

  /** The first number that leaves what was normal until then, with step, node and edge. */
  firstAbnormal(options?: HealthOptions & LineOptions): Promise<Finding | null> {
    return findAbnormal((line) => this.moments.range(line), options)
  }

  /**
   * What the outputs at a moment would be without a node, or an edge as `h4->o6` or by its ends: it gives 0 to whoever reads
   * it. Asked for these rows, or for those of the step itself. Nothing is changed. Throws UNKNOWN_EDGE, and as `at`.
   */
  ablate(what: string | EdgeEnds, moment: Moment, rows?: readonly Values[]): Ablation {
    const name = nameOf(what, 'ablate', 'what', 'a node or an edge: "h4", "h4->o6"')
    const given = rows ?? this.past.inputsOf(this.stepAt(moment))
    demand(Array.isArray(given), 'ablate', 'rows', given, 'a list of rows')
    return ablate(this.at(moment), name, given, this.own.optimizers)
  }

  /**
   * The whole history as one file: graphs, log, kept states, and the data unless it is left out and known by its fingerprint.
   * The bytes come as they are asked for; what happens meanwhile is not among them. Throws THROUGH_NOT_JSON, and
   * DATA_MISSING where it was loaded without its data, which were not handed in: leave them out, then.
   *
   * @example
   * await net.timeline.save().to(file('run.neurite')) // file of @neurite/core/node; read it with loadNetwork
   * const blob = await net.timeline.save().blob()     // in a page
   */
  save(options?: SaveOptions): Saved {
    const { data } = readOptions(options, 'save', SAVE)
    const { snapshot } = this.own
    if (data) this.past.data.refuseMissing()
    return savedItems(keptItems(this.past, snapshot, data), snapshot)
  }

  /** What became of a history that was loaded with `recover`: what was lost, where it stands. Null where nothing was lost. */
  get recovered(): Recovered | null {
    return this.past.recovered
  }

  /** Does everything again, and compares each kept state. Rejects with REPLAY_DIFFERS, STATE_DIFFERS, ROWS_GONE, DATA_MISSING. */
  verify(options?: VerifyOptions): Promise<Verified> {
    return verify(this.past, options)
  }
}
