/** Where in which database a place is, and how long that may take to answer. */

import type { LevelStore } from '../files/level-store.ts'
import type { Database } from './database.ts'

export interface PlaceOptions {
  readonly store: LevelStore
  readonly database: Database
  readonly prefix: string
  readonly deadline: number
}
