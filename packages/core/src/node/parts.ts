/** What is written beside a file until it is whole: a name of its own for each, and who removes those that were left. */

import { randomBytes } from 'node:crypto'
import { readlinkSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { hash } from '../numerics/hash.ts'

/** After a day without a write even what might be another machine's is given up. */
const LONG = 24 * 60 * 60 * 1000

/** A name that nobody else has: by the machine, the process, and chance. */
export function partOf(path: string): string {
  return `${path}.${machine()}-${process.pid}-${randomBytes(8).toString('hex')}.part`
}

/** Removes what killed processes have left beside a file. Where that fails it stays: it does no harm. */
export async function removeLeft(path: string): Promise<void> {
  const folder = dirname(path)
  const before = `${basename(path)}.`
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const [, of, pid] = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{16}\.part$/.exec(name.slice(before.length)) ?? []
    if (!name.startsWith(before) || of === undefined) continue
    const beside = join(folder, name)
    const isLeft = of === machine() && !isAlive(Number(pid)) ? true : await isOld(beside)
    if (isLeft) await rm(beside, { force: true }).catch(() => {})
  }
}

/** Where process ids mean the same: a machine, or a container of it. */
function machine(): string {
  let space = ''
  try {
    space = readlinkSync('/proc/self/ns/pid')
  } catch {
    // Only Linux has such.
  }
  return hash().text(hostname()).text(space).digest().slice(0, 8)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's is alive, too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function isOld(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
  return Date.now() - mtimeMs > LONG
}
