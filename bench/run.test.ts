/** The bench as a user starts it; all of it, in small, is in run.long.test.ts. */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

describe('npm run bench', () => {
  test('one part can be asked for, and its table is for people', { timeout: 60_000 }, () => {
    const args = ['run', '-s', 'bench', '--', '--quick', '--only', 'three', '--wall', '--rounds', '1']
    const shell = process.platform === 'win32'
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell })
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/^Node v\d.*; time on the wall; 1 interleaved rounds/)
    expect(stdout).toMatch(/^train, auto +[\d ]+ +\d+\.\d+/m)
    expect(stderr).toContain('1/1 three-two-one …')
  })

  test.each([
    [['--only', 'nothing'], 'There is no such part'],
    [['--rounds', '0'], '--rounds is "0"'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is refused, with the usage', { timeout: 60_000 }, (options, why) => {
    const node = ['--import', 'tsx', '--conditions=neurite-source', 'bench/run.ts']
    const { status, stderr } = spawnSync(process.execPath, [...node, ...options], { cwd: root, encoding: 'utf8' })
    expect(status).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).toContain('npm run bench -- [--json]')
  })
})
