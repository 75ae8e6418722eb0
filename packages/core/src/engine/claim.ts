/** The right to train a network: one at a time has it. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { alreadyTraining } from '../errors/training.ts'

/** Gives the right back; called again, it does nothing, whoever has it by then. */
export type Release = () => void

export class Claim {
  #release: Release | null = null

  /** Throws ALREADY_TRAINING. */
  take(): Release {
    this.refuse()
    const release = (): void => {
      if (this.#release === release) this.#release = null
    }
    this.#release = release
    return release
  }

  /** Throws ALREADY_TRAINING where anyone else has it than the holder of this. */
  refuse(holder: Release | null = null): void {
    if (this.#release !== null && this.#release !== holder) throw new NeuriteError(alreadyTraining())
  }
}
