/** The README's way into a project of one's own, line by line, from a clone of what is committed here. */

import { exec } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

let place = ''
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'neurite-install-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))

it('[PK1] packed in a clone and installed in an empty project, the first network learns', async () => {
  const at = (cwd: string, line: string) => promisify(exec)(line, { cwd })
  const [pack, install] = Array.from(readme.matchAll(/```sh\n(npm (?:run pack|install .*))\n```/g), ([, line]) => line)
  await at(place, `git clone --quiet "${root}" neurite`)
  await at(join(place, 'neurite'), pack as string)
  const project = join(place, 'project')
  mkdirSync(project)
  await at(project, install as string)
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme) as unknown as [string, string]
  writeFileSync(join(project, 'first.mjs'), code)
  const { stdout } = await at(project, 'node first.mjs')
  expect(stdout).toBe(/```\n(Signal[\s\S]*?)```/.exec(readme)?.[1])
})
