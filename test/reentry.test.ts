/** Random calls from inside each other; many more of them are in reentry.long.test.ts. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { episode } from './reentry/episode.ts'

describe('calls from inside each other', () => {
  it.each(Array.from({ length: 60 }, (_, k) => k))(
    '[TR46] work or are refused by code, and leave everything free: seed %i',
    async (seed) => {
      const { wrong, log } = await episode(seed)
      expect(wrong, log.join('\n')).toEqual([])
    },
  )
})

describe('in a process of its own', () => {
  it.each([
    ['directly', ['at step 3']],
    ['behind operators', ['at step 3']],
    ['handled', []],
  ])(
    '[TR40] an observer of train that throws, %s, ends it, and is uncaught once or not at all',
    async (how, uncaught) => {
      const child = join(import.meta.dirname, 'reentry/throwing.ts')
      const args = ['--conditions=neurite-source', '--import', 'tsx', child, how]
      const { stdout } = await promisify(execFile)(process.execPath, args)
      expect(JSON.parse(stdout)).toEqual({ uncaught, step: 4 })
    },
  )
})
