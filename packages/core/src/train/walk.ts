/** Training by hand: one firing, phase, step or epoch at a time, forth and back. */

import { BehaviorSubject, type Observable } from 'rxjs'
import type { Data } from '../data/dataset.ts'
import { invalidOption, NeuriteError } from '../errors.ts'
import type { Fuse } from '../plan/fuse.ts'
import { type BatchAction, cursorAt, type StepAction } from './action.ts'
import { Here } from './here.ts'
import type { Learner, Trainable } from './learner.ts'
import { type RunOptions, runAction } from './run-action.ts'
import type { Step } from './step.ts'
import type { Firing } from './transition.ts'

/** How far one goes: to the next firing of a node, the end of a phase (forward, backward, update), a step or an epoch. */
export type Stride = 'node' | 'phase' | 'step' | 'epoch'

const STRIDES: readonly unknown[] = ['node', 'phase', 'step', 'epoch']

/**
 * Trains by hand. The network is claimed, and goes on one node per block, until `close`. Every stream of the network tells
 * what fires, as ever. Going back comes to the same values again; it leaves no gap in the history, and what has been done
 * before is done again without a branch. Throws ALREADY_TRAINING, NO_LOSS, NO_HISTORY, and what `train` refuses.
 *
 * @example
 * const w = walk(net, rows, { batchSize: 1 })
 * w.forward('node') // x1 fires
 * w.here.of('h4').activation // null: not yet
 */
export function walk(net: Trainable, data: Data, options: RunOptions = {}): Walk {
  return new Walk(net.learner, data, options)
}

export class Walk {
  /** Where it stands: at once, then after each move. */
  readonly here$: Observable<Here>
  readonly #own: Learner
  readonly #data: Data
  readonly #options: RunOptions
  readonly #release: () => void
  readonly #fuse: Fuse
  readonly #here: BehaviorSubject<Here>
  /** The run at the end of what has been done. */
  #run: BatchAction
  /** What has fired of the step under way, and what goes on with it. */
  #tick: Generator<Firing, Step, void> | null = null
  #firings: Firing[] = []

  /** Use `walk`. */
  constructor(own: Learner, data: Data, options: RunOptions) {
    this.#own = own
    this.#data = data
    this.#options = options
    this.#release = own.claim()
    this.#fuse = own.machine.fuse
    try {
      this.#run = runAction(own, data, options)
      own.past.failure = null
      own.regroup('never')
    } catch (error) {
      this.#release()
      throw error
    }
    this.#here = new BehaviorSubject(this.#look())
    this.here$ = this.#here.asObservable()
  }

  get here(): Here {
    return this.#here.value
  }

  /** Whether the run has been gone through to its end, or the walk is closed. */
  get isOver(): boolean {
    return this.#here.isStopped || (this.#tick === null && this.#next() === null)
  }

  /** Goes on; gives the last step that was completed on the way, null where none was. Throws as a step of `train` does. */
  forward(by: Stride = 'node'): Step | null {
    checkStride(by)
    if (this.#here.isStopped) return null
    const { epoch } = this.#own.cursor
    let step: Step | null = null
    try {
      do step = this.#fire() ?? step
      while (!this.#isAt(by, step, epoch) && !this.isOver)
    } finally {
      this.#here.next(this.#look())
    }
    return step
  }

  /** Goes back; at the beginning of the history it stays where it is. Throws as `timeline.seek`. */
  back(by: Stride = 'node'): void {
    checkStride(by)
    if (this.#here.isStopped) return
    const fired = this.#firings.length
    const [losses, all] = this.#ends
    if (by === 'epoch') this.#backToEpoch(fired > 0)
    else if (fired === 0) {
      if (this.#previous() && by !== 'step') this.#fireTo(by === 'node' ? all : losses)
    } else if (by === 'node') this.#fireTo(fired - 1)
    else this.#fireTo(by === 'phase' && fired > losses ? losses : 0)
    this.#here.next(this.#look())
  }

  /** Ends it: a step that is under way is forgotten. From then on it does nothing, whatever is called. */
  close(): void {
    if (this.#here.isStopped) return
    this.#drop()
    this.#own.regroup(this.#fuse)
    this.#release()
    this.#here.complete()
  }

  /** What is done next: what has been done before, or the next batch of the run; null where the run is over. */
  #next(): { action: StepAction; offset: number } | null {
    const { log, head } = this.#own.past.history
    const { branch, position } = head
    const { end } = log.branch(branch)
    for (let at = position; at < end; at++) {
      const { action, offset } = log.next({ branch, position: at })
      if (action.type !== 'change') return { action, offset }
    }
    const last = end === 0 ? null : log.next({ branch, position: end - 1 })
    if (last?.action !== this.#run) this.#run = runAction(this.#own, this.#data, this.#options)
    const offset = last?.action === this.#run ? last.offset + 1 : 0
    return cursorAt(this.#run, offset).run === null ? null : { action: this.#run, offset }
  }

  /** One more firing; gives the step where it was the last. */
  #fire(): Step | null {
    if (this.#tick === null) {
      this.#redoChanges()
      const next = this.#next()
      if (next === null) return null
      this.#tick = this.#own.learnSlowly(next.action, next.offset)
    }
    try {
      const fired = this.#tick.next()
      if (fired.done !== true) {
        this.#firings.push(fired.value)
        return null
      }
      this.#drop()
      return fired.value
    } catch (error) {
      this.#drop()
      throw error
    }
  }

  /** Changes that were made before the next step are made again. */
  #redoChanges(): void {
    const { log, head } = this.#own.past.history
    const { branch } = head
    let { position } = head
    while (position < log.branch(branch).end && !log.next({ branch, position }).isStep) position++
    if (position > head.position) this.#own.moveTo({ branch, position }, this.#release)
  }

  #isAt(by: Stride, step: Step | null, epoch: number): boolean {
    if (by === 'node') return true
    if (by === 'epoch') return step !== null && this.#own.cursor.epoch !== epoch
    return step !== null || (by === 'phase' && this.#ends.includes(this.#firings.length))
  }

  /** How many firings there are up to the losses, and in all: each block forward, the losses, all but inputs back. */
  get #ends(): [number, number] {
    const { blocks } = this.#own.transition.plan
    const losses = blocks.length + 1
    return [losses, losses + blocks.filter(({ form }) => form !== 'source').length]
  }

  /** Begins the step anew, up to so many firings. */
  #fireTo(firings: number): void {
    this.#drop()
    while (this.#firings.length < firings) if (this.#fire() !== null) return
  }

  /** To the first step of this epoch; to that of the one before, where it stands there already. */
  #backToEpoch(isUnderWay: boolean): void {
    this.#drop()
    for (let isThere = isUnderWay; ; isThere = true) {
      const next = this.#next()
      if (isThere && next !== null && cursorAt(next.action, next.offset).batch === 0) return
      if (!this.#previous()) return
    }
  }

  /** One step back; false at the beginning. */
  #previous(): boolean {
    const { history } = this.#own.past
    this.#drop()
    const { branch, position } = history.head
    for (let to = position - 1; to >= 0; to--) {
      if (!history.log.next({ branch, position: to }).isStep) continue
      this.#own.moveTo({ branch, position: to }, this.#release)
      return true
    }
    return false
  }

  /** Forgets the step under way. */
  #drop(): void {
    this.#tick?.return(undefined as never)
    this.#tick = null
    this.#firings = []
  }

  #look(): Here {
    return new Here(this.#own.step + 1, this.#firings, this.#own.transition)
  }
}

function checkStride(by: unknown): void {
  if (!STRIDES.includes(by)) throw new NeuriteError(invalidOption('by', by, `one of ${STRIDES.join(', ')}`))
}
