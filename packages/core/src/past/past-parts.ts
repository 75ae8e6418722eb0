/** What a past consists of. */

import type { KnownData } from '../data/known-data.ts'
import type { History } from '../history/history.ts'
import type { RowLog } from '../history/row-log.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Action } from '../step/action.ts'

/** It may go on in another network. */
export interface PastParts {
  readonly history: History<Snapshot, Action>
  readonly rowLog: RowLog
  readonly data: KnownData
}
