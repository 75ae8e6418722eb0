/**
 * Packs core and nodes as they would be published, lints the tarballs, holds their declarations against `api.txt`, and
 * uses them from ESM, CJS and TypeScript elsewhere. `--write` writes `api.txt`, to be read in the review.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { apiReport, NAMED } from './api-report.ts'
import { bin, install, PACKAGES, pack, pinned, root, run, use } from './packed-packages.ts'

const place = mkdtempSync(join(tmpdir(), 'neurite-packed-'))
try {
  const tarballs = await pack(place)
  const consumer = join(place, 'consumer')
  await Promise.all([
    ...tarballs.map(lint),
    install(consumer, tarballs, { rxjs: pinned('rxjs') }).then(() => use(consumer, bin('typescript', 'tsc'))),
  ])
  for (const name of PACKAGES) checkReport(name, apiReport(join(consumer, 'node_modules', '@neurite', name)))
  console.log(
    `${tarballs.length} packages pass publint and attw, show what api.txt says, and work from ESM, CJS and TypeScript.`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(place, { recursive: true, force: true, maxRetries: 5 })
}

async function lint(tarball: string): Promise<void> {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball)
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer
  const { messages, pkg } = await publint({ pack: { tarball: bytes } })
  if (messages.length > 0) {
    throw new Error(`publint, ${tarball}:\n${messages.map((message) => formatMessage(message, pkg)).join('\n')}`)
  }
  // node16: the resolution that knows no sub-paths (node10) is not supported.
  await run(root, process.execPath, bin('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'node16')
}

function checkReport(name: string, report: string): void {
  const hidden = report.slice(report.indexOf(NAMED) + NAMED.length).trim()
  if (hidden !== '') throw new Error(`@neurite/${name} names types that its users cannot: export ${hidden}`)
  const file = join(root, 'packages', name, 'api.txt')
  if (process.argv.includes('--write')) writeFileSync(file, report)
  const reviewed = readFileSync(file, 'utf8').split('\n')
  const found = report.split('\n')
  const wrong = [
    ...found.filter((line) => !reviewed.includes(line)).map((line) => `+ ${line}`),
    ...reviewed.filter((line) => !found.includes(line)).map((line) => `- ${line}`),
  ]
  if (wrong.length === 0) return
  throw new Error(
    `The declarations of @neurite/${name} show other names than packages/${name}/api.txt:\n${wrong.join('\n')}
What users need not see is marked @internal; otherwise npm run check:packages -- --write.`,
  )
}
