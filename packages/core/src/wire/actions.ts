/** The fields of each action: what is in them is read by the method that it is for. */

import { checkedLater, isRecord, type OptionTable, option, required } from '../door/option.ts'

const what = required(option<unknown>('the name of what is done', (value) => typeof value === 'string'))
const aText = (wants: string) => required(option<unknown>(wants, (value) => typeof value === 'string'))
const aRecord = (wants: string) => option<unknown>(wants, isRecord)
const isThere = (wants: string) => required(option<unknown>(wants, (value) => value !== null))
const aMoment = (wants: string) =>
  option<unknown>(wants, (value) => typeof value === 'number' || (typeof value === 'object' && value !== null))

const MOMENT = 'a moment: a step, or { step, position, branch }'
const ROWS = 'a row, { input, target }, or a list of rows'
const CHANGE = 'a change: { parameters }, { hyperparameters }, { graph } …'

export const ACTIONS: Readonly<Record<string, OptionTable>> = {
  train: {
    do: what,
    data: required(
      option<unknown>(
        'rows, or the name of data',
        (value) => typeof value === 'string' || (typeof value === 'object' && value !== null),
      ),
    ),
    options: aRecord('the options of train: { batchSize, epochs, shuffle }'),
  },
  stop: { do: what },
  learn: { do: what, rows: required(option<unknown>(ROWS, (value) => typeof value === 'object' && value !== null)) },
  change: { do: what, change: required(aRecord(CHANGE)) },
  seek: { do: what, to: required(aMoment(MOMENT)) },
  undo: { do: what },
  redo: { do: what },
  fork: {
    do: what,
    at: required(aMoment(MOMENT)),
    change: aRecord(CHANGE),
    branch: option<unknown>('the name of its branch', (value) => typeof value === 'string'),
  },
  note: { do: what, text: aText('a text'), at: aMoment(MOMENT) },
  rename: { do: what, branch: aText('the name of a branch'), to: aText('its next name') },
  drop: { do: what, branch: aText('the name of a branch') },
  restore: { do: what, snapshot: required(checkedLater<unknown>('a snapshot')) },
  predict: { do: what, row: isThere('the inputs of a row') },
  predictAll: { do: what, rows: required(option<unknown>('a list of the inputs of rows', Array.isArray)) },
}
