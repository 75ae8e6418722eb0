/** All ways in which a process ends, and what of its run is kept then. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ended, stepIn } from './durability/ended.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurite-endings-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const at = (place: string): string => join(folder, place)

test.each(['normal', 'close'])('[TI37] a process that ends by itself keeps all of it: %s', async (way) => {
  expect(await ended(at(way), way)).toEqual({ code: 0, signal: null, out: '', told: '' })
  expect(await stepIn(at(way))).toBe(2000)
})

test('[TI37] process.exit() and an error that nobody caught say in one line what is not kept', async () => {
  for (const [way, code] of [
    ['exit', 0],
    ['throw', 1],
  ] as const) {
    const told = await ended(at(way), way)
    expect(told.code).toBe(code)
    const lines = told.told.split('\n').filter((line) => line.startsWith('neurite: '))
    expect(lines.length).toBe(1)
    expect(lines[0]).toMatch(/kept up to step 0 of 2000.*await kept\.close\(\)/)
  }
})

test('[TI37] where it cannot be kept any more the process says so and ends with 1', async () => {
  const { code, told } = await ended(at('closed'), 'closed')
  expect(code).toBe(1)
  expect(told).toMatch(/^neurite: .*kept up to step 0 of 2000.*STORE_UNAVAILABLE.*\n$/)
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '[TI37] %s keeps all of it, and the process ends by that signal',
  async (way) => {
    const { code, signal, told } = await ended(at(way), way, way)
    expect([code, signal, told]).toEqual([null, way, ''])
    expect(await stepIn(at(way))).toBeGreaterThanOrEqual(2000)
  },
)

test('[TI37] where its owner listens to the signal, ending is theirs', async () => {
  expect((await ended(at('own'), 'own', 'SIGTERM')).code).toBe(7)
  expect(await stepIn(at('own'))).toBeGreaterThanOrEqual(2000)
})
