import { describe, expect, test } from 'vitest'
import { random } from '../numerics/random.ts'
import { type Address, Log } from './log.ts'

/** What a branch is to a naive reader: every action on the way to its end. */
interface Line {
  readonly actions: { readonly action: string; readonly offset: number; readonly isStep: boolean }[]
  /** For each position the branch that first came to it. */
  readonly owners: number[]
}

/** A random log, and the same written out in full. */
function randomLog(seed: number): { log: Log<string>; lines: Line[]; startStep: number } {
  const next = random(seed, 0)
  const below = (most: number): number => Math.floor(next() * most)
  const log = new Log<string>()
  const startStep = below(3)
  log.open('main', null, startStep)
  const lines: Line[] = [{ actions: [], owners: [0] }]
  for (let k = 0; k < 40; k++) {
    let branch = below(lines.length)
    if (next() < 0.25 && (lines[branch] as Line).actions.length > 0) {
      const position = below((lines[branch] as Line).actions.length)
      const { actions, owners } = lines[branch] as Line
      const parent = log.owner({ branch, position })
      branch = log.open(`branch ${lines.length}`, parent).index
      lines.push({ actions: actions.slice(0, position), owners: owners.slice(0, position + 1) })
    }
    const { actions, owners } = lines[branch] as Line
    const isStep = next() < 0.7
    const [action, first] = [`${isStep ? 'step' : 'change'} ${k}`, below(4)]
    for (let count = isStep ? 1 + below(6) : 1, offset = first; count > 0; count--, offset++) {
      log.append(branch, action, offset, isStep)
      actions.push({ action, offset, isStep })
      owners.push(branch)
    }
  }
  return { log, lines, startStep }
}

const seeds = Array.from({ length: 10 }, (_, seed) => seed)

describe('the log, against the same written out in full', () => {
  test.each(seeds)('[HI6] %i: each state has one owner, and each action its place', (seed) => {
    const { log, lines, startStep } = randomLog(seed)
    lines.forEach(({ actions, owners }, branch) => {
      expect(log.branch(branch).end).toBe(actions.length)
      let step = startStep
      for (let position = 0; position <= actions.length; position++) {
        expect(log.owner({ branch, position })).toEqual({ branch: owners[position], position })
        expect(log.stepAt({ branch, position })).toBe(step)
        const next = actions[position]
        if (next === undefined) break
        expect(log.next({ branch, position })).toEqual(next)
        if (next.isStep) step++
      }
      expect(log.branch(branch).endStep).toBe(step)
    })
  })

  test.each(seeds)('[HI7] %i: a state leads to another where it lies on the way', (seed) => {
    const { log, lines } = randomLog(seed)
    const places = lines.flatMap(({ owners }, branch) => owners.map((_, position): Address => ({ branch, position })))
    const next = random(seed + 1000, 0)
    for (let k = 0; k < 2000; k++) {
      const [from, to] = [0, 0].map(() => places[Math.floor(next() * places.length)] as Address) as [Address, Address]
      const onTheWay = (lines[to.branch] as Line).owners[from.position]
      const owner = (lines[from.branch] as Line).owners[from.position]
      expect(log.leadsTo(from, to)).toBe(from.position <= to.position && onTheWay === owner)
    }
  })

  test.each(seeds)('[HI8] %i: a step is found first and last, with the changes after it', (seed) => {
    const { log, lines, startStep } = randomLog(seed)
    lines.forEach(({ actions, owners }, branch) => {
      const steps = [startStep]
      for (const { isStep } of actions) steps.push((steps.at(-1) as number) + (isStep ? 1 : 0))
      const address = (position: number): Address | null =>
        position === -1 ? null : { branch: owners[position] as number, position }
      for (let step = startStep - 1; step <= (steps.at(-1) as number) + 1; step++) {
        expect(log.find(branch, step)).toEqual(address(steps.lastIndexOf(step)))
        expect(log.find(branch, step, true)).toEqual(address(steps.indexOf(step)))
      }
    })
  })

  test.each(seeds)('[HI9] %i: the last change on the way is found, on whatever branch it was made', (seed) => {
    const { log, lines } = randomLog(seed)
    lines.forEach(({ actions }, branch) => {
      for (let position = 0; position <= actions.length; position++) {
        const before = actions.slice(0, position).findLastIndex(({ isStep }) => !isStep)
        expect(log.beforeLastChange({ branch, position })).toEqual(before === -1 ? null : { branch, position: before })
      }
    })
  })
})

describe('entries', () => {
  test('[HI6] the same action again and again is one entry as long as its offsets count on', () => {
    const log = new Log<string>()
    log.open('main', null, 7)
    for (const offset of [0, 1, 2, 4, 5]) log.append(0, 'a', offset, true)
    log.append(0, 'b', 6, false)
    const [first, second, third] = [0, 1, 2].map((k) => log.entry(0, k))
    expect(log.branch(0).entryCount).toBe(3)
    expect(first).toEqual({ action: 'a', first: 0, start: 0, startStep: 7, isStep: true, count: 3 })
    expect(second).toEqual({ action: 'a', first: 4, start: 3, startStep: 10, isStep: true, count: 2 })
    expect(third).toEqual({ action: 'b', first: 6, start: 5, startStep: 12, isStep: false, count: 1 })
    const other = new Log<string>()
    other.open('main', null, 7)
    for (const k of [0, 1, 2]) other.appendEntry(0, log.entry(0, k))
    expect([0, 1, 2].map((k) => other.entry(0, k))).toEqual([first, second, third])
    expect([other.branch(0).end, other.branch(0).endStep]).toEqual([log.branch(0).end, log.branch(0).endStep])
  })
})
