/** How the results read: tables for people, one object for programs. */
import { cpus, loadavg } from 'node:os'
import type { BuildingResult, Taken } from './building.ts'
import { chart } from './chart.ts'
import type { ContestResult, Standing } from './contest.ts'
import type { FindingResult, Found } from './finding.ts'
import { table } from './measure.ts'
import type { SeekingResult, SeekPoint, SeekTargets } from './seeking.ts'
import type { Result, Settings } from './tasks.ts'

/** The machine and the way of measuring. */
export interface Circumstances {
  readonly node: string
  readonly cpu: string
  readonly cores: number
  /** The load of the last minute when the run began. */
  readonly load: number
  readonly clock: Settings['clock']
  readonly rounds: number
  /** Milliseconds. */
  readonly window: number
  readonly quick: boolean
}

export function circumstances({ clock, rounds, window, quick }: Settings): Circumstances {
  const all = cpus()
  const cpu = all[0]?.model.trim() ?? 'unknown'
  return { node: process.version, cpu, cores: all.length, load: loadavg()[0] ?? 0, clock, rounds, window, quick }
}

/** The line above the tables. */
export function headline({ node, cpu, cores, load, clock, rounds, window, quick }: Circumstances): string {
  const time = clock === 'cpu' ? 'processor time of the process' : 'time on the wall'
  return [
    `Node ${node} on ${cpu}, ${cores} cores, load ${load.toFixed(2)}; ${time}; ${rounds} interleaved rounds of ${window} ms each;`,
    'bundled by esbuild, each part in a process of its own. A ratio is to the first line of its table.',
    ...(quick ? ['--quick: whether it works. These figures say nothing about speed.'] : []),
  ].join('\n')
}

/** One result as lines of text. */
export function section(result: Result): string {
  switch (result.form) {
    case 'contest':
      return contestSection(result)
    case 'building':
      return buildingSection(result)
    case 'seeking':
      return seekingSection(result)
    case 'finding':
      return findingSection(result)
  }
}

function contestSection({ title, unit, note, standings }: ContestResult): string {
  const head = `${title}: ${unit} per second${note === null ? '' : ` (${note})`}`
  return `${head}\n${table(standings, standings.map(remark))}`
}

function remark({ target, medianRatio, against, differs, nanosecondsPerNeuron }: Standing): string {
  const remarks: string[] = []
  if (target !== null) remarks.push(reached(medianRatio >= target, `≥ ${target}`))
  if (against !== null) remarks.push(`${against.medianRatio.toFixed(2)} of "${against.name}"`)
  if (nanosecondsPerNeuron !== null) remarks.push(`${nanosecondsPerNeuron.toFixed(0)} ns per neuron`)
  if (differs !== null) remarks.push(`${differs} differs`)
  return remarks.join(', ')
}

const reached = (yes: boolean, target: string): string => (yes ? `reaches ${target}` : `does not reach ${target}`)

function buildingSection({
  title,
  edges,
  blocks,
  graph,
  plan,
  network,
  all,
  bytesPerEdge,
  targets,
}: BuildingResult): string {
  const taken = ({ wall, cpu }: Taken): string => `${wall.toFixed(0)} ms (processor ${cpu.toFixed(0)})`
  const count = (n: number): string => n.toLocaleString('en-US')
  return [
    `Building, planning and wiring ${count(edges)} edges, ${title}: ${count(blocks)} blocks`,
    `  graph() ${taken(graph)}, network() ${taken(network)}, of which plan() is about ${taken(plan)}`,
    `  together ${taken(all)}${targets === null ? '' : `, ${reached(all.wall < targets.all, `< ${targets.all} ms`)}`}`,
    `  ${bytesPerEdge.toFixed(1)} bytes per edge${targets === null ? '' : `, ${reached(bytesPerEdge < targets.bytesPerEdge, `< ${targets.bytesPerEdge}`)}`}`,
  ].join('\n')
}

const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 2 : 1)

function seekingSection({ title, points, scrub, budget, targets }: SeekingResult): string {
  const columns = ['steps', 'history MiB', 'grown MiB', 'keyframes', 'spacing', 'median ms', 'worst ms', 'recomputed']
  const cells = ({ steps, bytes, grown, keyframes, spacing, median, worst, recomputed }: SeekPoint): string[] => [
    ...[steps.toLocaleString('en-US'), mebibytes(bytes), mebibytes(grown), `${keyframes}`, `${spacing}`],
    ...[median.toFixed(3), worst.toFixed(3), `${recomputed}`],
  ]
  const lines = [columns, ...points.map(cells)].map((line) => line.map((cell) => cell.padStart(12)).join(''))
  const last = points.at(-1)!
  return [
    `Looking back, ${title}: at random states, half by seek()`,
    ...lines,
    ...chart(points.map(({ steps, median, worst }) => ({ label: steps.toLocaleString('en-US'), median, worst }))),
    `  the last 64 states: ${last.recomputedOfLast} steps recomputed; resident memory has grown by ${mebibytes(last.resident)} MiB`,
    `  back state by state through ${scrub.states}: ${scrub.recomputed} recomputed, ${(scrub.each * 1000).toFixed(1)} µs each`,
    ...(targets === null ? [] : [`  ${seekTargets(last, budget, targets).join(', ')}`]),
  ].join('\n')
}

function seekTargets(last: SeekPoint, budget: number, { median, worst, recomputed }: SeekTargets): string[] {
  const most = recomputed ?? last.allowed
  return [
    reached(last.bytes <= budget, `≤ ${mebibytes(budget)} MiB`),
    reached(
      last.grown <= last.bytes + 2 * last.recent + 80e6,
      '≤ 80 MB beyond that and the last states of both machines',
    ),
    reached(last.recomputed <= most, `≤ ${most} recomputed`),
    reached(last.recomputedOfLast === 0, 'none for the last 64'),
    ...(median === undefined ? [] : [reached(last.median <= median, `median ≤ ${median} ms`)]),
    ...(worst === undefined ? [] : [reached(last.worst <= worst, `worst ≤ ${worst} ms`)]),
  ]
}

function findingSection({ title, steps, standings }: FindingResult): string {
  const notes = ({ target, recomputed, medianRatio }: Found): string =>
    [
      ...(target === null ? [] : [reached(medianRatio >= target, `≥ ${target.toFixed(2)}`)]),
      `${recomputed} recomputed`,
    ].join(', ')
  return `Searching ${steps.toLocaleString('en-US')} steps, ${title}: steps per second\n${table(standings, standings.map(notes))}`
}
