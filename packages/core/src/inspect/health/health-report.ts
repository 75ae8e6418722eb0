/** Findings as text for people. */

import { alignColumns } from '../../text/align-columns.ts'
import { type Finding, type FindingName, figure, placeOf, reasons } from './finding.ts'

/** Every check by name, with what it looks for. */
const LOOKED_AT: Readonly<Record<FindingName, string>> = {
  'abnormal value': 'numbers far from what was normal so far, or not finite',
  'exploding gradient': 'the norm of the gradient',
  'poor initialization': 'saturation, spread and symmetry at the start',
  'dead neuron': 'slopes of 0 in every row',
  'saturated neuron': 'flat slopes in most rows',
  'vanishing gradient': 'δ of the first ranks against the last',
  'update ratio': 'the size of updates against that of parameters',
  'unchanged parameters': 'parameters without a changed bit',
  'loss not falling': 'the loss over a long window',
}

/** So many findings of one name have a line each; a layer of a thousand dead neurons fills no screen. */
const SHOWN = 10

/** A table of the findings, then the cause and way out of the first of each name; or what was looked at, where nothing was found. */
export function healthReport(findings: readonly Finding[], updates: number, last: number): string {
  if (updates === 0) return 'Nothing has been observed yet.'
  const steps = `${updates} ${updates === 1 ? 'update' : 'updates'}, the last one step ${last}`
  if (findings.length === 0) {
    const rows = Object.entries(LOOKED_AT)
    return [`Nothing found in ${steps}. Looked at:`, ...rows.map(([name, what]) => `  ${name}: ${what}`)].join('\n')
  }
  const counts = new Map<FindingName, number>()
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
