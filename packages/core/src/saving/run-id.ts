/** The name of a run: made when its history begins, and kept wherever that goes. */

/** 32 random hex digits. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const runs = new WeakMap<object, string>()

/** The name of the run whose history this is. */
export function runOf(history: object): string {
  const run = runs.get(history) ?? randomId()
  runs.set(history, run)
  return run
}

/** This history is that run's, as it was read. */
export function isRun(history: object, run: string): void {
  runs.set(history, run)
}
