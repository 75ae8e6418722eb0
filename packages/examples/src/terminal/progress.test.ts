import { describe, expect, it } from 'vitest'
import { output } from './output.ts'
import { type ProgressOptions, progress } from './progress.ts'

function stream(isTTY: boolean) {
  let text = ''
  const write = (chunk: string | Uint8Array) => {
    text += chunk
    return true
  }
  return { stream: { isTTY, write, columns: 100, getColorDepth: () => 8 }, text: () => text }
}

/** Runs `steps` steps of `total`, each taking `milliseconds`, and gives what was written. */
function run(
  isTTY: boolean,
  total: number,
  steps: number,
  milliseconds: number,
  options: ProgressOptions = {},
): string {
  const out = stream(isTTY)
  let time = 0
  const shown = progress(total, { stream: out.stream as never, now: () => time, ...options })
  for (let step = 1; step <= steps; step++) {
    time += milliseconds
    shown.update(step, 1 / step)
  }
  shown.stop()
  return out.text()
}

describe('piped', () => {
  it('[EX5] a run that goes on tells the rate of what is new', () => {
    const out = stream(false)
    let time = 0
    const shown = progress(1000, { stream: out.stream as never, now: () => time, from: 900 })
    time += 100
    shown.update(1000, 0.5)
    shown.stop()
    expect(out.text()).toContain('loss 0.5000  1,000 steps/s')
  })

  it('[EX5] there is a plain line per tenth of the run', () => {
    const lines = run(false, 1000, 1000, 2).trimEnd().split('\n')
    expect(lines).toHaveLength(10)
    expect(lines[0]).toBe('step  100 of 1000  loss 0.01000  500 steps/s')
    expect(lines[9]).toBe('step 1000 of 1000  loss 0.001000  500 steps/s')
  })

  it('[EX5] a run of few steps has a line each, a run that stops early ends with where it was', () => {
    expect(run(false, 3, 3, 1).trimEnd().split('\n')).toHaveLength(3)
    expect(run(false, 1000, 250, 1).trimEnd().split('\n').at(-1)).toMatch(/^step {2}250 of 1000/)
    expect(run(false, 1000, 0, 1)).toBe('')
  })

  it('[EX5] the rate is that of the last second, thousands parted', () => {
    expect(run(false, 40_000, 40_000, 0.05).trimEnd().split('\n').at(-1)).toContain('20,000 steps/s')
  })
})

describe('on a terminal', () => {
  it('[EX5] there is a bar with step, loss and rate, and the last state stays', () => {
    const text = run(true, 200, 200, 10)
    expect(text).toContain('step 200 of 200  loss 0.005000  100 steps/s')
    expect(text).toContain('100 %')
    expect(text).toContain('█'.repeat(20))
    expect(text.endsWith('\n')).toBe(true)
  })

  it('[EX5] a run without a step leaves a bar and no figure', () => {
    expect(run(true, 200, 0, 10)).toContain('loss –')
  })
})

describe('with --json', () => {
  it('[EX6] nothing is written but one object, figures unrounded, as the last line', () => {
    for (const isTTY of [false, true]) {
      const out = stream(isTTY)
      const { say, progress: start, finish } = output(true, out.stream as never)
      say('hello')
      const shown = start(10)
      shown.update(10, 0.5)
      shown.stop()
      finish({ loss: 0.1 + 0.2, steps: 10 })
      expect(out.text()).toBe('{"loss":0.30000000000000004,"steps":10}\n')
    }
  })

  it('[EX6] people get sentences and no object', () => {
    const out = stream(false)
    const { say, progress: start, finish } = output(false, out.stream as never)
    say('hello')
    say()
    const shown = start(1)
    shown.update(1, 0.5)
    shown.stop()
    finish({ loss: 0.5 })
    expect(out.text()).toMatch(/^hello\n\nstep 1 of 1 {2}loss 0\.5000 {2}\d[\d,]* steps\/s\n$/)
  })

  it('[EX6] color is for terminals only', () => {
    expect(output(false, stream(false).stream as never).colorDepth).toBe(1)
    expect(output(false, stream(true).stream as never).colorDepth).toBe(8)
  })
})
