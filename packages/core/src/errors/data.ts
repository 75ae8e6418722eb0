/** What rows are refused for, and what a network answers to them. One function per code. */
import { leftoverOf } from '../text/leftovers.ts'
import { nodeName } from '../text/names.ts'
import { type Issue, show, wrong } from './issue.ts'

export const emptyData = (): Issue => wrong('EMPTY_DATA', {}, 'there is no row', 'give at least one row')
export const notFinite = (row: number, column: string, value: unknown): Issue =>
  wrong(
    'NOT_FINITE',
    { row, column },
    `row ${row}, ${nodeName(column)}: ${show(value)} is not a finite number`,
    'leave the row out, or fill in a number',
  )
export const notANumber = (row: number, column: string, value: unknown): Issue =>
  wrong(
    'NOT_A_NUMBER',
    { row, column },
    `row ${row}, ${nodeName(column)}: ${show(value)} is not a number`,
    'convert it to a number first',
  )
/** `made` where the data was read for a graph before, which another one has followed; `near` looks the same and is there. */
export const missingColumn = (row: number, column: string, near: string | null, made: boolean): Issue =>
  wrong(
    'MISSING_COLUMN',
    { row, column, ...(near !== null && { near }) },
    `row ${row} has no value for ${nodeName(column)}${near === null ? '' : `, but one for ${nodeName(near)}`}`,
    made
      ? OTHER_GRAPH
      : (leftoverOf(near ?? column) ?? leftoverOf(column) ?? 'give every input and target of the graph a value'),
  )
export const unknownColumn = (row: number, column: string, made: boolean): Issue =>
  wrong(
    'UNKNOWN_COLUMN',
    { row, column },
    `row ${row}: ${nodeName(column)} is neither an input nor a target of the graph`,
    made ? OTHER_GRAPH : (leftoverOf(column) ?? 'leave it out, or correct its name'),
  )
const OTHER_GRAPH =
  'this data was read for another graph, with other inputs or targets: where the graph is changed, begin a training on rows that suit it'
export const invalidTarget = (row: number, column: string, value: number, wants: string): Issue =>
  wrong(
    'INVALID_TARGET',
    { row, column },
    `row ${row}, ${nodeName(column)}: the target ${value} does not suit its loss`,
    `give ${wants}`,
  )
/** Several targets, each right by itself. */
export const invalidTargets = (
  row: number,
  columns: readonly string[],
  values: readonly number[],
  wants: string,
): Issue => {
  const list = values.length > 8 ? `${values.slice(0, 8).join(', ')}, …` : values.join(', ')
  const [first = ''] = columns
  const what = `row ${row}: the targets of ${nodeName(first)}${columns.length > 1 ? ` and ${columns.length - 1} more` : ''}, ${list}, do not suit their loss`
  return wrong('INVALID_TARGET', { row, column: first }, what, `give ${wants}`)
}
export const invalidRow = (row: number, wants: string): Issue =>
  wrong('INVALID_ROW', { row }, `row ${row} has the wrong form`, `give ${wants}`)
/** What is wrong in an event of a stream, which may be a batch of rows. */
export const atEvent = (issue: Issue, event: number): Issue => ({
  ...issue,
  place: { event, ...issue.place },
  what: `event ${event}: ${issue.what}`,
})
export const answerNotFinite = (row: number, node: string, value: number): Issue =>
  wrong(
    'ANSWER_NOT_FINITE',
    { row, node },
    `row ${row} is finite, but what ${show(node)} answers is ${value}`,
    'scale the inputs, or look at the weights on the way, which are too large for this row: net.snapshot.node(id)',
  )
export const dataMissing = (print: string, rows: number): Issue =>
  wrong(
    'DATA_MISSING',
    { data: print, rows },
    `the ${rows} rows ${print} are not there: they were not saved with the history, or let go for later ones`,
    'hand them in again: load the history with { data: [rows] }, or call train with them; or give the history more bytes',
  )
export const dataChanged = (wants: string, has: string): Issue =>
  wrong(
    'DATA_CHANGED',
    { wants, has },
    `the training was done on the data ${wants}, what was handed in is ${has}`,
    'hand in the very rows it was trained on, in their order',
  )
