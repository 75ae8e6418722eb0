/** Checks a loss of anyone's making: its errors by central differences, and the promises of its contract. */

import { demand } from '../door/demand.ts'
import { callable, option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Place } from '../errors/issue.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { isLoss } from '../graph/contracts/is-definition.ts'
import type { Loss } from '../graph/contracts/loss.ts'
import { random, streamOf } from '../numerics/random.ts'
import { evenly } from './draw.ts'
import { drawTarget } from './draw-target.ts'
import { CHECK_OPTIONS, type CheckOptions, type GradientReport, type Witness, witness } from './gradient-report.ts'

/** One row of numbers, one per node; `next` gives the next number in [0, 1). */
export type DrawRow = (next: () => number, nodes: number) => readonly number[]

export interface CheckLossOptions extends CheckOptions {
  /** How many nodes it reads. Default: 1, 2, 3 and 4, one after the other. */
  readonly nodes?: number
  /** Targets of a row. Default: anything that `checkTarget` lets pass, whole numbers among them. */
  readonly targets?: DrawRow
  /** Activations of a row. Default: each from −3 to 3. */
  readonly outputs?: DrawRow
}

const TRIALS = 4

const OPTIONS: TableOf<CheckLossOptions, 'seed'> = {
  ...CHECK_OPTIONS,
  nodes: option(
    'a whole number from 1 to 1000',
    (n) => Number.isInteger(n) && (n as number) >= 1 && (n as number) <= 1000,
  ),
  targets: callable('a function that draws a row'),
  outputs: callable('a function that draws a row'),
}

/**
 * Checks ∂L/∂output by central differences of L on random batches of 1 and 5 rows and, that every number is written, each
 * row by itself (nothing divided by the batch, nothing from other rows), and nothing else changed.
 * Returns the report; throws WRONG_GRADIENT, CONTRACT_BROKEN or TOO_MANY_KINKS with the worst place, and the report as
 * `cause`; INVALID_OPTION where no target can be found that suits the loss.
 *
 * @example
 * test('absoluteError has the right errors', () => { checkLoss(absoluteError) })
 */
export function checkLoss(loss: Loss, given?: CheckLossOptions): GradientReport {
  demand(isLoss(loss), 'checkLoss', 'loss', loss, 'a loss, such as squaredError()')
  const options = readOptions(given, 'checkLoss', OPTIONS)
  const { nodes, seed, tolerance } = options
  const drawTargets =
    options.targets ?? ((next, count) => Array.from({ length: count }, () => drawTarget(next, [loss])))
  const drawOutputs = options.outputs ?? ((next, count) => Array.from({ length: count }, () => evenly(next, -3, 3)))
  const witnessed = witness(tolerance)
  for (const count of nodes === undefined ? [1, 2, 3, 4] : [nodes]) {
    for (const batch of [1, 5]) {
      for (let trial = 0; trial < TRIALS; trial++) {
        const next = random(seed, streamOf(`loss ${count} ${batch} ${trial}`))
        const outputs = Array.from({ length: batch }, () => row('outputs', drawOutputs(next, count), count))
        const targets = Array.from({ length: batch }, () => row('targets', drawTargets(next, count), count))
        const place = { loss: loss.name, nodes: count, batch, trial }
        checkBatch(loss, outputs, targets, place, witnessed)
      }
    }
  }
  return witnessed.verdict()
}

function checkBatch(loss: Loss, outputs: number[][], targets: number[][], place: Place, witnessed: Witness): void {
  const whole = run(loss, outputs, targets)
  if (whole.changed) {
    witnessed.breach(place, 'outputs or targets were changed', 'only read them; write losses and errors alone')
  }
  for (let n = 0; n < outputs.length; n++) {
    const output = outputs[n] as number[]
    const target = targets[n] as number[]
    const alone = run(loss, [output], [target])
    if (
      !Object.is(whole.losses[n], alone.losses[0]) ||
      whole.errors.some((e, k) => !Object.is(e[n], alone.errors[k]?.[0]))
    ) {
      const wayOut =
        'compute losses[n] and errors[k][n] for every n < batch from row n alone, without dividing by the batch'
      witnessed.breach(
        { ...place, row: n },
        'a row gives something else in a batch than alone, or is not written',
        wayOut,
      )
    }
    for (let k = 0; k < output.length; k++) {
      const along = (x: number) => run(loss, [output.with(k, x)], [target]).losses[0] as number
      const error = whole.errors[k]?.[n] as number
      witnessed.compare({ ...place, row: n, node: k }, error, along, output[k] as number)
    }
  }
}

/** Rows in, numbers out: what the loss makes of them, into arrays that start as NaN. */
function run(loss: Loss, outputs: readonly number[][], targets: readonly number[][]) {
  const batch = outputs.length
  const lanes = (rows: readonly number[][]) =>
    (rows[0] as number[]).map((_, k) => Float64Array.from(rows, (values) => values[k] as number))
  const rows = { batch, options: loss.options, outputs: lanes(outputs), targets: lanes(targets) }
  const losses = new Float64Array(batch).fill(Number.NaN)
  const errors = rows.outputs.map(() => new Float64Array(batch).fill(Number.NaN))
  loss.forward(rows, losses)
  loss.backward(rows, errors)
  const differ = (lane: Float64Array, k: number, values: readonly number[][]) =>
    lane.some((value, n) => !Object.is(value, values[n]?.[k]))
  const changed =
    rows.outputs.some((lane, k) => differ(lane, k, outputs)) || rows.targets.some((lane, k) => differ(lane, k, targets))
  return { losses, errors, changed }
}

function row(option: string, given: readonly number[], nodes: number): number[] {
  if (given.length !== nodes) throw new NeuriteError(invalidOption(option, given, `${nodes} numbers, one per node`))
  return [...given]
}
