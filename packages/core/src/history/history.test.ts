import { describe, expect, test } from 'vitest'
import { Replay } from './replay.ts'
import { ToyMachine, toyHistory, toyOf } from './toy-machine.ts'

describe('a history', () => {
  test('[HI15] goes on at the end of a branch, and begins another anywhere else', () => {
    const { history, run, moveTo, append } = toyHistory(2 ** 20)
    run('s', 10)
    moveTo({ branch: 0, position: 4 })
    run('t', 3)
    moveTo({ branch: 1, position: 2 })
    append('u')
    moveTo({ branch: 1, position: 6 })
    append('v')
    moveTo({ branch: 0, position: 10 })
    append('s', 10)
    history.begin('main', 'other', 50)
    append('w')
    expect(history.log.branches.map(({ name, parent, end, endStep }) => [name, parent, end, endStep])).toEqual([
      ['main', null, 11, 11],
      ['branch 1', { branch: 0, position: 4 }, 7, 7],
      ['branch 2', { branch: 0, position: 2 }, 3, 3],
      ['branch 3', { branch: 1, position: 6 }, 7, 7],
      ['main 4', null, 1, 51],
    ])
    expect(history.head).toEqual({ branch: 4, position: 1 })
  })

  test('[HI15] gives branches names that are free, also after a renaming', () => {
    const { history, run, moveTo, append } = toyHistory(2 ** 20)
    run('s', 3)
    history.log.rename(0, 'branch 1')
    moveTo({ branch: 0, position: 1 })
    append('t')
    history.begin('branch 1', '', 0)
    expect(history.log.branches.map(({ name }) => name)).toEqual(['branch 1', 'branch 2', 'branch 1 2'])
  })

  test('[HI16] stands on what is done again as it was done; anything else is no redoing', () => {
    const { history, append, moveTo } = toyHistory(2 ** 20)
    const actions = [append('a', 3), append('b', 1)] as const
    expect(history.redone(actions[1], 2)).toBe(false)
    moveTo({ branch: 0, position: 0 })
    expect(history.redone({ ...actions[0] }, 3)).toBe(false)
    expect(history.redone(actions[0], 4)).toBe(false)
    expect(history.redone(actions[0], 3)).toBe(true)
    expect(history.redone(actions[1], 1)).toBe(true)
    expect([history.head.position, history.log.branches.length]).toEqual([2, 1])
  })

  test('[HI17] stays within its bytes, with what its owner keeps besides', () => {
    for (const bytes of [400, 5000, 100_000]) {
      const { history, run, moveTo } = toyHistory(bytes)
      for (let k = 0; k < 40; k++) {
        run('s', 37)
        expect(history.bytes - history.log.bytes).toBeLessThanOrEqual(bytes)
        moveTo({ branch: history.head.branch, position: Math.max(0, history.head.position - 20) })
      }
    }
  })

  test('[HI18] a fork is one branch with the same past, spacing and measures, and goes its own way', () => {
    const { history, run, append, moveTo, replay } = toyHistory(60_000)
    run('s', 700)
    moveTo({ branch: 0, position: 300 })
    append('c', 0, false)
    run('t', 50)
    moveTo({ branch: 1, position: 320 })
    run('u', 40)
    for (const address of [
      { branch: 2, position: 360 },
      { branch: 2, position: 310 },
      { branch: 1, position: 351 },
      { branch: 2, position: 100 },
      { branch: 0, position: 0 },
    ]) {
      const fork = history.fork(address, 'own', toyOf(60_000))
      expect(fork.log.branches.map(({ name, end }) => [name, end])).toEqual([['own', address.position]])
      expect(fork.keyframes.spacing).toBeGreaterThanOrEqual(history.keyframes.spacing)
      const machine = new ToyMachine(10)
      const own = new Replay(fork, machine)
      for (let position = 0; position <= address.position; position++) {
        const here = { branch: 0, position }
        const there = { branch: address.branch, position }
        expect(own.at(here)).toBe(replay.at(there))
        expect(fork.measureOf(here)).toBe(history.measureOf(there))
        expect(fork.log.stepAt(here)).toBe(history.log.stepAt(there))
      }
      fork.record({ letter: 'x', isStep: true }, 0, true, 1, () => 'x')
      expect(history.log.branches).toHaveLength(3)
    }
  })

  test('[HI18] counts what its new owner keeps, not the old one', () => {
    const { history, run } = toyHistory(60_000)
    run('s', 100)
    const [fork, other] = [toyOf(60_000, () => 123), toyOf(60_000)].map((to) => history.fork(history.head, 'own', to))
    expect((fork as typeof history).bytes - (other as typeof history).bytes).toBe(123)
  })
})
