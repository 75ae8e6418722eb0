/** A diff as a few lines for people. */

import type { SnapshotDiff } from './diff.ts'

/**
 * What changed, in lines: the step, the graph, and a table of the parameters that changed most; `top` is how many (10).
 *
 * @example
 * console.log(diffToText(diff(before, after), { top: 3 }))
 * // step 137 → 138, 9 parameters changed
 * // parameter  before    after      change
 * // h4->o6       -0.3    -0.26        0.04
 */
export function diffToText(diff: SnapshotDiff, { top = 10 }: { readonly top?: number } = {}): string {
  const { changes, graph, step } = diff
  const count = changes.length === 1 ? '1 parameter changed' : `${changes.length} parameters changed`
  const lines = [step === null ? count : `step ${step.before} → ${step.after}, ${count}`]
  if (graph !== null) lines.push(...list('+', [...graph.added, ...graph.addedEdges], top))
  if (graph !== null) lines.push(...list('−', [...graph.removed, ...graph.removedEdges], top))
  const rows = changes
    .slice(0, top)
    .map(({ parameter, before, after, change }) => [parameter, show(before), show(after), show(change)])
  if (rows.length > 0) lines.push(...table([['parameter', 'before', 'after', 'change'], ...rows]))
  if (changes.length > rows.length) lines.push(`and ${changes.length - rows.length} more`)
  return lines.join('\n')
}

function list(sign: string, names: readonly string[], top: number): string[] {
  if (names.length === 0) return []
  const more = names.length > top ? ` and ${names.length - top} more` : ''
  return [`${sign} ${names.slice(0, top).join(', ')}${more}`]
}

/** Names to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => (row[column] as string).length))
  const widths = [0, 1, 2, 3].map(width)
  return rows.map((row) =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] as number) : cell.padStart(widths[k] as number))).join('  '),
  )
}

function show(value: number | null): string {
  if (value === null) return '·'
  return Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(6)))
}
