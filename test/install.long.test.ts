/** The README's way into a project of one's own, line by line, from a clone of what is committed here. */

import { execFileSync, execSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

let place = ''
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'neurite-install-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))

it('[PK1] packed in a clone and installed in an empty project, the first network learns', () => {
  const [pack, install] = Array.from(readme.matchAll(/```sh\n(npm (?:run pack|install .*))\n```/g), ([, line]) => line)
  const clone = join(place, 'neurite')
  execFileSync('git', ['clone', '--quiet', root, clone], { stdio: 'pipe' })
  execSync(pack as string, { cwd: clone, stdio: 'pipe' })
  const project = join(place, 'project')
  mkdirSync(project)
  execSync(install as string, { cwd: project, stdio: 'pipe' })
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readme) as unknown as [string, string]
  writeFileSync(join(project, 'first.mjs'), code)
  const printed = execFileSync(process.execPath, ['first.mjs'], { cwd: project, encoding: 'utf8' })
  expect(printed).toBe(/```\n(Signal[\s\S]*?)```/.exec(readme)?.[1])
})
