/** Signals, events and refusals on a wire. */

import { type Form, list, orNone, orNull, record, table, text, whole } from '../door/form.ts'
import { isRecord } from '../door/option.ts'
import { type HistoryEvent, historyEvent } from '../engine/history-event.ts'
import type { Issue } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { OwnSignal, type Signal } from '../signal.ts'
import type { MadeChange } from '../step/change.ts'
import { type NetworkEvent, networkEvent } from '../watch/streams.ts'
import { byWord, fits, floats, made, numeric, one, type Wired, wired } from './wired.ts'

const signalForm = made<Signal>(OwnSignal, 'a signal')

const quantityForm = record<{ node: string; tick: number; signal: Signal }>({
  node: text(),
  tick: whole(),
  signal: signalForm,
}) as unknown as Form<NetworkEvent>

const eventForm: Form<NetworkEvent> = byWord<NetworkEvent>('type', {
  netInput: quantityForm,
  activation: quantityForm,
  delta: quantityForm,
  gradient: quantityForm,
  loss: record<{ tick: number; signal: Signal }>({
    tick: whole(),
    signal: signalForm,
  }) as unknown as Form<NetworkEvent>,
  update: record<{ tick: number; step: number }>({ tick: whole(), step: whole() }) as unknown as Form<NetworkEvent>,
})

const issueForm = record<Issue>({
  code: text(),
  severity: one('error', 'warning'),
  place: table<string | number>((value, at) =>
    typeof value === 'string' || typeof value === 'number' ? null : { at, wants: 'a text or a number' },
  ),
  what: text(),
  wayOut: text(),
})

const someIssues: Form<readonly Issue[]> = (value, at) =>
  Array.isArray(value) && value.length === 0 ? { at, wants: 'an issue at least' } : list(issueForm)(value, at)

type Weights = Readonly<Record<string, number>>
const changeForm = record<{ [K in keyof MadeChange]: unknown }>({
  graph: orNone(table((): null => null)),
  optimizer: orNone(table((): null => null)),
  hyperparameters: orNone(
    table((value, at) =>
      typeof value === 'number' || typeof value === 'boolean' ? null : { at, wants: 'a number, true or false' },
    ),
  ),
  parameters: orNone(
    table(
      record<{
        bias?: number | undefined
        weights?: Weights | undefined
        parameters?: Readonly<Record<string, readonly number[]>> | undefined
      }>({
        bias: orNone(numeric),
        weights: orNone(table(numeric)),
        parameters: orNone(table(list(numeric))),
      }),
    ),
  ),
  data: orNone(table((): null => null)),
}) as Form<MadeChange>

const [step, branch, from] = [whole(), text(), text()]
const branchOrNull = orNull(text())
const told = <T>(fields: { readonly [K in keyof Required<T>]: Form<T[K]> }): Form<HistoryEvent> =>
  record<T>(fields) as unknown as Form<HistoryEvent>

const historyForm: Form<HistoryEvent> = byWord<HistoryEvent>('type', {
  stepped: told({ step, branch: branchOrNull, loss: numeric }),
  changed: told({ step, branch: branchOrNull, change: changeForm }),
  moved: told({ step, branch }),
  restored: told({ step, branch: branchOrNull }),
  branched: told({ step, branch, from }),
  renamed: told({ branch, from }),
  dropped: told({ branch }),
  noted: told({ step, branch, text: text() }),
  refused: told({ step, branch: branchOrNull, issue: issueForm }),
})

export const EVENTS: Readonly<Record<string, Wired>> = {
  signal: wired<Signal, { tick: number; values: Float64Array }>({
    is: (value) => value instanceof OwnSignal,
    write: (signal) => ({ tick: signal.tick, values: Float64Array.from(signal) }),
    form: record({ tick: whole(), values: floats }),
    read: ({ tick, values }) => new OwnSignal(tick, values, 0, values.length),
  }),
  event: wired<NetworkEvent, NetworkEvent>({ is: fits(eventForm), form: eventForm, read: networkEvent }),
  history: wired<HistoryEvent, HistoryEvent>({ is: fits(historyForm), form: historyForm, read: historyEvent }),
  error: wired<NeuriteError, { issues: readonly Issue[] }>({
    is: (value) => value instanceof NeuriteError,
    write: ({ issues }) => ({ issues: [...issues] }),
    form: record<{ issues: readonly Issue[] }>({ issues: someIssues }),
    read: ({ issues }) => new NeuriteError(issues),
  }),
  issue: wired<Issue, Issue>({
    is: (value) => isRecord(value) && fits(issueForm)(value),
    form: issueForm,
    read: (issue) => Object.freeze({ ...issue, place: Object.freeze(issue.place) }),
  }),
}
