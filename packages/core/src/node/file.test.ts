import { spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { file } from './file.ts'
import { partOf } from './parts.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurite-file-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function* pieces(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text)
}

describe('a file as a place', () => {
  test('[TF45] is written whole, over what was there, and leaves nothing beside', async () => {
    const path = join(folder, 'run.neurite')
    await file(path).write(pieces('a', 'b'))
    await file(path).write(pieces('new', ' and ', 'whole'))
    expect(await readFile(path, 'utf8')).toBe('new and whole')
    expect(await readdir(folder)).toEqual(['run.neurite'])
    const read: Uint8Array[] = []
    for await (const part of file(path).read()) read.push(part)
    expect(Buffer.concat(read).toString()).toBe('new and whole')
  })

  test('[TF45] what fails on the way leaves the old file, and throws what it failed with', async () => {
    const path = join(folder, 'run.neurite')
    await file(path).write(pieces('old'))
    async function* failing() {
      yield* pieces('half')
      throw new Error('no more')
    }
    await expect(file(path).write(failing())).rejects.toThrow('no more')
    expect(await readFile(path, 'utf8')).toBe('old')
    expect(await readdir(folder)).toEqual(['run.neurite'])
    await expect(file(join(folder, 'none', 'x')).write(pieces('a'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('[TF45] keeps the rights of the file, and writes to what a link leads to', async () => {
    const path = join(folder, 'run.neurite')
    const link = join(folder, 'link')
    await writeFile(path, 'old')
    await chmod(path, 0o600)
    await symlink(path, link)
    await file(link).write(pieces('new'))
    expect(await readFile(path, 'utf8')).toBe('new')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('[TF45] what a killed process left beside is removed, and nothing that somebody may still be writing', async () => {
    const path = join(folder, 'run.neurite')
    const { pid: dead } = spawnSync(process.execPath, ['--version'])
    const [machine] = partOf('x').slice(2).split('-')
    const part = (of: string, pid: number | undefined) => `run.neurite.${of}-${pid}-${'a'.repeat(16)}.part`
    const other = machine === '00000000' ? '11111111' : '00000000'
    const left = part(machine as string, dead)
    const old = part(other, 1)
    const stays = [part(machine as string, process.ppid), part(other, dead), 'run.neurite.part', `x${left}`, 'run.txt']
    for (const name of [left, old, ...stays]) await writeFile(join(folder, name), 'half')
    await utimes(join(folder, old), 0, Date.now() / 1000 - 25 * 60 * 60)
    await file(path).write(pieces('whole'))
    expect((await readdir(folder)).sort()).toEqual(['run.neurite', ...stays].sort())
  })

  test('[TF45] two at once do not mix: the last that is done stays', async () => {
    const path = join(folder, 'run.neurite')
    await Promise.all([file(path).write(pieces('one', 'one')), file(path).write(pieces('two', 'two'))])
    expect(['oneone', 'twotwo']).toContain(await readFile(path, 'utf8'))
    expect(await readdir(folder)).toEqual(['run.neurite'])
  })
})
