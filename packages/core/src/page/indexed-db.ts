/** A database of the browser as a place where a history is kept: IndexedDB, by browser-level. */

import { demandText } from '../door/demand.ts'
import { type DatabasePlace, databasePlace } from '../saving/database-place.ts'

/**
 * An IndexedDB of the page's own in which `persist` keeps a history, opened only while it is in use. It needs the package
 * browser-level (`npm install browser-level`). Under a `prefix` of its own each run has a place of its own in it.
 *
 * @example
 * const kept = await persist(net, indexedDb('run'))
 */
export function indexedDb(name: string, options?: { readonly prefix?: string }): DatabasePlace {
  demandText(name, 'indexedDb', 'name', "a name: 'run'")
  return databasePlace('indexedDb', options, `browser-level ${name}`, async () => {
    const { BrowserLevel } = await import('browser-level')
    return new BrowserLevel(name)
  })
}
