/** Findings, diffs, causes and traces on a wire. */

import { snapshotDiff } from '../diff/diff-text.ts'
import type { SnapshotDiff } from '../diff/snapshot-diff.ts'
import { type Form, list, orNull, record, table, text, whole } from '../door/form.ts'
import { isObject, isRecord } from '../door/option.ts'
import { type Losses, lossesOf } from '../explain/losses.ts'
import type { Trace } from '../explain/trace.ts'
import { traceText } from '../explain/trace-text.ts'
import type { TracedError, TracedParameter, TracedShare, TracedUnit } from '../explain/traced.ts'
import { type Cause, type Why, whyOf } from '../explain/why.ts'
import { type Finding, finding } from '../health/finding.ts'
import { figure } from '../text/figure.ts'
import { inspectable } from '../text/inspectable.ts'
import { anything, fits, floats, numeric, type Wired, wired } from './wired.ts'

/** A trace as it comes by a wire: its tables, which print as ever; to check it takes the network. */
export type WireTrace = Omit<Trace, 'check'>

const findingForm = record<Finding>({
  name: text() as Form<Finding['name']>,
  step: whole(),
  node: orNull(text()),
  edge: orNull(text()),
  value: numeric,
  cause: text(),
  wayOut: text(),
})

const whyForm = record<Why>({
  parameter: text(),
  from: whole(),
  to: whole(),
  before: numeric,
  after: numeric,
  causes: list(
    record<Cause>({ step: whole(), row: orNull(whole()), delta: numeric, activation: numeric, gradient: numeric }),
  ),
})

/** What was and what is: of any kind, as the fields of a snapshot are. */
const sides = orNull(record<{ before: unknown; after: unknown }>({ before: anything, after: anything }))
const names = list(text())
const diffForm = record<Record<string, unknown>>({
  changes: list(
    record<SnapshotDiff['changes'][number]>({
      parameter: text(),
      node: text(),
      edge: orNull(text()),
      before: orNull(numeric),
      after: orNull(numeric),
      change: numeric,
    }),
  ),
  graph: orNull(
    record<Record<string, unknown>>({
      before: table(anything),
      after: table(anything),
      added: names,
      removed: names,
      addedEdges: names,
      removedEdges: names,
      changedKinds: list(record({ node: text(), before: text(), after: text() })),
    }),
  ),
  optimizer: sides,
  hyperparameters: sides,
  since: orNull(record({ before: whole(), after: whole() })),
  seed: sides,
  step: orNull(record({ before: whole(), after: whole() })),
  cursor: sides,
}) as unknown as Form<SnapshotDiff>

const lossesForm = record<Losses>({ from: floats, to: floats, min: floats, max: floats, last: floats, mean: floats })

const sharesForm = list(
  record<TracedShare>({ from: text(), weight: orNull(numeric), delta: orNull(numeric), share: numeric }),
)
const traceForm = record<WireTrace>({
  loss: numeric,
  units: list(record<TracedUnit>({ node: text(), netInput: numeric, output: numeric })),
  errors: list(
    record<TracedError>({
      node: text(),
      error: numeric,
      delta: numeric,
      shares: sharesForm,
      sum: numeric,
      slope: orNull(numeric),
    }),
  ),
  parameters: list(record<TracedParameter>({ parameter: text(), before: numeric, gradient: numeric, after: numeric })),
  toString: anything as Form<WireTrace['toString']>,
})

export const ANSWERS: Readonly<Record<string, Wired>> = {
  finding: wired<Finding, Finding>({ is: fits(findingForm), form: findingForm, read: finding }),
  why: wired<Why, Why>({
    is: fits(whyForm),
    form: whyForm,
    read: (why) => whyOf({ ...why, causes: Object.freeze(why.causes) }),
  }),
  diff: wired<SnapshotDiff, SnapshotDiff>({
    is: (value) => isRecord(value) && 'hyperparameters' in value && fits(diffForm)(value),
    form: diffForm,
    read: snapshotDiff,
  }),
  losses: wired<Losses, Losses>({ is: fits(lossesForm), form: lossesForm, read: lossesOf }),
  trace: wired<Trace, WireTrace>({
    is: (value) => isObject(value) && typeof value.check === 'function' && fits(traceForm)(value),
    write: ({ loss, units, errors, parameters }) => ({ loss, units, errors, parameters }),
    form: traceForm,
    read: traced,
  }),
}

function traced({ loss, units, errors, parameters }: WireTrace): WireTrace {
  const tables = { units, errors, parameters }
  const trace = { loss, ...tables }
  inspectable(trace, () => ({ title: `Trace, loss ${figure(loss)}`, text: traceText(tables, 3) }))
  Object.defineProperty(trace, 'toString', { value: (decimals = 3): string => traceText(tables, decimals) })
  return Object.freeze<WireTrace>(trace)
}
