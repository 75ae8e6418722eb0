/** The same package once more, in one file: with classes of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as Core from '../doors.ts'

let made: Promise<typeof Core> | null = null

export function anotherCopy(): Promise<typeof Core> {
  made ??= build()
  return made
}

async function build(): Promise<typeof Core> {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-copy-'))
  try {
    const { build } = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild')
    const entry = fileURLToPath(new URL('../doors.ts', import.meta.url))
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      write: false,
      conditions: ['neurite-source'],
    })
    const file = join(folder, 'core.mjs')
    writeFileSync(file, outputFiles[0].text)
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as typeof Core
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
