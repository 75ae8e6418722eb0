/** Findings as text for people. */

import { alignColumns } from '../text/align-columns.ts'
import type { Check } from './define-check.ts'
import { type Finding, figure, placeOf, reasons } from './finding.ts'

/** So many findings of one name have a line each; a layer of a thousand dead neurons fills no screen. */
const SHOWN = 10

/** A table of the findings, then the cause and way out of the first of each name; or what was looked at, where nothing was found. */
export function healthReport(
  findings: readonly Finding[],
  checks: readonly Check[],
  updates: number,
  last: number,
): string {
  if (updates === 0) return 'Nothing has been observed yet.'
  const steps = `${updates} ${updates === 1 ? 'update' : 'updates'}, the last one step ${last}`
  if (findings.length === 0) {
    return [
      `Nothing found in ${steps}. Looked at:`,
      ...checks.map(({ name, looksAt }) => `  ${name}: ${looksAt}`),
    ].join('\n')
  }
  const counts = new Map<string, number>()
  const shown = findings.filter(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count <= SHOWN
  })
  const table = alignColumns(
    ['finding', 'step', 'where', 'value'],
    shown.map((one) => [one.name, String(one.step), placeOf(one), figure(one.value)]),
  )
  const more = [...counts]
    .filter(([, count]) => count > SHOWN)
    .map(([name, count]) => `… ${name}: ${count - SHOWN} more`)
  const explained = [...counts.keys()].flatMap((name) => {
    const first = findings.find((one) => one.name === name) as Finding
    return reasons(`${name}: ${first.cause}`, first.wayOut)
  })
  const count = `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${steps}.`
  return [count, table.trimEnd(), ...more, '', ...explained].join('\n')
}
