/** A training that is killed again and again loses nothing that was flushed, and ends as one that never stopped. */

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, openNetwork, train } from '@neurite/core'
import { standardKinds } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fresh, isDone, options, rows } from './kill/training.ts'

const KILLS = 20
let place = ''
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'neurite-kill-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))

/** Lets the child train, and kills it so many milliseconds after it has begun; gives what it said. */
function trainAndKill(folder: string, milliseconds: number): Promise<string> {
  const args = ['--import', 'tsx', '--conditions=neurite-source', join(import.meta.dirname, 'kill', 'child.ts'), folder]
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

/** What a killed process left, opened in a copy, verified, and trained to the end. */
async function resumed(folder: string, k: number): Promise<{ from: number; print: string }> {
  const copy = join(place, `copy-${k}`)
  cpSync(folder, copy, { recursive: true })
  const level = new ClassicLevel<string, Uint8Array>(copy)
  const net = await openNetwork(level, standardKinds)
  await level.close()
  const from = net.timeline.step
  if (k % 5 === 0) await net.timeline.verify()
  if (!isDone(net)) await lastValueFrom(train(net, rows, options))
  return { from, print: fingerprint(net.snapshot) }
}

it('[TI21] 20 kills at random moments of a training: each time it opens and resumes to the same fingerprint', async () => {
  const reference = fresh()
  await lastValueFrom(train(reference, rows, options))
  const print = fingerprint(reference.snapshot)
  const folder = join(place, 'run')
  const steps: number[] = []
  for (let k = 0; k < KILLS; k++) {
    // Spread evenly; the moment itself is the machine’s.
    const said = await trainAndKill(folder, 20 + 120 * ((k * 0.6180339887) % 1))
    expect(said).toMatch(/^step \d+\n(done\n)?$/)
    const { from, print: ended } = await resumed(folder, k)
    steps.push(from)
    expect(ended, `after kill ${k} at step ${from}`).toBe(print)
  }
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
  expect(new Set(steps).size).toBeGreaterThan(KILLS / 2)
}, 180_000)
