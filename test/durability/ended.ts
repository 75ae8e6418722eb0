/** Runs a process that keeps something until it ends, and tells how that was. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly out: string
  readonly told: string
}

/** Runs it to its end; a signal is sent when it says that it is ready. */
export function ended(folder: string, way: string, signal?: NodeJS.Signals): Promise<Ended> {
  const script = join(import.meta.dirname, 'lasting.ts')
  const args = ['--import', 'tsx', '--conditions=neurite-source', script, folder, way]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, told] = ['', '']
  child.stderr.on('data', (text) => {
    told += text
  })
  child.stdout.on('data', (text) => {
    out += text
    if (signal !== undefined) child.kill(signal)
  })
  return new Promise((resolve) => child.on('close', (code, by) => resolve({ code, signal: by, out, told })))
}

/** The step at which what is kept there opens. */
export const stepIn = async (folder: string): Promise<number> => Number((await ended(folder, 'read')).out)
