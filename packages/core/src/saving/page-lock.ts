/** Locks among the tabs of a page: they end with the tab that holds them. */

interface LockManager {
  request<T>(name: string, options: { ifAvailable: boolean }, work: (lock: unknown) => Promise<T>): Promise<T>
}

/** A lock that is held until it is released. */
export interface Held {
  release(): void
}

/** In Node locks know nothing of other processes: there they prove nothing. */
function manager(): LockManager | null {
  const { navigator, process } = globalThis as {
    navigator?: { locks?: LockManager }
    process?: { versions?: { node?: string } }
  }
  return process?.versions?.node === undefined ? (navigator?.locks ?? null) : null
}

/** Does the work while no other tab does such; without locks, at once. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = manager()
  return locks === null ? work() : locks.request(`neurite/${name}`, { ifAvailable: false }, work)
}

/** Holds a lock until it is released; null where there are no locks. */
export function hold(name: string): Promise<Held | 'taken' | null> {
  const locks = manager()
  if (locks === null) return Promise.resolve(null)
  return new Promise((resolve, reject) => {
    const work = (lock: unknown): Promise<void> =>
      new Promise((release) => {
        if (lock !== null) return resolve({ release })
        resolve('taken')
        release()
      })
    locks.request(`neurite/${name}`, { ifAvailable: true }, work).catch(reject)
  })
}
