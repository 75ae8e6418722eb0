// Installs exactly what the lockfile names, with the pinned pnpm. Says one line, and does nothing when all is in place.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.neurite-installed')

/** A hash of every file that decides what gets installed, and of the place: links break when the folder moves. */
function wanted() {
  const packages = readdirSync(join(root, 'packages')).map((name) => join('packages', name, 'package.json'))
  const hash = createHash('sha256').update(root)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages.sort()]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted()) {
  const pnpm = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager
  const began = performance.now()
  process.stdout.write(`Installing what the lockfile names, with ${pnpm} … `)
  const { status, error, stdout, stderr } = spawnSync(
    'npx',
    ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only'],
    { cwd: root, encoding: 'utf8', shell: process.platform === 'win32', stdio: ['ignore', 'pipe', 'pipe'] },
  )
  if (status !== 0) {
    console.error(`failed.\n${stdout ?? ''}${stderr ?? ''}${error ?? ''}`)
    process.exit(status || 1)
  }
  writeFileSync(stamp, wanted())
  console.log(`done in ${((performance.now() - began) / 1000).toFixed(0)} s.`)
}
