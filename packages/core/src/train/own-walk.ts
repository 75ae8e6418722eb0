/** A walk at work: what it has fired, where it stands, and whose turn it is. */

import { BehaviorSubject, type Observable } from 'rxjs'
import type { Data } from '../data/dataset.ts'
import type { Release } from '../engine/claim.ts'
import type { Engine } from '../engine/engine.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { tickBusy } from '../errors/training.ts'
import { Reported } from '../flow/reported.ts'
import type { NodeId } from '../graph/value/graph.ts'
import type { Address } from '../history/log.ts'
import { cursorAt } from '../step/action.ts'
import type { Step } from '../step/step.ts'
import type { Firing } from '../step/transition.ts'
import { inspectable } from '../text/inspectable.ts'
import { type Here, type NodeSoFar, OwnHere } from './here.ts'
import type { RunOptions } from './run-action.ts'
import { checkStride, type Stride } from './stride.ts'
import { Way } from './way.ts'

export class OwnWalk {
  readonly here$: Observable<Here>
  readonly #own: Engine
  readonly #way: Way
  readonly #places$: BehaviorSubject<Here>
  /** The places that are still to be told. */
  readonly #untold: Here[] = []
  #here: Here
  /** What goes on with the step under way, and the number of its tick. */
  #tick: Generator<Firing, Step, void> | null = null
  #number = 0
  /** What has fired of it, and the state it began in. */
  #firings: Firing[] = []
  #from: Address
  /** Gives back what a move has claimed; null where it does not move. */
  #release: Release | null = null
  #isClosed = false

  constructor(own: Engine, data: Data, options: Required<RunOptions>) {
    own.refuseWithoutLoss()
    this.#own = own
    this.#way = new Way(own, data, options)
    this.#from = own.past.history.head
    this.#here = this.#look()
    this.#places$ = new BehaviorSubject(this.#here)
    this.here$ = new Reported((subscriber) => this.#places$.subscribe(subscriber), own.transition.turn.report)
  }

  get here(): Here {
    return this.#here
  }

  node(id: NodeId): NodeSoFar {
    return this.#here.node(id)
  }

  get isOver(): boolean {
    return this.#isClosed || (!this.#isUnderWay && this.#way.next() === null)
  }

  forward(by: Stride = 'node'): Step | null {
    checkStride(by)
    return this.#move(() => {
      const { epoch } = this.#own.cursor
      let step: Step | null = null
      if (this.#tick === null) this.#fireTo(this.#firings.length)
      do step = this.#fire() ?? step
      while (!this.#isAt(by, step, epoch) && !this.isOver)
      return step
    })
  }

  back(by: Stride = 'node'): void {
    checkStride(by)
    this.#move(() => {
      const fired = this.#firings.length
      const [losses, all] = this.#ends
      if (by === 'epoch') this.#backToEpoch(fired > 0)
      else if (fired === 0) {
        if (this.#previous() && by !== 'step') this.#fireTo(by === 'node' ? all : losses)
      } else if (by === 'node') this.#fireTo(fired - 1)
      else this.#fireTo(by === 'phase' && fired > losses ? losses : 0)
      return null
    })
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#release === null) this.#end()
    else this.#release()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** One move: nobody else trains meanwhile, and afterwards it is told where it led, whatever was thrown. */
  #move(work: () => Step | null): Step | null {
    if (this.#isClosed) return null
    const own = this.#own
    if (this.#release !== null) throw new NeuriteError(tickBusy())
    if (!this.#isUnderWay) own.transition.turn.makeWay()
    this.#release = own.claim('never')
    try {
      this.#catchUp()
      return work()
    } finally {
      this.#release()
      this.#release = null
      if (this.#isClosed) this.#end()
      else this.#tell()
    }
  }

  /** Somebody else was served in between: the step under way begins anew, or elsewhere. */
  #catchUp(): void {
    if (this.#isUnderWay) return
    this.#tick = null
    const { branch, position } = this.#own.past.history.head
    if (this.#from.branch !== branch || this.#from.position !== position) this.#firings = []
  }

  get #isUnderWay(): boolean {
    return this.#tick !== null && this.#own.transition.turn.underWay === this.#number
  }

  /** Who moves it while a place is told is told of that one before the next. */
  #tell(): void {
    this.#here = this.#look()
    this.#untold.push(this.#here)
    if (this.#untold.length > 1) return
    this.#own.transition.turn.tell(() => {
      for (; this.#untold.length > 0; this.#untold.shift()) this.#places$.next(this.#untold[0] as Here)
    })
  }

  #end(): void {
    this.#drop()
    this.#own.group(this.#own.options.fuse)
    this.#own.transition.turn.tell(() => this.#places$.complete())
  }

  /** One more firing; gives the step where it was the last. */
  #fire(): Step | null {
    if (this.#tick === null) {
      this.#way.redoChanges(this.#release)
      const next = this.#way.next()
      if (next === null) return null
      this.#from = this.#own.past.history.head
      this.#own.past.failure = null
      this.#tick = this.#own.learnSlowly(next.action, next.offset)
    }
    try {
      const fired = this.#tick.next()
      if (fired.done !== true) {
        this.#number = this.#own.transition.turn.underWay
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
    while (this.#firings.length < firings && !this.#isClosed) if (this.#fire() !== null) return
  }

  /** To the first step of this epoch; to that of the one before, where it stands there already. */
  #backToEpoch(isUnderWay: boolean): void {
    this.#drop()
    for (let isThere = isUnderWay; ; isThere = true) {
      const next = this.#way.next()
      if (isThere && next !== null && cursorAt(next.action, next.offset).batch === 0) return
      if (!this.#previous()) return
    }
  }

  /** One step back; false at the beginning. */
  #previous(): boolean {
    this.#drop()
    return this.#way.back(this.#release)
  }

  /** Forgets the step under way. */
  #drop(): void {
    this.#tick?.return(undefined as never)
    this.#tick = null
    this.#firings = []
  }

  #look(): Here {
    return new OwnHere(this.#own.step + 1, this.#firings, this.#own.transition)
  }
}

inspectable<OwnWalk>(OwnWalk.prototype, ({ here, isOver }) => ({ title: 'Walk', value: { here, isOver } }), {
  json: true,
})
