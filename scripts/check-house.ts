/** Checks that the house stands as ARCHITECTURE.md draws it: floors, circles, who imports what, names, lengths. `tsx scripts/check-house.ts` */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findProblems } from './house-rules.ts'

const SKIPPED = new Set(['node_modules', 'dist', 'coverage'])

const root = fileURLToPath(new URL('..', import.meta.url))
const files = new Map<string, string>()
for (const folder of ['packages', 'bench', 'scripts', 'test']) if (existsSync(join(root, folder))) collect(folder)
for (const name of readdirSync(root)) if (/\.ts$|^package\.json$/.test(name)) keep(name)

const { problems, modules, imports } = findProblems(files)
for (const { rule, place, what } of problems) console.error(`${place}  [${rule}] ${what}`)
if (modules === 0 || imports === 0) console.error('the house check saw no modules or no imports at all')
if (problems.length > 0 || modules === 0 || imports === 0) process.exitCode = 1
else console.log(`The house stands: ${modules} files, ${imports} imports.`)

function collect(folder: string): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) collect(path)
    else if (entry.isFile() && /\.m?[tj]s$|^package\.json$/.test(entry.name)) keep(path)
  }
}

function keep(path: string): void {
  files.set(path, readFileSync(join(root, path), 'utf8'))
}
