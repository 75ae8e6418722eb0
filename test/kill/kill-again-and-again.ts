/** Kills a training again and again, and lets each remainder end: steps where it opened, and the fingerprints it came to. */

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, train } from '@neurite/core'
import { database, load, verify } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { fresh, isDone, options, rows } from './training.ts'

export interface Killed {
  readonly said: string
  readonly step: number
  readonly print: string
}

/** Every fifth remainder is verified, too. */
export async function killAgainAndAgain(kills: number): Promise<readonly Killed[]> {
  const place = mkdtempSync(join(tmpdir(), 'neurite-kill-'))
  try {
    const folder = join(place, 'run')
    const killed: Killed[] = []
    for (let k = 0; k < kills; k++) {
      // Spread evenly; the moment itself is the machine’s.
      const said = await trainAndKill(folder, 20 + 120 * ((k * 0.6180339887) % 1))
      killed.push({ said, ...(await resumed(folder, join(place, `copy-${k}`), k % 5 === 0)) })
    }
    return killed
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The fingerprint of the same training that nobody kills. */
export async function neverKilled(): Promise<string> {
  const net = fresh()
  await lastValueFrom(train(net, rows, options))
  return fingerprint(net.snapshot)
}

/** Lets the child train, and kills it so many milliseconds after it has begun; gives what it said. */
function trainAndKill(folder: string, milliseconds: number): Promise<string> {
  const args = ['--import', 'tsx', '--conditions=neurite-source', join(import.meta.dirname, 'child.ts'), folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  child.stdout.on('data', (text) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), milliseconds)
    said += text
  })
  return new Promise((resolve) => child.on('close', () => resolve(said)))
}

/** What a killed process left, opened in a copy and trained to the end. */
async function resumed(folder: string, copy: string, verified: boolean): Promise<{ step: number; print: string }> {
  cpSync(folder, copy, { recursive: true })
  const level = new ClassicLevel<string, Uint8Array>(copy)
  const net = await load(database(level), standard)
  await level.close()
  const { step } = net.timeline
  if (verified) await verify(net)
  if (!isDone(net)) await lastValueFrom(train(net, rows, options))
  return { step, print: fingerprint(net.snapshot) }
}
