/** Checks a kind of anyone's making: its gradients by central differences, and the promises of its contract. */

import { demand } from '../door/demand.ts'
import { callable, isRecord, option, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import type { Place } from '../errors/issue.ts'
import { isKind } from '../graph/contracts/is-definition.ts'
import type { BackwardRows, ForwardRows, NodeKind } from '../graph/contracts/kind.ts'
import { random, streamOf } from '../numerics/random.ts'
import { stretches } from '../plan/parameters.ts'
import { affineBackward, affineForward } from './affine-rows.ts'
import { evenly } from './draw.ts'
import { CHECK_OPTIONS, type CheckOptions, type GradientReport, type Witness, witness } from './gradient-report.ts'

/** One number; `next` gives the next in [0, 1). */
export type Draw = (next: () => number) => number

export interface CheckKindOptions extends CheckOptions {
  /** What arrives over an edge. Default: −2 to 2, and now and then exactly 0. */
  readonly inputs?: Draw
  /** A number that it learns, by name: `{ slope: (next) => next() }`. Default: −1.5 to 1.5, whatever the kind starts with. */
  readonly parameters?: Readonly<Record<string, Draw>>
}

const TRIALS = 4

const isDraws = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'function')

const OPTIONS: TableOf<CheckKindOptions, 'seed'> = {
  ...CHECK_OPTIONS,
  inputs: callable('a function that draws a number'),
  parameters: option('functions that draw a number, by name', isDraws),
}

/** The numbers of one firing: `inputs[i][n]`. */
interface KindCase {
  readonly inputs: readonly (readonly number[])[]
  readonly parameters: Readonly<Record<string, readonly number[]>>
  /** ∂L/∂output, by row. */
  readonly delta: readonly number[]
}

/**
 * Checks what a kind sends back and the gradients of all that it learns by central differences of its forward, on random
 * batches of 1 and 5 rows and fan-ins from 1 (or 0, or its minimum) to 4 and, that everything is written, each row by
 * itself, and nothing else changed. An affine kind is computed with its activation; of a source there is nothing to check.
 * Returns the report; throws WRONG_GRADIENT, CONTRACT_BROKEN or TOO_MANY_KINKS with the worst place, and the report as `cause`.
 *
 * @example
 * test('product has the right gradient', () => { checkKind(product) })
 */
export function checkKind(kind: NodeKind, given?: CheckKindOptions): GradientReport {
  demand(isKind(kind), 'checkKind', 'kind', kind, 'a kind, such as neuron(sigmoid) or what defineKind returned')
  const options = readOptions(given, 'checkKind', OPTIONS)
  const { seed, tolerance } = options
  const witnessed = witness(tolerance)
  if (kind.computation.form === 'source') return witnessed.verdict()
  for (const fanIn of fanIns(kind)) {
    for (const batch of [1, 5]) {
      for (let trial = 0; trial < TRIALS; trial++) {
        const firing = drawFiring(
          kind,
          fanIn,
          batch,
          options,
          random(seed, streamOf(`kind ${fanIn} ${batch} ${trial}`)),
        )
        const place = { kind: kind.name, fanIn, batch, trial }
        checkPromises(kind, firing, place, witnessed)
        checkSlopes(kind, firing, place, witnessed)
      }
    }
  }
  return witnessed.verdict()
}

/** Its smallest fan-in and what lies above, up to 4 or three of them. */
function fanIns({ fanIn: { min, max } }: NodeKind): number[] {
  const last = Math.min(max, Math.max(4, min + 2))
  return Array.from({ length: last - min + 1 }, (_, k) => min + k)
}

function drawFiring(
  kind: NodeKind,
  fanIn: number,
  batch: number,
  options: CheckKindOptions,
  next: () => number,
): KindCase {
  const drawInput = options.inputs ?? ((next) => (next() < 0.125 ? 0 : evenly(next, -2, 2)))
  const several = (count: number, draw: Draw) => Array.from({ length: count }, () => draw(next))
  return {
    inputs: Array.from({ length: fanIn }, () => several(batch, drawInput)),
    parameters: drawn(kind, fanIn, options.parameters ?? {}, several),
    delta: several(batch, (next) => evenly(next, -2, 2)),
  }
}

/** The weights before the bias, as they always were: so seeds keep their numbers. */
function drawn(
  kind: NodeKind,
  fanIn: number,
  draws: Readonly<Record<string, Draw>>,
  several: (count: number, draw: Draw) => number[],
): KindCase['parameters'] {
  const own = (name: string): Draw => draws[name] ?? ((next) => evenly(next, -1.5, 1.5))
  const found = stretches(kind, fanIn).toReversed()
  return Object.fromEntries(found.map(({ declared: { name }, length }) => [name, several(length, own(name))]))
}

function checkSlopes(kind: NodeKind, firing: KindCase, place: Place, witnessed: Witness): void {
  const { inputs, parameters, delta } = firing
  const { inputDeltas, gradients } = fire(kind, firing)
  /** Σₙ delta[n] · output[n], whose gradient is what backward must give. */
  const along = (changed: Partial<KindCase>) => {
    const { output } = fireForward(kind, { ...firing, ...changed })
    let sum = 0
    for (let n = 0; n < delta.length; n++) sum += (delta[n] as number) * (output[n] as number)
    return sum
  }
  inputs.forEach((lane, i) => {
    lane.forEach((x, n) => {
      const f = (y: number) => along({ inputs: inputs.with(i, lane.with(n, y)) })
      witnessed.compare({ ...place, input: i, row: n }, inputDeltas[i]?.[n] as number, f, x)
    })
  })
  for (const [name, values] of Object.entries(parameters)) {
    values.forEach((value, k) => {
      const f = (y: number) => along({ parameters: { ...parameters, [name]: values.with(k, y) } })
      witnessed.compare({ ...place, parameter: name, at: k }, gradients[name]?.[k] as number, f, value)
    })
  }
}

function checkPromises(kind: NodeKind, firing: KindCase, place: Place, witnessed: Witness): void {
  const whole = fire(kind, firing)
  if (whole.changed) {
    const wayOut = 'write output in forward, and inputDeltas and the gradients in backward, alone'
    witnessed.breach(place, 'numbers that are only to be read were changed', wayOut)
  }
  for (let n = 0; n < firing.delta.length; n++) {
    const alone = fire(kind, {
      ...firing,
      inputs: firing.inputs.map((lane) => [lane[n] as number]),
      delta: [firing.delta[n] as number],
    })
    const sent = whole.inputDeltas.every((lane, i) => Object.is(lane[n], alone.inputDeltas[i]?.[0]))
    if (!sent || !Object.is(whole.output[n], alone.output[0])) {
      const wayOut = 'compute row n for every n < batch from row n alone, and keep nothing between calls'
      witnessed.breach({ ...place, row: n }, 'a row gives something else in a batch than alone', wayOut)
    }
  }
}

/** Forward into an output that starts as NaN. */
function fireForward(kind: NodeKind, { inputs, parameters, delta }: KindCase): ForwardRows {
  const batch = delta.length
  const rows: ForwardRows = {
    batch,
    options: kind.options,
    inputs: inputs.map((lane) => Float64Array.from(lane)),
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, own]) => [name, Float64Array.from(own)])),
    output: new Float64Array(batch).fill(Number.NaN),
  }
  const { computation } = kind
  if (computation.form === 'affine') affineForward(computation.activation, rows)
  if (computation.form === 'custom') computation.forward(rows)
  return rows
}

/** Forward and backward; input deltas start as NaN, gradients as 0. */
function fire(kind: NodeKind, firing: KindCase): BackwardRows & { readonly changed: boolean } {
  const forward = fireForward(kind, firing)
  const output = forward.output.slice()
  const rows: BackwardRows = {
    ...forward,
    delta: Float64Array.from(firing.delta),
    inputDeltas: forward.inputs.map(() => new Float64Array(forward.batch).fill(Number.NaN)),
    gradients: Object.fromEntries(
      Object.entries(forward.parameters).map(([name, own]) => [name, new Float64Array(own.length)]),
    ),
  }
  const { computation } = kind
  if (computation.form === 'affine') affineBackward(computation.activation, rows)
  if (computation.form === 'custom') computation.backward(rows)
  const changed =
    Object.entries(firing.parameters).some(([name, own]) => !same(rows.parameters[name] ?? [], own)) ||
    !same(rows.delta, firing.delta) ||
    !same(rows.output, output) ||
    rows.inputs.some((lane, i) => !same(lane, firing.inputs[i] as readonly number[]))
  return { ...rows, changed }
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let k = 0; k < a.length; k++) if (!Object.is(a[k], b[k])) return false
  return a.length === b.length
}
