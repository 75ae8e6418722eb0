/** A trace as a textbook prints it. */

import { alignColumns } from '../text/align-columns.ts'
import { nodeName } from '../text/names.ts'
import { folded } from '../text/printed.ts'
import type { Tables } from './traced.ts'

/** So many rows of a table are shown, and its head. */
const ROWS = 52

export function traceText({ units, errors, parameters }: Tables, decimals: number): string {
  const show = (value: number | null): string => (value === null ? '·' : value.toFixed(decimals))
  const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
    `${folded(alignColumns(heads, rows).trimEnd().split('\n'), ROWS).join('\n')}\n`
  return [
    'Net input and output of each unit',
    table(
      ['unit', 'net input', 'output'],
      units.map((u) => [nodeName(u.node), show(u.netInput), show(u.output)]),
    ),
    'Error of each unit: −δ, where δ = ∂L/∂z',
    table(
      ['unit', 'error', 'δ'],
      errors.map((e) => [nodeName(e.node), show(e.error), show(e.delta)]),
    ),
    'Where each δ comes from: weight × δ along every edge that leaves the unit;',
    'their sum × the slope of the unit is its δ',
    table(
      ['', 'weight', 'δ', 'product'],
      errors.flatMap(({ node, shares, sum, slope, delta }) => [
        ...shares.map((it) => [it.from, show(it.weight), show(it.delta), show(it.share)]),
        [`${nodeName(node)}: sum × slope`, show(sum), show(slope), show(delta)],
      ]),
    ),
    'Weights and biases after the update',
    table(
      ['parameter', 'before', 'gradient', 'after'],
      parameters.map((r) => [r.parameter, show(r.before), show(r.gradient), show(r.after)]),
    ),
  ]
    .join('\n')
    .trimEnd()
}
