/** Packs core and nodes as they would be published, lints the tarballs, and uses them from ESM, CJS and TypeScript elsewhere. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = fileURLToPath(new URL('..', import.meta.url))
const place = mkdtempSync(join(tmpdir(), 'neurite-packed-'))

try {
  await pnpm(
    root,
    '--recursive',
    '--filter=@neurite/core',
    '--filter=@neurite/nodes',
    'pack',
    `--pack-destination=${place}`,
  )
  const tarballs = readdirSync(place)
  await Promise.all([...tarballs.map((name) => lint(join(place, name))), install(tarballs).then(use)])
  console.log(`${tarballs.length} packages pass publint and attw, and work from ESM, CJS and TypeScript.`)
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
  await node(root, bin('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'node16')
}

/** In a folder of its own; core's tarball stands in for the registry, which may not have this version yet. */
async function install(tarballs: readonly string[]): Promise<void> {
  const dependencies = Object.fromEntries(
    tarballs.map((name) => [name.replace(/^neurite-(\w+)-.*/, '@neurite/$1'), `file:${name}`]),
  )
  const overrides = { '@neurite/core': dependencies['@neurite/core'] }
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies }))
  writeFileSync(join(place, 'pnpm-workspace.yaml'), JSON.stringify({ overrides }))
  await pnpm(place, 'install', '--prefer-offline', '--ignore-scripts', '--no-frozen-lockfile')
}

async function use(): Promise<void> {
  cpSync(join(root, 'scripts', 'consumer'), place, { recursive: true })
  await node(place, 'from-esm.mjs')
  await node(place, 'from-cjs.cjs')
  await node(place, bin('typescript', 'tsc'), '--project', place)
}

function pnpm(cwd: string, ...args: readonly string[]): Promise<void> {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string }
  return run(cwd, 'npx', ['-y', packageManager, ...args])
}

function node(cwd: string, ...args: readonly string[]): Promise<void> {
  return run(cwd, process.execPath, args)
}

/** Silent, unless it fails. */
async function run(cwd: string, command: string, args: readonly string[]): Promise<void> {
  const shell = command === 'npx' && process.platform === 'win32'
  await promisify(execFile)(command, args, { cwd, shell }).catch(({ stdout, stderr }) => {
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`)
  })
}

/** The script behind a package's command. */
function bin(packageName: string, command: string): string {
  const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> }
  return join(dirname(manifest), bin[command] as string)
}
