import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { dataWalks } from './advice/data-walks.ts'
import { fileWalks } from './advice/file-walks.ts'
import { graphWalks } from './advice/graph-walks.ts'
import { historyWalks } from './advice/history-walks.ts'
import { optionWalks } from './advice/option-walks.ts'
import { trainingWalks } from './advice/training-walks.ts'
import { issuesOf, type Walk } from './advice/walk.ts'

const room = join(import.meta.dirname, '../packages/core/src/errors')
const sources = readdirSync(room).map((name) => readFileSync(join(room, name), 'utf8'))
const codes = new Set(
  sources.flatMap((text) => Array.from(text.matchAll(/\b(?:wrong|odd)\(\s*'([A-Z_]+)'/g), ([, code]) => code as string)),
)

const walks: readonly Walk[] = [
  ...graphWalks,
  ...dataWalks,
  ...optionWalks,
  ...trainingWalks,
  ...historyWalks,
  ...fileWalks,
]

describe('every message’s advice', () => {
  test('[ER1] each code of the catalog has a walk, and no other has', () => {
    expect(codes.size).toBeGreaterThan(55)
    expect(new Set(walks.map(({ code }) => code))).toEqual(codes)
  })

  test.each(walks.map((walk) => [walk.code, walk.what, walk] as const))(
    '[ER2] %s, %s: each way out of the message is there, and leads out',
    async (code, _, { come, does }) => {
      const found = (await issuesOf(come)).find((issue) => issue.code === code)
      expect(found).toMatchObject({ code, what: expect.stringMatching(/\S/) })
      let left = found?.wayOut ?? ''
      for (const advice of Object.keys(does)) {
        expect(left).toContain(advice)
        left = left.replace(advice, '')
      }
      // Nothing is advised that was not walked.
      expect(left).toMatch(/^([\s,;]|or|and)*$/)
      for (const walk of Object.values(does)) expect(await walk()).not.toBe(false)
    },
  )
})
