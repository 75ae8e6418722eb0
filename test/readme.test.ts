/** What the README tells a newcomer to write works as it stands there. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

it('[RM1] the README’s first network learns xor, tells what a neuron does, and prints its tables', () => {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  // Beside the packages, so that their names resolve as they do for a newcomer who installed them.
  const folder = mkdtempSync(join(root, 'node_modules', '.readme-'))
  try {
    const file = join(folder, 'first.mts')
    writeFileSync(file, `${code}`)
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
    const printed = execFileSync(process.execPath, [tsx, '--conditions=neurite-source', file], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
    const answers = [
      ...(/\[\n( {2}\[ -?[\d.]+ \],?\n?)+\]|\[ \[ [\s\S]*?\] \]/.exec(printed)?.[0].matchAll(/[\d.]+/g) ?? []),
    ]
    expect(answers.map(([number]) => Math.round(Number(number)))).toEqual([0, 1, 1, 0])
    expect(printed).toContain("id: 'h1'")
    expect(printed).toContain('Error of each unit')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
