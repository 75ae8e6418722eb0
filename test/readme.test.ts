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
  const questions = Array.from(readme.matchAll(/`((?:await )?t\.[^`]+)`/g), ([, code]) => code as string)
  expect(questions.length).toBeGreaterThan(5)
  const printed = printedBy(`
import { compare, fingerprint, loadNetwork, openNetwork, persist } from '@neurite/core'
import { standardKinds } from '@neurite/nodes'
import { lastValueFrom } from 'rxjs'
${first.slice(0, first.indexOf('// Watch one neuron'))}
await lastValueFrom(train(net, xor, { batchSize: 4, epochs: 1100 }))
${past}
${questions.map((code) => `void (${code})`).join('\n')}
t.seek({ branch: 'main' })
${kept}
console.log(again.timeline.step, fingerprint(again.snapshot) === fingerprint(net.snapshot))
console.log(opened.timeline.step, fingerprint(opened.timeline.at(137)) === fingerprint(t.at(137)))
await level.close()
`)
  expect(printed).toBe('1100 true\n1100 true\n')
})
