/** Core and nodes as tarballs, as they would be published, and folders of people who install them. */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const PACKAGES = ['core', 'nodes'] as const

/** Writes `neurite-core.tgz` and `neurite-nodes.tgz` of what is built into a folder, which is made. */
export async function pack(folder: string): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true })
  const only = PACKAGES.map((name) => `--filter=@neurite/${name}`)
  await pnpm(root, '--recursive', ...only, 'pack', '--out', join(folder, '%s.tgz'))
  return PACKAGES.map((name) => join(folder, `neurite-${name}.tgz`))
}

/** Installs tarballs in a folder, with other packages beside them; `overrides` are for what those ask for themselves. */
export async function install(
  folder: string,
  tarballs: readonly string[],
  beside: Readonly<Record<string, string>>,
  overrides: Readonly<Record<string, string>> = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const packed = Object.fromEntries(PACKAGES.map((name, k) => [`@neurite/${name}`, `file:${tarballs[k]}`]))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module', dependencies: { ...packed, ...beside } }),
  )
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ overrides, strictPeerDependencies: true }))
  await pnpm(folder, 'install', '--prefer-offline', '--ignore-scripts', '--no-frozen-lockfile')
}

/** Uses what is installed in a folder from ESM, CJS and TypeScript. */
export async function use(folder: string, tsc: string): Promise<void> {
  cpSync(join(root, 'scripts', 'consumer'), folder, { recursive: true })
  await run(folder, process.execPath, 'from-esm.mjs')
  await run(folder, process.execPath, 'from-cjs.cjs')
  await run(folder, process.execPath, tsc, '--project', folder)
}

/** The version of the catalog: what we use ourselves. */
export function pinned(packageName: string): string {
  const [, version] =
    new RegExp(`^ {2}"?${packageName}"?: (\\S+)$`, 'm').exec(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')) ??
    []
  if (version === undefined) throw new Error(`pnpm-workspace.yaml pins no ${packageName}`)
  return version
}

/** The script behind a package's command. */
export function bin(packageName: string, command: string, from: string = root): string {
  const manifest = createRequire(join(from, 'package.json')).resolve(`${packageName}/package.json`)
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> }
  return join(dirname(manifest), bin[command] as string)
}

export function pnpm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { packageManager: string }
  return run(cwd, 'npx', '-y', packageManager, ...args)
}

/** Silent, unless it fails; gives what was written. */
export async function run(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const shell = command !== process.execPath && process.platform === 'win32'
  const done = await promisify(execFile)(command, args, { cwd, shell, maxBuffer: 2 ** 26 }).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`)
    },
  )
  return done.stdout
}
