import { describe, expect, it } from 'vitest'
import { picture, type Scene } from './picture.ts'

/** Class 1 on the right of x = 0, surer further out. */
const right = (marks: Scene['marks'] = [], columns = 8): Scene => ({
  answers: (places) => places.map(([x]) => 0.5 + x / 8),
  marks,
  extent: 4,
  columns,
})
const above: Scene = { answers: (places) => places.map(([, y]) => (y > 1 ? 1 : 0)), marks: [], extent: 4, columns: 8 }
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is looked for
const ESCAPES = /\x1b\[[\d;]*m/g

describe('without color', () => {
  it('[EX4] class 1 is solid, class 0 empty, half characters where the line runs through one', () => {
    expect(picture(right(), 1)).toBe(['    ████', '    ████', '    ████', '    ████'].join('\n'))
    expect(picture(above, 1)).toBe(['████████', '▀▀▀▀▀▀▀▀', '', ''].join('\n'))
  })

  it('[EX4] points stand over it, x for class 1 and o for class 0, y upwards; those outside are left out', () => {
    const marks = [
      { x: -3.5, y: 3.5, label: 1 },
      { x: 3.5, y: -3.5, label: 0 },
      { x: -0.5, y: -0.5, label: 0 },
      { x: 9, y: 0, label: 1 },
      { x: 0, y: -4.01, label: 1 },
    ] as const
    expect(picture(right(marks), 1)).toBe(['x   ████', '    ████', '   o████', '    ███o'].join('\n'))
  })

  it('[EX4] there is no escape code', () => {
    expect(picture(right([], 60), 1)).not.toMatch(ESCAPES)
  })
})

describe('in color', () => {
  it.each([4, 8, 24])('[EX4] %i bits: every line has its characters and puts the color back', (depth) => {
    const lines = picture(right([{ x: 1, y: 1, label: 1 }], 60), depth).split('\n')
    expect(lines).toHaveLength(30)
    for (const line of lines) {
      expect(line.replace(ESCAPES, '')).toBe('▀'.repeat(60))
      expect(line.endsWith('\x1b[0m')).toBe(true)
    }
  })

  it('[EX4] shades go from class to class without a jump, and a mark stands out', () => {
    const line = picture(right([{ x: 3.5, y: 3.5, label: 1 }], 8), 24).split('\n')[0] as string
    const tops = [...line.matchAll(/38;2;(\d+);(\d+);(\d+)/g)].map((m) => m.slice(1).map(Number))
    expect(tops).toHaveLength(8)
    expect(new Set(tops.map(String)).size).toBe(8)
    expect(tops[7]).toEqual([255, 220, 140])
    const [red = 0, , blue = 0] = tops[6] as number[]
    expect(red).toBeGreaterThan(blue)
  })

  it('[EX4] answers beyond 0 and 1, or none, are drawn too', () => {
    const odd: Scene = { answers: () => [-1, 2, Number.NaN, 0.5], marks: [], extent: 1, columns: 2 }
    for (const depth of [1, 4, 8, 24]) expect(picture(odd, depth)).not.toMatch(/undefined|NaN/)
  })
})

it('[EX4] all places are asked for at once', () => {
  const asked: number[] = []
  const answers: Scene['answers'] = (places) => {
    asked.push(places.length)
    return places.map(() => 0)
  }
  picture({ ...above, columns: 60, answers }, 1)
  expect(asked).toEqual([3600])
})
