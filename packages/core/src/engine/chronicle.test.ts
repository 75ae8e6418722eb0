import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, sigmoid } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { walk } from '../train/walk.ts'
import type { HistoryEvent } from './history-event.ts'

const rows = bitRows(8, 3)
const make = (options = {}): Network =>
  network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5 }), ...options })
const learned = (net: Network, count: number) => {
  for (let k = 0; k < count; k++) net.learn(rows[k % 8] as never)
}

/** What is told, in a line each. */
function followed(net: Network): string[] {
  const told: string[] = []
  net.history$.subscribe((event) => told.push(line(event)))
  return told
}

function line(event: HistoryEvent): string {
  const place = 'step' in event ? `${event.step} ` : ''
  const more = event.type === 'noted' ? ` ${event.text}` : 'from' in event ? ` from ${event.from}` : ''
  return `${event.type} ${place}${event.branch}${more}`
}

describe('what happened to a network', () => {
  test('[HS1] each cause is told once, by its own type, in order', () => {
    const net = make()
    const told = followed(net)
    const start = net.snapshot
    learned(net, 2)
    net.change({ hyperparameters: { learningRate: 0.1 } })
    net.timeline.seek(1)
    net.learn(rows[0] as never)
    net.timeline.note('here')
    net.timeline.note('there', { at: { step: 2, branch: 'main' } })
    net.timeline.rename('main', 'first')
    net.timeline.drop('first')
    net.restore(start)
    fork(net, 0)
    expect(told).toEqual([
      'stepped 1 main',
      'stepped 2 main',
      'changed 2 main',
      'moved 1 main',
      'branched 1 branch 1 from main',
      'stepped 2 branch 1',
      'noted 2 branch 1 here',
      'noted 2 main there',
      'renamed first from main',
      'dropped first',
      'restored 0 restored',
    ])
  })

  test('[HS1] undo and redo are moves; what changed nothing is not told', () => {
    const net = make()
    learned(net, 1)
    const told = followed(net)
    net.timeline.undo()
    net.change({ parameters: { l1n0: { bias: 1 } } })
    net.timeline.undo()
    net.timeline.redo()
    net.predict([1, 0, 1])
    expect(refusal(() => net.timeline.rename('nobody', 'x')).code).toBe('UNKNOWN_BRANCH')
    expect(refusal(() => net.change({ parameters: { l1n0: { bias: Number.NaN } } })).code).toBe('INVALID_OPTION')
    expect(told).toEqual(['changed 1 main', 'moved 1 main', 'moved 1 main'])
  })

  test('[HS1] a walk tells the steps that it completes, and its ways back', () => {
    const net = make()
    const told = followed(net)
    const w = walk(net, rows, { batchSize: 4 })
    w.forward('step')
    w.back('step')
    w.forward('step')
    expect(told).toEqual(['stepped 1 main', 'moved 0 main', 'stepped 1 main'])
  })

  test('[HS2] an event has the loss of its step, its change, its issue', () => {
    const net = network(layers([3, 3, 1], linear), { seed: 4 })
    const told: HistoryEvent[] = []
    net.history$.subscribe((event) => told.push(event))
    const step = net.learn(rows[0] as never)
    net.change({ graph: (g) => g.add('extra', sigmoid, { from: 'l0n0' }) })
    net.change({ parameters: { l1n0: { bias: 1e308, weights: { l0n0: 1e308 } } } })
    const { code } = refusal(() => net.learn({ input: [1e10, 1, 1], target: [1] } as never))
    expect(told[0]).toEqual({ type: 'stepped', step: 1, branch: 'main', loss: step.loss })
    expect(told[1]).toMatchObject({ type: 'changed', step: 1, change: { graph: net.graph } })
    expect([code, told.length]).toEqual(['TRAINING_DIVERGED', 4])
    expect(told[3]).toMatchObject({ type: 'refused', step: 2, branch: 'main', issue: { code: 'TRAINING_DIVERGED' } })
    expect(String(told[0])).toContain('stepped step 1 on main')
    expect(Object.isFrozen(told[0])).toBe(true)
  })

  test('[HS2] a row that is refused before a tick is told of nowhere', () => {
    const net = make()
    const told = followed(net)
    expect(refusal(() => net.learn({ input: [1], target: [1] } as never)).code).toBe('WRONG_LENGTH')
    expect(told).toEqual([])
  })

  test('[HS3] it is told after it is in force', () => {
    const net = make()
    const seen: unknown[] = []
    net.history$.subscribe(
      (event) => 'step' in event && seen.push([event.step, net.snapshot.step, net.timeline.branch]),
    )
    learned(net, 2)
    net.timeline.seek(1)
    learned(net, 1)
    expect(seen).toEqual([
      [1, 1, 'main'],
      [2, 2, 'main'],
      [1, 1, 'main'],
      [1, 2, 'branch 1'],
      [2, 2, 'branch 1'],
    ])
  })

  test('[HS4] who moves the network while it is told is heard afterwards, by all in one order', () => {
    const net = make()
    let moved = false
    net.snapshot$.subscribe(({ step }) => {
      if (step !== 1 || moved) return
      moved = true
      net.change({ hyperparameters: { learningRate: 0.25 } })
    })
    net.history$.subscribe(({ type }) => {
      if (type === 'changed') net.timeline.note('changed')
    })
    const told = followed(net)
    learned(net, 1)
    expect(told).toEqual(['stepped 1 main', 'changed 1 main', 'noted 1 main changed'])
  })

  test('[HS4] without end it is refused: TICK_BUSY', () => {
    for (const move of [
      (net: Network) => net.change({ hyperparameters: { learningRate: 0.25 } }),
      (net: Network) => net.timeline.note('again'),
      (net: Network) => net.timeline.rename(net.timeline.branch, `${net.timeline.branch}x`),
    ]) {
      const net = make()
      net.history$.subscribe(() => move(net))
      expect(refusal(() => learned(net, 1)).code).toBe('TICK_BUSY')
    }
  })

  test('[HS5] what an observer throws is thrown on, with what was told in force; the others hear it all the same', () => {
    const net = make()
    const failing = net.history$.subscribe(() => {
      throw new Error('oh')
    })
    const told = followed(net)
    expect(() => learned(net, 1)).toThrow('oh')
    expect(() => net.change({ hyperparameters: { learningRate: 0.25 } })).toThrow('oh')
    expect(() => net.timeline.note('a')).toThrow('oh')
    expect(() => net.timeline.seek(0)).toThrow('oh')
    failing.unsubscribe()
    learned(net, 1)
    expect(told).toEqual([
      'stepped 1 main',
      'changed 1 main',
      'noted 1 main a',
      'moved 0 main',
      'branched 0 branch 1 from main',
      'stepped 1 branch 1',
    ])
    expect(net.timeline.notes.length).toBe(1)
  })

  test('[HS6] without a history branches are null, and following changes no bit', () => {
    const [followedOne, blind] = [make({ history: false }), make()]
    const told = followed(followedOne)
    const start = followedOne.snapshot
    for (const net of [followedOne, blind]) learned(net, 5)
    expect(fingerprint(followedOne.snapshot)).toBe(fingerprint(blind.snapshot))
    followedOne.restore(start)
    expect(told.slice(-2)).toEqual(['stepped 5 null', 'restored 0 null'])
  })
})
