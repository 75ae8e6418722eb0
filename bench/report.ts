/** How the results read: tables for people, one object for programs. */
import { cpus, loadavg } from 'node:os'
import type { BuildingResult, Taken } from './building.ts'
import type { ContestResult, Standing } from './contest.ts'
import { table } from './measure.ts'
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
  return result.form === 'contest' ? contestSection(result) : buildingSection(result)
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
