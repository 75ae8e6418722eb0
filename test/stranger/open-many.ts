/** Runs the process that opens spoilt inputs, and ends it where it hangs: what it tells, and the seed at which it did. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Opened {
  readonly right: number
  readonly refused: number
  /** A line for each input that was neither. */
  readonly wrong: readonly string[]
}

/** Without a word for so long it hangs: a hundred inputs take less. */
const PATIENCE = 60_000

export function openMany(from: number, to: number): Promise<Opened> {
  const script = join(import.meta.dirname, 'child.ts')
  const flags = ['--conditions=neurite-source', '--import', 'tsx', '--max-old-space-size=512']
  const child = spawn(process.execPath, [...flags, script, String(from), String(to)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const wrong: string[] = []
  let counts: Pick<Opened, 'right' | 'refused'> = { right: 0, refused: 0 }
  let at = from
  let isDone = false
  let errors = ''
  const hangs = (): void => {
    wrong.push(`seeds ${at} to ${at + 99}: without a word for ${PATIENCE} ms`)
    child.kill('SIGKILL')
  }
  let timer = setTimeout(hangs, PATIENCE)
  child.stderr.on('data', (text) => {
    errors += text
  })
  createInterface(child.stdout).on('line', (text) => {
    clearTimeout(timer)
    timer = setTimeout(hangs, PATIENCE)
    const line = JSON.parse(text) as { at?: number; seed?: number; wrong?: string; done?: typeof counts }
    if (line.at !== undefined) at = line.at
    if (line.wrong !== undefined) wrong.push(`seed ${line.seed}: ${line.wrong}`)
    if (line.done !== undefined) counts = line.done
    isDone ||= line.done !== undefined
  })
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      if (!isDone) wrong.push(`it ended with ${code} behind seed ${at}: ${errors.slice(-2000)}`)
      resolve({ ...counts, wrong })
    })
  })
}
