/** A file on a disk as a place: written beside, and renamed when all of it is on the disk. */

import { createReadStream } from 'node:fs'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FilePlace } from '../files/bytes-from.ts'
import { partOf, removeLeft } from './parts.ts'

/**
 * A file as a place to save to and load from. It is written beside, as `run.neurite.….part`, brought to the disk and renamed:
 * whoever is killed on the way, or finds the disk full, leaves the old file whole. Errors of the file system pass through, and
 * then nothing is left beside; what a killed process left is removed by the next one that writes there.
 *
 * @example
 * await net.timeline.save().to(file('run.neurite'))
 * const again = await loadNetwork(file('run.neurite'), standard)
 */
export function file(path: string): FilePlace {
  return { read: () => createReadStream(path), write: (bytes) => write(path, bytes) }
}

async function write(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  // Not the link, but what it leads to.
  const target = await realpath(path).catch(whenMissing(path))
  const { mode } = await stat(target).catch(whenMissing({ mode: 0o666 }))
  await removeLeft(target)
  const beside = partOf(target)
  try {
    await writeWhole(beside, mode, bytes)
    await rename(beside, target)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(target))
}

async function writeWhole(path: string, mode: number, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(path, 'w', mode)
  try {
    for await (const piece of bytes) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Brings the new name to the disk, too, where the system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch {
    return
  }
  await handle.sync().catch(() => {})
  await handle.close()
}

function whenMissing<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return otherwise
    throw error
  }
}
