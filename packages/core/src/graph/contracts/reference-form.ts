/** What names a definition in JSON, as it comes from elsewhere. */

import { type Form, record, shallow, table, text } from '../../door/form.ts'
import type { Json, Options, Reference } from './definition.ts'

/** Definitions stand in the options of others, a few levels deep; looking into them costs as much as they are deep. */
const LEVELS = 32

const optionsForm: Form<Options> = table(shallow<Json>(LEVELS))

const named: Form<Exclude<Reference, string>> = record<Exclude<Reference, string>>({
  name: text(),
  options: optionsForm,
})

export const referenceForm: Form<Reference> = (value, at) => (typeof value === 'string' ? null : named(value, at))
