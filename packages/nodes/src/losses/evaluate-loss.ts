import type { Loss } from '@neurite/core/define'

/** For the tests of the losses: rows in, plain numbers out. */

type Rows = readonly (readonly number[])[]

const lanes = (rows: Rows) =>
  (rows[0] as readonly number[]).map((_, k) => Float64Array.from(rows, (row) => row[k] as number))

/** The loss of each row, and its errors row by row. */
export function evaluate(loss: Loss, outputs: Rows, targets: Rows): { losses: number[]; errors: number[][] } {
  const rows = { batch: outputs.length, options: loss.options, outputs: lanes(outputs), targets: lanes(targets) }
  const losses = new Float64Array(rows.batch).fill(Number.NaN)
  const errors = rows.outputs.map(() => new Float64Array(rows.batch).fill(Number.NaN))
  loss.forward(rows, losses)
  loss.backward(rows, errors)
  return { losses: [...losses], errors: outputs.map((_, n) => errors.map((lane) => lane[n] as number)) }
}
