/** A diff as a few lines for people. */

import { wholeNumber } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { alignColumns } from '../text/align-columns.ts'
import { figure } from '../text/figure.ts'
import { shape } from '../text/inspectable.ts'
import { listed, rest } from '../text/printed.ts'
import { demandDiff, type SnapshotDiff } from './snapshot-diff.ts'

const OPTIONS = { top: wholeNumber(0, 10) }

/**
 * What changed, in lines: the step, the graph, and a table of the parameters that changed most; `top` is how many (10).
 *
 * @example
 * console.log(diffToText(diff(before, after), { top: 3 }))
 * // step 137 → 138, 9 parameters changed
 * // parameter  before  after  change
 * // ─────────  ──────  ─────  ──────
 * // h4->o6       -0.3  -0.26    0.04
 * // … 6 more
 */
export function diffToText(diff: SnapshotDiff, options?: { readonly top?: number }): string {
  demandDiff(diff, 'diffToText')
  const { top } = readOptions(options, 'diffToText', OPTIONS)
  const { changes, graph } = diff
  const lines = [headline(diff)]
  if (graph !== null) {
    lines.push(list('+', [...graph.added, ...graph.addedEdges], top))
    lines.push(list('−', [...graph.removed, ...graph.removedEdges], top))
  }
  const rows = changes
    .slice(0, top)
    .map(({ parameter, before, after, change }) => [parameter, show(before), show(after), show(change)])
  if (rows.length > 0) lines.push(alignColumns(['parameter', 'before', 'after', 'change'], rows).trimEnd())
  if (changes.length > rows.length) lines.push(rest(changes.length - rows.length))
  return lines.filter((line) => line !== '').join('\n')
}

function headline({ changes, step }: SnapshotDiff): string {
  const count = changes.length === 1 ? '1 parameter changed' : `${changes.length} parameters changed`
  return step === null ? count : `step ${step.before} → ${step.after}, ${count}`
}

function list(sign: string, names: readonly string[], top: number): string {
  return names.length === 0 ? '' : `${sign} ${listed(names, 100, top)}`
}

/** A frozen diff; it prints as its lines. */
export const snapshotDiff: (fields: SnapshotDiff) => SnapshotDiff = shape<SnapshotDiff>((diff) => ({
  title: headline(diff),
  text: diffToText(diff),
}))

const show = (value: number | null): string => (value === null ? '·' : figure(value))
