/** A real disk that fills up and empties again: what was said to be kept is there when it is opened. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, graph, network } from '@neurite/core'
import { database, load, persist, verify } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { afterAll, expect, test } from 'vitest'

type Level = Parameters<typeof database>[0]

const disk = mkdtempSync(join(tmpdir(), 'neurite-disk-'))
function mounted(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=600k', 'tmpfs', disk], { stdio: 'pipe' })
    return true
  } catch (error) {
    process.stderr.write(`SKIPPED: no disk can be filled here, mounting one was refused: ${error}\n`)
    return false
  }
}
const isMounted = mounted()
afterAll(() => {
  if (isMounted) execFileSync('umount', [disk])
  rmSync(disk, { recursive: true, force: true })
})

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.add(['h1', 'h2'], neuron(sigmoid), { from: x }) }))
})
const rows = [0, 1, 2, 3].map((n) => ({ input: [n & 1, n >> 1], target: n % 3 === 0 ? 0 : 1 }))

/** All but so many bytes of the disk are taken. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)))
}
const empty = (): void => rmSync(join(disk, 'filler'), { force: true })

// How much is left decides at which byte of a record it breaks off.
test.skipIf(!isMounted).each([4096, 8192, 12_288, 20_480])(
  '[TI40] a disk with %i bytes left: six flushes are refused, it is emptied, and what is said to be kept is found',
  async (left) => {
    const path = join(disk, `run-${left}`)
    const level = new ClassicLevel<string, Uint8Array>(path)
    const net = network(g)
    const learn = (count: number): void => {
      for (let k = 0; k < count; k++) net.learn(rows[k % 4] as never)
    }
    const kept = await persist(net, database(level as unknown as Level), { every: Number.POSITIVE_INFINITY })
    learn(100)
    await kept.flush()
    fill(left)
    let refused = 0
    for (let k = 0; refused < 6 && k < 30; k++) {
      learn(100)
      await kept.flush().catch((error) => {
        expect(error).toMatchObject({ code: 'STORE_FAILED' })
        refused++
      })
    }
    expect(refused).toBe(6)
    const said = kept.step
    expect(said).toBeLessThan(net.timeline.step)
    empty()
    learn(1)
    await kept.flush()
    expect(kept.step).toBe(net.timeline.step)
    learn(100)
    await kept.close()
    expect(kept.step).toBe(net.timeline.step)
    await level.close()
    const again = new ClassicLevel<string, Uint8Array>(path)
    const found = await load(database(again as unknown as Level), standard)
    expect(fingerprint(found.snapshot)).toBe(fingerprint(net.snapshot))
    await verify(found)
    await again.close()
    rmSync(path, { recursive: true })
  },
)

test.skipIf(!isMounted)(
  '[TI40] where LevelDB itself gave up, each call says so until it is opened again; then all is kept',
  async () => {
    const path = join(disk, 'given-up')
    const level = new ClassicLevel<string, Uint8Array>(path, { writeBufferSize: 2 ** 16 })
    const net = network(g)
    const kept = await persist(net, database(level as unknown as Level), { every: Number.POSITIVE_INFINITY })
    // So that there is room for a log, and none for the table it is to become.
    for (let k = 0; k < 3000; k++) net.learn(rows[k % 4] as never)
    fill(60_000)
    let isRefused = false
    for (let k = 0; k < 60 && !isRefused; k++) {
      for (let n = 0; n < 100; n++) net.learn(rows[n % 4] as never)
      await kept.flush().catch(() => {
        isRefused = true
      })
    }
    expect(isRefused).toBe(true)
    const said = kept.step
    empty()
    for (let k = 0; k < 3; k++) {
      net.learn(rows[0] as never)
      const outcome = await kept.flush().then(
        () => 'kept',
        (error) => error.code,
      )
      // Whatever it says is so.
      expect(['kept', 'STORE_FAILED']).toContain(outcome)
      if (outcome !== 'kept') expect(kept.step).toBe(said)
    }
    await level.close()
    await level.open()
    await kept.close()
    await level.close()
    await level.open()
    const found = await load(database(level as unknown as Level), standard)
    expect(fingerprint(found.snapshot)).toBe(fingerprint(net.snapshot))
    await level.close()
  },
)
