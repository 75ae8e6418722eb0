/** Stops a training that has nothing more to gain, with its best state in force. */

import { type MonoTypeOperatorFunction, type Observable, Subscription } from 'rxjs'
import { demand } from '../door/demand.ts'
import { option, type TableOf, text, wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Engine } from '../engine/engine.ts'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { endsWith, Reported } from '../flow/reported.ts'
import type { Scores } from '../graph/contracts/metric.ts'
import { Moments } from '../past/moments.ts'
import { betterOf } from '../score/scoring.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { OwnStep, type Step } from '../step/step.ts'

export interface EarlyStopOptions {
  /** By which score: `'loss'`, or the name of a metric that says which value is the better one. Default 'loss'. */
  readonly of?: string
  /** After so many scores in a row that are no better than the best. Default 10. */
  readonly patience?: number
  /** By how much a score must be better than the best to count: more than this. Default 0. */
  readonly least?: number
}

const OPTIONS: TableOf<EarlyStopOptions, keyof EarlyStopOptions> = {
  of: text('loss'),
  patience: wholeNumber(1, 10),
  least: option<number, number>('a finite number, 0 or more', (v) => Number.isFinite(v) && (v as number) >= 0, 0),
}

/**
 * Ends a training once the scores of its validation have not become better for `patience` times, and puts the state with the best
 * score back in force, as `timeline.seek` does: what came after it stays in the history, and `timeline.seek('end')` leads there.
 * Where the training is over before, the best state is put back, too. Without a history the best state is kept beside, and
 * restored. All steps are emitted, the one that was worth nothing last.
 *
 * It errors with INVALID_OPTION where there is no such score, or no validation at all, INVALID_ARGUMENT for what are no steps, and as the training and `timeline.seek` do.
 *
 * @example
 * await finish(train(net, rows, { epochs: 500, validation: heldOut(others) }).pipe(earlyStop(net, { patience: 5 })))
 */
export function earlyStop<Made extends Step = Step>(
  net: Trainable,
  options?: EarlyStopOptions,
): MonoTypeOperatorFunction<Made> {
  const own = engineOf(net, 'earlyStop')
  const read = readOptions(options, 'earlyStop', OPTIONS)
  return (steps$: Observable<Made>) =>
    new Reported<Made>((subscriber) => {
      const best = new Best(own, read)
      const running = new Subscription()
      subscriber.add(running)
      const end = (): void => {
        // Unsubscribed before, so that nobody trains any more when the state is put back.
        running.unsubscribe()
        try {
          best.putBack()
        } catch (error) {
          subscriber.error(error)
          return
        }
        subscriber.complete()
      }
      running.add(
        steps$.subscribe({
          next: (step) => {
            if (running.closed) return
            try {
              demand(step instanceof OwnStep, 'earlyStop', 'steps$', step, 'the steps of a training: train(net, rows)')
              best.look(step)
            } catch (error) {
              running.unsubscribe()
              subscriber.error(error)
              return
            }
            subscriber.next(step)
            if (best.waited >= read.patience && !running.closed) end()
          },
          error: (error) => subscriber.error(error),
          complete: end,
        }),
      )
    }, endsWith)
}

/** The best of the steps so far. */
class Best {
  readonly #own: Engine
  readonly #of: string
  readonly #least: number
  readonly #remembers: boolean
  #step: Step | null = null
  #snapshot: Snapshot | null = null
  #last: Step | null = null
  #score = 0
  /** How many scores were no better since. */
  waited = 0

  constructor(own: Engine, { of, least }: Required<EarlyStopOptions>) {
    this.#own = own
    this.#of = of
    this.#least = least
    this.#remembers = own.options.remembered !== undefined
  }

  /** Throws INVALID_OPTION. */
  look(step: Step): void {
    this.#last = step
    if (step.validation === null) return
    const { score, isMore } = scoreOf(step.validation, this.#of)
    const gain = isMore ? score - this.#score : this.#score - score
    if (this.#step !== null && !(gain > this.#least)) {
      this.waited++
      return
    }
    this.#step = step
    this.#score = score
    this.waited = 0
    if (!this.#remembers) this.#snapshot = step.snapshot
  }

  /** Throws as `timeline.seek`, and INVALID_OPTION where nothing was scored. */
  putBack(): void {
    const step = this.#step
    if (step === null) {
      if (this.#last === null) return
      const wants = 'heldOut(rows), rows to score the network on: earlyStop stops by their scores'
      throw new NeuriteError(invalidOption('validation', undefined, wants, 'train'))
    }
    if (step === this.#last) return
    if (this.#snapshot !== null) this.#own.restore(this.#snapshot)
    else this.#own.moveTo(new Moments(this.#own.past).address(step))
  }
}

/** Throws INVALID_OPTION where there is no such score, or none that is better or worse than another. */
function scoreOf(scores: Scores, of: string): { readonly score: number; readonly isMore: boolean } {
  const score: unknown = (scores as Readonly<Record<string, unknown>>)[of]
  const better = betterOf(scores, of)
  if (typeof score === 'number' && better) return { score, isMore: better === 'more' }
  const known = Object.keys(scores).filter((name) => betterOf(scores, name))
  throw new NeuriteError(
    invalidOption('of', of, `one of ${known.join(', ')}, or score by that metric, too`, 'earlyStop'),
  )
}
