import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { fakeStream } from './fake-stream.ts'
import { gauge } from './gauge.ts'
import { images } from './images.ts'
import { live } from './live.ts'
import { output } from './output.ts'
import { sideBySide } from './side-by-side.ts'
import { sparkline } from './sparkline.ts'
import { wrapped } from './wrapped.ts'

const RED = '\x1b[31m'
const PLAIN = '\x1b[39m'

describe('live', () => {
  it('[EX10] draws where it drew before: up by as many lines as there were, the rest of each line cleared', () => {
    const { stream, text } = fakeStream({ isTTY: true })
    const { draw } = live(stream)
    draw('one\ntwo\nthree')
    draw('four')
    expect(text()).toBe(
      '\x1b[?25l\rone\x1b[K\ntwo\x1b[K\nthree\x1b[K\n\x1b[J\x1b[?25h\x1b[?25l\r\x1b[3Afour\x1b[K\n\x1b[J\x1b[?25h',
    )
  })

  it('[EX10] leaves out what there is no room for, and keeps codes of color whole', () => {
    const { stream, text } = fakeStream({ isTTY: true, columns: 5, rows: 3 })
    live(stream).draw(`${RED}abcdef${PLAIN}\nsecond\nthird`)
    expect(text()).toContain(`${RED}abcd${PLAIN}\x1b[K\nseco\x1b[K\n\x1b[J`)
  })

  it('[EX10] there is none where output is piped, nor with --json', () => {
    expect(output(false, fakeStream().stream).live()).toBeNull()
    expect(output(true, fakeStream({ isTTY: true }).stream).live()).toBeNull()
    expect(output(false, fakeStream({ isTTY: true }).stream).live()).not.toBeNull()
  })
})

describe('a sparkline', () => {
  it('[EX11] goes from 0 to the highest, or to the top that is given', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8)).toBe('▁▂▃▄▅▆▇█')
    expect(sparkline([0, 1, 5], 3, 2)).toBe('▁▅█')
  })

  it('[EX11] puts values together where they are more than its width', () => {
    expect(sparkline([0, 0, 4, 4, 8, 8, 8], 3)).toBe('▁▅█')
  })

  it('[EX11] of nothing is nothing, and what is no number lies at the bottom', () => {
    expect(sparkline([], 9)).toBe('')
    expect(sparkline([0, 0], 9)).toBe('▁▁')
    expect(sparkline([Number.NaN, 1], 9, 1)).toBe('▁█')
  })
})

it.each([
  [0, '····│····'],
  [0.5, '····│██··'],
  [-1, '████│····'],
  [7, '····│████'],
  [Number.NaN, '····│····'],
])('[EX11] a gauge of %d is %s', (value, drawn) => {
  expect(gauge(value, 9)).toBe(drawn)
})

it('[EX11] blocks stand side by side, whatever their colors', () => {
  expect(sideBySide([`${RED}a${PLAIN}`, 'bcd'], ['x', 'y', 'z'], 5)).toBe(`${RED}a${PLAIN}    x\nbcd  y\n     z`)
})

describe('images', () => {
  const ink = { size: 2, pixels: [1, 0, 0, 1], caption: 'a slash of ink' }

  it('[EX11] stand side by side under their captions, without escape codes where there is no color', () => {
    expect(images([ink, { ...ink, size: 4, pixels: Array(16).fill(1), caption: 'full' }], 1)).toBe(
      ['a    full', '▀▄   ████', '     ████'].join('\n'),
    )
  })

  it('[EX11] have shades of gray where there is color, each line as wide', () => {
    const lines = images([{ ...ink, pixels: [0, 0.5, 2, -1] }, ink], 8).split('\n')
    expect(lines[1]).toContain('\x1b[38;5;232m\x1b[48;5;255m▀')
    expect(lines.slice(1).map((line) => stripVTControlCharacters(line))).toEqual(['▀▀   ▀▀'])
  })
})

it('[EX11] a sentence is broken between words, colors not counted; a word that is too long stands alone', () => {
  expect(wrapped('one two three', 7)).toBe('one two\nthree')
  expect(wrapped(`one ${RED}two${PLAIN} far-too-long`, 7)).toBe(`one ${RED}two${PLAIN}\nfar-too-long`)
  expect(wrapped('far-too-long one', 7)).toBe('far-too-long\none')
  expect(wrapped('', 7)).toBe('')
})
