/** The history of a network, from the user's chair: all that can be asked of it, and going back, branching off, taking back. */

import { demandText, demandWhole } from '../door/demand.ts'
import { type TableOf, text } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { inspectable } from '../text/inspectable.ts'
import { CHANGE_OPTIONS, type Change } from '../train/change.ts'
import { fork } from '../train/fork.ts'
import type { Learner } from '../train/learner.ts'
import type { Trainable } from '../train/trainable.ts'
import type { Moment } from './moments.ts'
import { Questions } from './questions.ts'
import { Undo } from './undo.ts'

export interface ForkOptions extends Change {
  /** What the fork's branch is called. Default: 'main'. */
  readonly name?: string
}

const FORK: TableOf<ForkOptions, 'name'> = { name: text('main'), ...CHANGE_OPTIONS }

export class Timeline<Net extends Trainable> extends Questions {
  readonly #make: (own: Learner) => Net
  readonly #undo: Undo

  /** Use `net.timeline`. Throws NO_HISTORY. @internal */
  constructor(own: Learner, make: (own: Learner) => Net) {
    super(own)
    this.#make = make
    this.#undo = new Undo(own)
  }

  /**
   * Puts the state at a moment in force. What is done then begins a branch of its own, and what came after stays where it
   * was. Throws as `at`, and ALREADY_TRAINING, TICK_BUSY; then nothing has changed. What an observer of the new state throws
   * is thrown on, with that state in force.
   */
  seek(moment: Moment): Snapshot {
    this.own.moveTo(this.moments.address(moment))
    return this.own.snapshot
  }

  /** That many steps back. Throws as `seek`. */
  back(steps = 1): Snapshot {
    demandWhole(steps, 'back', 'steps')
    return this.seek(this.step - steps)
  }

  /** That many steps forth, of what has been done already. Throws as `seek`. */
  forward(steps = 1): Snapshot {
    demandWhole(steps, 'forward', 'steps')
    return this.seek(this.step + steps)
  }

  /**
   * Goes back to before the last change of weights, rates, optimizer, graph or data, over the steps made since; false where
   * there was none. Throws as `seek`.
   */
  undo(): boolean {
    return this.#undo.undo()
  }

  /** Goes back to where the last `undo` came from; false where something else has happened since. Throws as `seek`. */
  redo(): boolean {
    return this.#undo.redo()
  }

  /** Writes something down about the state in force, or at a moment. */
  note(text: string, moment?: Moment): void {
    demandText(text, 'note', 'text')
    const at = moment === undefined ? this.past.history.head : this.moments.address(moment)
    this.past.notes.push({ text, at })
  }

  /** Gives a branch another name, the one on which the network stands unless another is named. Throws UNKNOWN_BRANCH. */
  rename(to: string, branch?: string): void {
    const { log } = this.past.history
    const { index } = this.moments.branch(branch)
    if (typeof to !== 'string' || to === '' || log.named(to) !== null) {
      throw new NeuriteError(invalidOption('branch', to, 'a name that no branch has'))
    }
    log.rename(index, to)
  }

  /**
   * Gives a branch up, and frees what only it has: states, losses, notes, data. Branches that left it keep the past they
   * share with it; its name is free again. Throws UNKNOWN_BRANCH, and INVALID_OPTION for the one on which the network stands.
   */
  drop(branch: string): void {
    const { index } = this.moments.branch(branch)
    if (index === this.past.history.head.branch) {
      throw new NeuriteError(invalidOption('branch', branch, 'one on which the network does not stand'))
    }
    this.past.drop(index)
  }

  /**
   * Another network with the same past up to a moment, and what is changed there. Both go on by themselves. Throws as `at`,
   * and what is wrong with the change.
   *
   * @example
   * const slower = net.timeline.fork(137, { optimizer: sgd({ learningRate: 0.1 }) })
   */
  fork(moment: Moment, options?: ForkOptions): Net {
    const { name, ...change } = readOptions(options, 'fork', FORK)
    const own = fork(this.own, this.moments.address(moment), name)
    if (Object.keys(change).length > 0) own.change(change)
    return this.#make(own)
  }
}

inspectable<Timeline<Trainable>>(
  Timeline.prototype,
  ({ step, branch, branches, notes, memory }) => ({
    title: 'Timeline',
    value: { step, branch, branches, notes, memory },
  }),
  { json: true },
)
