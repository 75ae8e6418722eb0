/** Text tables: the first column to the left, numbers to the right. */

import { shown } from './shown.ts'

/** The rows under their heads, one line each, ending with an empty line. */
export function alignColumns(heads: readonly string[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(shown))
  const width = heads.map((head, k) => rows.reduce((most, row) => Math.max(most, row[k]?.length ?? 0), head.length))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(width[k] ?? 0) : cell.padStart(width[k] ?? 0))).join('  ')
  const rule = width.map((w) => '─'.repeat(w)).join('  ')
  return [line(heads), rule, ...rows.map(line), ''].join('\n')
}
