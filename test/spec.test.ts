/** SPEC.md and the tests' titles hold each other: no rule without a test, no title with a rule that is not there. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

function* testFiles(folder: string): Iterable<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* testFiles(path)
    else if (/\.test(-d)?\.ts$/.test(entry.name)) yield path
  }
}

it('[SP1] every rule has a test, and every test’s rule is in SPEC.md', () => {
  const spec = readFileSync(join(root, 'SPEC.md'), 'utf8')
  const rules = new Set(Array.from(spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm), ([, id]) => id))
  const quoted = new Set<string | undefined>()
  for (const folder of ['packages', 'test', 'bench', 'scripts']) {
    for (const path of testFiles(join(root, folder))) {
      for (const [, id] of readFileSync(path, 'utf8').matchAll(/['"`]\[([A-Z]{2}\d+)\]/g)) quoted.add(id)
    }
  }
  expect(rules.size).toBeGreaterThan(100)
  expect([...rules].filter((id) => !quoted.has(id))).toEqual([])
  expect([...quoted].filter((id) => !rules.has(id as string))).toEqual([])
})
