/** The whole bench in small, as a user starts it: whether everything runs and learns the same, never how fast. */
import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Circumstances } from './report.ts'
import type { Result } from './tasks.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

test('npm run bench: all contenders learn what the bare loops learn, and every figure is there', () => {
  const shell = process.platform === 'win32'
  const options = { cwd: root, encoding: 'utf8', shell } as const
  const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', 'bench', '--', '--quick', '--json'], options)
  expect(status, stderr).toBe(0)
  const line = stdout.trimEnd().split('\n').at(-1)!
  const { results, ...about } = JSON.parse(line) as Circumstances & { results: Result[] }
  expect(about).toEqual({
    ...{ node: process.version, cpu: expect.any(String), cores: expect.any(Number), load: expect.any(Number) },
    ...{ clock: 'cpu', rounds: 2, window: 10, quick: true },
  })
  const contests = results.filter((it) => it.form === 'contest')
  const buildings = results.filter((it) => it.form === 'building')
  const seekings = results.filter((it) => it.form === 'seeking')
  const findings = results.filter((it) => it.form === 'finding')
  expect([contests.length, buildings.length, seekings.length, findings.length]).toEqual([10, 4, 4, 2])
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
  for (const { title, budget, points, scrub } of seekings) {
    expect(points, title).toHaveLength(2)
    for (const { steps, bytes, recent, keyframes, median, worst, recomputed, allowed, recomputedOfLast } of points) {
      const what = `${title}: ${steps} steps`
      expect(Math.min(bytes, recent, keyframes, median), what).toBeGreaterThan(0)
      expect(Math.max(bytes, recent), what).toBeLessThanOrEqual(budget)
      expect(worst, what).toBeGreaterThanOrEqual(median)
      expect(recomputed, what).toBeLessThanOrEqual(allowed)
      expect(recomputedOfLast, what).toBe(0)
    }
    // Going back through a segment recomputes it once.
    expect(scrub.recomputed, title).toBeLessThan(scrub.states)
  }
  for (const { title, steps, standings } of findings) {
    const [bare, delta, snapshot, loss] = standings.map(({ recomputed }) => recomputed)
    expect(bare, title).toBe(steps)
    expect([steps, steps - 1], title).toContain(delta)
    expect(snapshot, title).toBeLessThanOrEqual(steps)
    expect(loss, title).toBe(0)
    for (const { speeds } of standings) expect(speeds, title).toHaveLength(2)
  }
})
