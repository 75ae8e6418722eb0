/** Where training stands in its data, as it comes from elsewhere. */

import { either, type Form, finite, flag, orNull, record, table, text, whole } from '../door/form.ts'
import type { Hyperparameters } from '../optimize/optimizer.ts'
import type { Cursor, Run } from './cursor.ts'

/** What `digest` gives. */
export const printForm: Form<string> = text(/^[0-9a-f]{32}$/, '32 hex digits')

export const runForm: Form<Run> = record<Run>({
  data: text(),
  batchSize: whole(1),
  shuffle: flag,
  firstEpoch: whole(),
  epochs: orNull(whole(1)),
})

export const cursorForm: Form<Cursor> = record<Cursor>({ epoch: whole(), batch: whole(), run: orNull(runForm) })

export const hyperparametersForm: Form<Hyperparameters> = table(either(finite, flag))
