/** A process that saves into a file is killed in mid-write, again and again: the file is always whole, and never older than told. */

import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load, save } from '@neurite/core/files'
import { file } from '@neurite/core/node'
import { standard } from '@neurite/nodes'
import { expect, it } from 'vitest'

/** Saves until it is killed so many milliseconds after the first; gives the last step that it said was saved. */
function killed(path: string, after: number): Promise<number> {
  const script = join(import.meta.dirname, 'kill-file/child.ts')
  const flags = ['--conditions=neurite-source', '--import', 'tsx']
  const child = spawn(process.execPath, [...flags, script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text) => {
    if (said === '') setTimeout(() => child.kill('SIGKILL'), after)
    said += text
  })
  return new Promise((resolve) => {
    child.on('close', () => resolve(Number(said.trim().split('\n').at(-1))))
  })
}

it('[TF46] 40 kills in mid-write leave the file as it was before or as it is after, never anything else, and no rubbish', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'neurite-kill-file-'))
  try {
    const path = join(folder, 'run.neurite')
    let left = 0
    for (let k = 0; k < 40; k++) {
      const step = await killed(path, 20 + 7 * k)
      const net = await load(file(path), standard)
      expect(net.timeline.recovered).toBe(null)
      expect([step, step + 1]).toContain(net.timeline.step)
      // What the one before left is gone.
      const beside = (await readdir(folder)).filter((name) => name !== 'run.neurite')
      expect(beside.length).toBeLessThanOrEqual(1)
      left += beside.length
      if (k === 39) await save(net).to(file(path))
    }
    expect(left).toBeGreaterThan(0)
    expect(await readdir(folder)).toEqual(['run.neurite'])
  } finally {
    await rm(folder, { recursive: true })
  }
})
