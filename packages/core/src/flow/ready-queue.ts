/** Who may fire next: receivers become ready in any order and are taken in plan order, so a tick always runs the same way. */

/** A set of small whole numbers, taken in ascending (or descending) order. Nothing is allocated while it is used. */
export class ReadyQueue {
  readonly #ready: Uint8Array
  readonly #step: 1 | -1
  #cursor = 0
  #waiting = 0

  constructor(size: number, order: 'ascending' | 'descending') {
    this.#ready = new Uint8Array(size)
    this.#step = order === 'ascending' ? 1 : -1
    this.restart()
  }

  /** Begins again at the first in order, empty: only a tick that failed leaves anybody waiting. */
  restart(): void {
    this.#cursor = this.#step === 1 ? 0 : this.#ready.length - 1
    if (this.#waiting > 0) this.#ready.fill(0)
    this.#waiting = 0
  }

  /** At most once between two restarts for each receiver. */
  push(receiver: number): void {
    this.#ready[receiver] = 1
    this.#waiting++
    if ((receiver - this.#cursor) * this.#step < 0) this.#cursor = receiver
  }

  /** The next one in order, taken out; -1 when none is ready. */
  take(): number {
    const ready = this.#ready
    const step = this.#step
    for (let k = this.#cursor; k >= 0 && k < ready.length; k += step) {
      if (ready[k] === 1) {
        ready[k] = 0
        this.#waiting--
        this.#cursor = k + step
        return k
      }
    }
    this.#cursor = step === 1 ? ready.length : -1
    return -1
  }
}
