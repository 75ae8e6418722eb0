/** A wide network, changed on the way, is killed from its very first flush on: nothing, or all that was said to be kept. */

import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint } from '@neurite/core'
import { database, load } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { act, freshWide, WIDE_START } from './kill/training.ts'

const KILLS = 20
let place: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'neurite-kill-wide-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))

/** Kills it so many milliseconds after it has said that; gives all that it said. */
function killed(folder: string, milliseconds: number, when: string): Promise<string> {
  const script = join(import.meta.dirname, 'kill', 'wide-child.ts')
  const args = ['--import', 'tsx', '--conditions=neurite-source', script, folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  child.stdout.on('data', (text) => {
    const was = said.includes(when)
    said += text
    if (!was && said.includes(when)) setTimeout(() => child.kill('SIGKILL'), milliseconds)
  })
  return new Promise((resolve) => child.on('close', () => resolve(said)))
}

it('[TI41] 20 kills of a wide network from its very first flush on: nothing is kept, or all that was said to be', async () => {
  const reference = freshWide()
  let [folder, nothing, last] = [join(place, 'run-0'), 0, 0]
  for (let k = 0; k < KILLS; k++) {
    // The first half are fresh ones, killed within the first flush or soon behind it.
    if (k < KILLS / 2) folder = join(place, `run-${k}`)
    // The others go on with what is there, and are killed behind the first flush of theirs.
    const isFirst = k < KILLS / 2
    const said = await killed(folder, isFirst ? 40 * k : 400 * ((k * 0.618) % 1), isFirst ? 'step' : 'kept')
    expect(said).toMatch(/^step \d+\n(kept\n)?(\d+\n)*\d*$/)
    const numbers = said
      .split('\n')
      .slice(0, -1)
      .filter((line) => /^\d+$/.test(line))
    const copy = join(place, `copy-${k}`)
    cpSync(folder, copy, { recursive: true })
    const level = new ClassicLevel<string, Uint8Array>(copy)
    const found = await load(database(level), standard).catch((error) => {
      expect([error.code, said.includes('kept')]).toEqual(['NOTHING_KEPT', false])
      nothing++
      return null
    })
    await level.close()
    rmSync(copy, { recursive: true, maxRetries: 5 })
    if (found === null) continue
    expect(found.timeline.step).toBeGreaterThanOrEqual(Number(numbers.at(-1) ?? 0))
    while (reference.timeline.step < found.timeline.step) act(reference)
    expect(fingerprint(found.snapshot)).toBe(fingerprint(reference.timeline.at(found.timeline.step)))
    last = Math.max(last, found.timeline.step)
  }
  expect(nothing).toBeGreaterThan(0)
  expect(last).toBeGreaterThan(WIDE_START)
}, 900_000)
