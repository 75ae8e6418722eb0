/** The processes of a Chromium, found by the profile that it was begun with; Linux alone tells of them. */

import { readdirSync, readFileSync } from 'node:fs'

interface Process {
  readonly pid: number
  readonly parent: number
  readonly command: string
  /** What it has computed, in ticks. */
  readonly time: number
}

function all(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [parent = 0, ...more] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) \S /s, '')
        .split(' ')
        .map(Number)
      const time = (more[9] ?? 0) + (more[10] ?? 0)
      return [{ pid: Number(name), parent, time, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }]
    } catch {
      // It ended meanwhile.
      return []
    }
  })
}

/** The browser of a profile and all that it has begun. */
function treeOf(profile: string): Process[] {
  const processes = all()
  const tree = processes.filter(({ command }) => command.includes(`--user-data-dir=${profile}`))
  for (const each of tree) {
    for (const child of processes) if (child.parent === each.pid && !tree.includes(child)) tree.push(child)
  }
  return tree
}

/** SIGKILL for the tab that has computed most: others are idle, or spare. */
export function killBusiestTab(profile: string): void {
  const tabs = treeOf(profile).filter(({ command }) => command.includes('--type=renderer'))
  const [busiest] = tabs.toSorted((a, b) => b.time - a.time)
  if (busiest === undefined) throw new Error('no tab is there')
  kill([busiest.pid])
}

/** SIGKILL for all of them at once. */
export function killBrowser(profile: string): void {
  kill(treeOf(profile).map(({ pid }) => pid))
}

function kill(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Its parent took it along.
    }
  }
}
