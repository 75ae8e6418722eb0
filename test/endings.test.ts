/** How a process ends, and what of its run is kept then. */

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

test('[TI37] a process that ends by itself keeps all of it', async () => {
  const way = 'normal'
  expect(await ended(at(way), way)).toEqual({ code: 0, signal: null, out: '', told: '' })
  expect(await stepIn(at(way))).toBe(2000)
})
