/** Where a step looks things up while no history is kept: in the state in force, as long as it is that step's. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { snapshotGone } from '../errors/training.ts'
import { meanLoss } from '../kernels/mean-loss.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { inside } from '../step/inside.ts'
import type { Machine } from '../step/machine.ts'
import type { Inside, Step, StepSource } from '../step/step.ts'

export class Present implements StepSource {
  readonly #machine: Machine
  /** The step that led to the state in force; null where none did. */
  last: Step | null = null

  constructor(machine: Machine) {
    this.#machine = machine
  }

  snapshotOf(step: Step): Snapshot {
    this.#refuseGone(step)
    return this.#machine.capture()
  }

  lossOf(step: Step): number {
    const { slabs, penalty } = this.insideOf(step)
    return meanLoss(slabs) + penalty
  }

  insideOf(step: Step): Inside {
    this.#refuseGone(step, this.#machine.holdsLast)
    return inside(this.#machine)
  }

  #refuseGone(step: Step, isThere = true): void {
    if (step !== this.last || !isThere) throw new NeuriteError(snapshotGone(step.step, this.#machine.step))
  }
}
