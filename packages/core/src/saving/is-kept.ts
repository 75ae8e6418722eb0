/** Whether there is something to go on with. */

import { asked, DEADLINE } from './asked.ts'
import { Database } from './database.ts'
import { type DatabasePlace, demandDatabasePlace } from './database-place.ts'
import { standIn, timelineStore } from './stand.ts'

/**
 * Whether a history is kept in a place: `load` finds one there. Rejects with STORE_UNAVAILABLE.
 *
 * @example
 * const net = (await isKept(place)) ? await load(place, standard) : network(g)
 */
export async function isKept(place: DatabasePlace): Promise<boolean> {
  demandDatabasePlace(place, 'isKept')
  const { level, close } = await place.open()
  try {
    await asked(new Database(level).openedFirst(), place.prefix, DEADLINE)
    return !(await asked(standIn(timelineStore(level, place.prefix)), place.prefix, DEADLINE)).isNothing
  } finally {
    await close()
  }
}
