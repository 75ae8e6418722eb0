import { describe, expect, test } from 'vitest'
import { random } from '../numerics/random.ts'
import { refusal } from '../testing/refusal.ts'
import { toyHistory } from './toy-machine.ts'

const AMPLE = 2 ** 24

/** The text after so many appended letters. */
const textOf = (letter: string, count: number, first = 0): string =>
  Array.from({ length: count }, (_, k) => letter + (first + k)).join('')

describe('coming back', () => {
  test('[HI10] gives any state of any branch, with few bytes or many, in any order', () => {
    for (const bytes of [1, 5000, 100_000, AMPLE]) {
      const { history, replay, append, run, moveTo, live } = toyHistory(bytes, bytes === 5000 ? 3 : 1000)
      const next = random(bytes, 0)
      const texts: string[][] = [['']]
      for (let k = 0; k < 40; k++) {
        const [branch, position] = [Math.floor(next() * texts.length), next()]
        const line = texts[branch] as string[]
        const at = next() < 0.5 ? line.length - 1 : Math.floor(position * line.length)
        moveTo({ branch, position: at })
        expect(live.text).toBe(line[at])
        const count = 1 + Math.floor(next() * 60)
        const before = live.text
        if (next() < 0.3) append('c', k, false)
        else run('s', count)
        const { head } = history
        const grown = texts[head.branch] ?? line.slice(0, at + 1)
        texts[head.branch] = grown
        if (live.text === `${before}c${k}`) grown.push(live.text)
        else for (let n = 1; n <= count; n++) grown.push(before + textOf('s', n))
      }
      const places = texts.flatMap((line, branch) => line.map((text, position) => ({ branch, position, text })))
      for (const { text, ...address } of [...places, ...places.toReversed()]) expect(replay.at(address)).toBe(text)
    }
  })

  test('[HI11] does at most `spacing` actions for a state, and none for one it has at hand', () => {
    const { history, replay, run } = toyHistory(120_000)
    run('s', 2000)
    const { spacing } = history.keyframes
    expect(spacing).toBeGreaterThan(32)
    const next = random(5, 0)
    for (let k = 0; k < 200; k++) {
      const before = replay.performed
      const position = Math.floor(next() * 2001)
      expect(replay.at({ branch: 0, position })).toBe(textOf('s', position))
      expect(replay.performed - before).toBeLessThan(spacing)
      const after = replay.performed
      replay.at({ branch: 0, position })
      expect(replay.performed).toBe(after)
    }
  })

  test('[HI12] back step by step, each action is done once, with the segment at hand', () => {
    const { replay, run, history } = toyHistory(AMPLE)
    run('s', 500)
    for (let position = 500; position >= 0; position--) replay.at({ branch: 0, position })
    expect(replay.performed).toBeLessThanOrEqual(500)
    const before = replay.performed
    for (let position = 0; position <= 500; position++) replay.reach({ branch: 0, position })
    expect(replay.performed - before).toBeLessThanOrEqual(500)
    expect(history.keyframes.count).toBe(16)
  })

  test('[HI13] REPLAY_DIFFERS names the step where something else is measured; it goes on when it is the same again', () => {
    const { replay, run, append, past } = toyHistory(AMPLE)
    append('c', 0, false)
    run('s', 40)
    past.lie = 1
    const error = refusal(() => replay.at({ branch: 0, position: 20 }))
    expect([error.code, error.place]).toEqual(['REPLAY_DIFFERS', { step: 0 }])
    past.lie = 0
    expect(replay.at({ branch: 0, position: 20 })).toBe(`c0${textOf('s', 19)}`)
    past.lie = 1
    expect(refusal(() => replay.at({ branch: 0, position: 25 })).place).toEqual({ step: 20 })
    expect(() => replay.at({ branch: 0, position: 32 })).not.toThrow()
  })

  test('[HI14] redo comes to a state by the action that led there, whatever is at hand', () => {
    const { replay, run, past } = toyHistory(AMPLE)
    run('s', 100)
    for (const position of [64, 32, 31, 1, 100]) {
      replay.at({ branch: 0, position })
      const before = replay.performed
      replay.redo({ branch: 0, position })
      expect(past.text).toBe(textOf('s', position))
      expect(past.recent(1)).toBe(textOf('s', position - 1))
      replay.redo({ branch: 0, position })
      const again = replay.performed
      replay.redo({ branch: 0, position })
      expect(replay.performed).toBe(again)
      replay.forget()
      replay.redo({ branch: 0, position })
      expect(replay.performed).toBeGreaterThan(before)
    }
  })

  test('[HI14] an attempt leads nowhere: what it threw or did is no part of the past', () => {
    const { replay, run, history } = toyHistory(AMPLE)
    run('s', 10)
    const at = { branch: 0, position: 5 }
    expect(replay.attempt(at, { letter: 'x', isStep: true }, 7)).toBe(textOf('s', 5).length + 2)
    expect(() => replay.attempt(at, { letter: '!', isStep: true }, 0)).toThrow('refused')
    expect(replay.at({ branch: 0, position: 6 })).toBe(textOf('s', 6))
    expect(history.log.branch(0).end).toBe(10)
  })
})
