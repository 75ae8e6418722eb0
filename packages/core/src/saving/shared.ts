/** What all copies of this package in one process know together, since two of them may be handed the same database. */

/** The one thing of that name; `make` makes it where nobody has. */
export function shared<T>(name: string, make: () => T): T {
  const all = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`neurite.${name}`)
  all[key] ??= make()
  return all[key] as T
}
