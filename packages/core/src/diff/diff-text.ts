/** A diff as a few lines for people. */

import { alignColumns } from '../text/align-columns.ts'
import { figure } from '../text/figure.ts'
import { shape } from '../text/inspectable.ts'
import { listed, rest } from '../text/printed.ts'
import type { SnapshotDiff } from './snapshot-diff.ts'

/** So many parameters, nodes and edges are shown. */
const TOP = 10

/** What changed, in lines: the step, the graph, and a table of the parameters that changed most. */
function diffText(diff: SnapshotDiff): string {
  const { changes, graph } = diff
  const lines = [headline(diff)]
  if (graph !== null) {
    lines.push(list('+', [...graph.added, ...graph.addedEdges]))
    lines.push(list('−', [...graph.removed, ...graph.removedEdges]))
  }
  const rows = changes
    .slice(0, TOP)
    .map(({ parameter, before, after, change }) => [parameter, show(before), show(after), show(change)])
  if (rows.length > 0) lines.push(alignColumns(['parameter', 'before', 'after', 'change'], rows).trimEnd())
  if (changes.length > rows.length) lines.push(rest(changes.length - rows.length))
  return lines.filter((line) => line !== '').join('\n')
}

function headline({ changes, step }: SnapshotDiff): string {
  const count = changes.length === 1 ? '1 parameter changed' : `${changes.length} parameters changed`
  return step === null ? count : `step ${step.before} → ${step.after}, ${count}`
}

function list(sign: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${sign} ${listed(names, 100, TOP)}`
}

/** A frozen diff; it prints as its lines. */
export const snapshotDiff: (fields: SnapshotDiff) => SnapshotDiff = shape<SnapshotDiff>((diff) => ({
  title: headline(diff),
  text: diffText(diff),
}))

const show = (value: number | null): string => (value === null ? '·' : figure(value))
