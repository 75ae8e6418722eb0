/** A Chromium that is here, or that the registry has; null where there is none, which is said loudly. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pnpm, root } from '../../scripts/packed-packages.ts'

export interface Chromium {
  readonly executablePath: string
  readonly args: readonly string[]
}

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** NEURITE_CHROMIUM=registry asks for the registry's though another is installed. */
export async function findChromium(): Promise<Chromium | null> {
  const executablePath = INSTALLED.find((path) => existsSync(path))
  if (executablePath !== undefined && process.env.NEURITE_CHROMIUM !== 'registry') {
    return { executablePath, args: ['--no-sandbox'] }
  }
  try {
    const folder = join(root, 'node_modules', '.cache', 'chromium')
    if (!existsSync(join(folder, 'node_modules'))) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'package.json'), '{ "private": true }')
      await pnpm(folder, 'add', '--ignore-workspace', '--ignore-scripts', '@sparticuz/chromium@153.0.0')
    }
    const { default: chromium } = await import(createRequire(join(folder, 'x.js')).resolve('@sparticuz/chromium'))
    return { executablePath: await chromium.executablePath(), args: chromium.args }
  } catch (error) {
    console.error(`\n!!! NO CHROMIUM: nothing was tested in a page. ${error}\n`)
    return null
  }
}
