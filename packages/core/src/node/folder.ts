/** A folder on a disk as a place where a history is kept: LevelDB, by classic-level. */

import { resolve } from 'node:path'
import { demandText } from '../door/demand.ts'
import { type DatabasePlace, databasePlace } from '../saving/database-place.ts'

/**
 * A folder in which `persist` keeps a history, made where there is none, and opened only while it is in use. It needs the
 * package classic-level (`npm install classic-level`), and rejects with STORE_UNAVAILABLE where that is missing, or where
 * another process has the folder open. Under a `prefix` of its own each run has a place of its own in it.
 *
 * @example
 * const kept = await persist(net, folder('run'))
 * const again = await load(folder('run'), standard)
 */
export function folder(path: string, options?: { readonly prefix?: string }): DatabasePlace {
  demandText(path, 'folder', 'path', "a path: 'run'")
  const place = resolve(path)
  return databasePlace('folder', options, `classic-level ${place}`, async () => {
    const { ClassicLevel } = await import('classic-level')
    return new ClassicLevel(place)
  })
}
