/** An item of what is to be kept. */

import type { Item } from '../files/item.ts'
import type { KeyPart } from './key.ts'
import type { Mark } from './written.ts'

/** An item that is made when it is written: later actions do not show in it. `mark` changes with its content. */
export interface KeptItem {
  readonly last: KeyPart
  readonly mark: Mark
  make(key: string): Item
}
