/** What the README tells a newcomer to write works as it stands there. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = Array.from(readme.matchAll(/```ts\n([\s\S]*?)```/g), ([, code]) => code as string)

/** Runs a program beside the packages, so that their names resolve as they do for a newcomer who installed them. */
function printedBy(code: string): string {
  const folder = mkdtempSync(join(root, 'node_modules', '.readme-'))
  try {
    const file = join(folder, 'first.mts')
    writeFileSync(file, code)
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs')
    return execFileSync(process.execPath, [tsx, '--conditions=neurite-source', file], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('[RM1] the README’s first network learns xor, and prints what stands below it', () => {
  const printed = printedBy(blocks[0] as string)
  expect(printed).toBe(/```\n(Signal[\s\S]*?)```/.exec(readme)?.[1])
  expect(printed.split('\n').length).toBeLessThan(20)
})

it('[RM2] what it says of the past works as it stands there', () => {
  const [first, past, kept] = blocks as [string, string, string]
  const table = readme.slice(readme.indexOf('| you want to know'), readme.indexOf('A history is kept'))
  const questions = Array.from(table.matchAll(/`((?:await |t\.|[a-z]+\(net)[^`]*\))`/g), ([, code]) => code as string)
  expect(questions.length).toBeGreaterThan(8)
  const printed = printedBy(`
import { fingerprint, finish, pauseWhen, walk } from '@neurite/core'
import { ablate, find, firstAbnormal, probe, why } from '@neurite/core/explain'
import { health, review } from '@neurite/core/health'
import { standard } from '@neurite/nodes'
${first.slice(0, first.indexOf('// Watch one neuron'))}
const rows = xor
await finish(train(net, xor, { batchSize: 4, epochs: 1100 }))
${past}
await finish(train(slower, xor))
net.learn(xor[0]) // where t.seek(137) left it: a branch
t.seek({ branch: 'main' })
${questions.map((code) => `void (${code})`).join('\n')}
${kept}
console.log(again.timeline.step, fingerprint(again.snapshot) === fingerprint(net.snapshot))
console.log(opened.timeline.step, fingerprint(opened.timeline.at(137)) === fingerprint(t.at(137)))
`)
  expect(printed).toBe('1100 true\n1100 true\n')
})
