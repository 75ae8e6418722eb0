/** The whole bench in small, as a user starts it: whether everything runs and learns the same, never how fast. */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { BuildingResult } from './building.ts'
import type { ContestResult } from './contest.ts'
import type { Circumstances } from './report.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function bench(...options: string[]) {
  const shell = process.platform === 'win32'
  return spawnSync('npm', ['run', '-s', 'bench', '--', ...options], { cwd: root, encoding: 'utf8', shell })
}

describe('npm run bench', () => {
  test('all contenders learn what the bare loops learn, and every figure is there', { timeout: 120_000 }, () => {
    const { status, stdout, stderr } = bench('--quick', '--json')
    expect(status, stderr).toBe(0)
    const line = stdout.trimEnd().split('\n').at(-1)!
    const { results, ...about } = JSON.parse(line) as Circumstances & { results: (ContestResult | BuildingResult)[] }
    expect(about).toEqual({
      ...{ node: process.version, cpu: expect.any(String), cores: expect.any(Number), load: expect.any(Number) },
      ...{ clock: 'cpu', rounds: 2, window: 10, quick: true },
    })
    const contests = results.filter((it) => it.form === 'contest')
    const buildings = results.filter((it) => it.form === 'building')
    expect([contests.length, buildings.length]).toEqual([10, 4])
    for (const { title, standings } of contests) {
      const [yardstick] = standings
      for (const { name, speeds, best, medianRatio, loss, difference, differs } of standings) {
        const what = `${title}: ${name}`
        expect(speeds, what).toHaveLength(2)
        expect(Math.min(best, medianRatio, loss), what).toBeGreaterThan(0)
        if (differs === null) expect(difference, what).toBeLessThan(1e-9)
        expect(difference === null || difference === Math.abs(loss - yardstick!.loss), what).toBe(true)
      }
      expect(standings.length - standings.filter(({ differs }) => differs === null).length).toBeLessThanOrEqual(1)
    }
    for (const { title, edges, blocks, graph, network, plan, bytesPerEdge } of buildings) {
      expect(edges, title).toBeGreaterThanOrEqual(10_000)
      expect(blocks, title).toBeGreaterThan(0)
      expect(Math.min(graph.wall, network.wall, plan.wall, bytesPerEdge), title).toBeGreaterThan(0)
    }
  })

  test('one part can be asked for, and its table is for people', { timeout: 60_000 }, () => {
    const { status, stdout, stderr } = bench('--quick', '--only', 'three', '--wall', '--rounds', '1')
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/^Node v\d.*; time on the wall; 1 interleaved rounds/)
    expect(stdout).toMatch(/^train, auto +[\d ]+ +0\.\d+/m)
    expect(stderr).toContain('1/1 three-two-one …')
  })

  test.each([
    [['--only', 'nothing'], 'There is no such part'],
    [['--rounds', '0'], '--rounds is "0"'],
    [['--fast'], "Unknown option '--fast'"],
  ])('%j is refused, with the usage', { timeout: 60_000 }, (options, why) => {
    const { status, stderr } = bench(...options)
    expect(status).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).toContain('npm run bench -- [--json]')
  })
})
