/** The timeline of a network: every state comes back bit for bit, whatever happened and whatever was kept. */

import { lastValueFrom, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, sigmoid } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import type { GraphBuilder } from '../graph/compose/recipe.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'

const rows = bitRows(8, 3)
const g = layers([3, 3, 1])
const make = (options = {}): Network =>
  network(g, { seed: 4, optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }), ...options })

/** Trains so many steps, and gives the fingerprint of the state at each step from where it began. */
async function run(net: Network, steps: number, data = rows): Promise<string[]> {
  const prints = [fingerprint(net.snapshot)]
  const steps$ = train(net, data, { batchSize: 3, epochs: Number.POSITIVE_INFINITY }).pipe(take(steps))
  await lastValueFrom(
    new (steps$.constructor as typeof import('rxjs').Observable)<void>((subscriber) =>
      steps$.subscribe({
        next: (step) => prints.push(fingerprint(step.snapshot)),
        error: (error) => subscriber.error(error),
        complete: () => {
          subscriber.next()
          subscriber.complete()
        },
      }),
    ),
  )
  return prints
}

describe('looking back', () => {
  test('[TI1] at(n) is the state after n steps, bit for bit, in any order, near and far', async () => {
    const net = make()
    const prints = await run(net, 300)
    for (const n of [300, 299, 237, 236, 0, 1, 31, 32, 33, 100, 99, 98, 150, 300]) {
      expect(fingerprint(net.timeline.at(n)), String(n)).toBe(prints[n])
    }
    for (let n = 300; n >= 0; n--) expect(fingerprint(net.timeline.at(n)), String(n)).toBe(prints[n])
    expect(fingerprint(net.snapshot)).toBe(prints[300])
  })

  test('[TI1] rows that came one by one are remembered, too', () => {
    const net = make({ optimizer: adam({ learningRate: 0.05 }) })
    const prints = [fingerprint(net.snapshot)]
    for (let k = 0; k < 200; k++) prints.push(fingerprint(net.learn(rows[k % 8] as never).snapshot))
    for (const n of [5, 199, 70, 64, 130]) expect(fingerprint(net.timeline.at(n))).toBe(prints[n])
  })
})

describe('moments', () => {
  test('[TI61] start and end are the first and the last state of the branch on which the network stands', async () => {
    const net = make()
    const prints = await run(net, 50)
    const { timeline } = net
    timeline.seek(20)
    net.change({ parameters: { l2n0: { bias: 3 } } })
    await run(net, 10)
    const last = fingerprint(net.snapshot)
    expect([timeline.at('start'), timeline.at('end')].map(fingerprint)).toEqual([prints[0], last])
    expect(timeline.stepAt('end').step).toBe(30)
    expect(refusal(() => timeline.stepAt('start')).code).toBe('UNKNOWN_STEP')
    expect(fingerprint(timeline.seek({ branch: 'main' }))).toBe(prints[50])
    expect(fingerprint(timeline.seek('start'))).toBe(prints[0])
    expect(fingerprint(timeline.seek('end'))).toBe(prints[50])
    expect(fingerprint(fork(net, 'start').snapshot)).toBe(prints[0])
    for (const moment of ['begin', 'END', '', '3', null, true, []]) {
      expect(refusal(() => timeline.at(moment as never)).code, String(moment)).toBe('INVALID_OPTION')
    }
  })
})

describe('going back', () => {
  test('[TI2] what is done after a seek is a branch; the old future stays', async () => {
    const net = make()
    const prints = await run(net, 100)
    net.timeline.seek(40)
    expect(fingerprint(net.snapshot)).toBe(prints[40])
    net.timeline.seek(60)
    expect(fingerprint(net.snapshot)).toBe(prints[60])
    net.timeline.seek(40)
    net.change({ hyperparameters: { learningRate: 0.1 } })
    const other = await run(net, 50)
    expect(net.timeline.branches).toEqual([
      { name: 'main', from: null, firstStep: 0, lastStep: 100, actions: 100, isHere: false },
      {
        name: 'branch 1',
        from: { branch: 'main', step: 40, position: 40 },
        firstStep: 0,
        lastStep: 90,
        actions: 91,
        isHere: true,
      },
    ])
    expect(fingerprint(net.timeline.at(90))).toBe(other[50])
    expect(fingerprint(net.timeline.at(41))).toBe(other[1])
    expect(fingerprint(net.timeline.at({ branch: 'main', step: 90 }))).toBe(prints[90])
    expect(fingerprint(net.timeline.at(20))).toBe(prints[20])
    net.timeline.seek({ branch: 'main' })
    expect([net.timeline.step, net.timeline.branch, fingerprint(net.snapshot)]).toEqual([100, 'main', prints[100]])
  })

  test('[TI3] undo goes back to before the last change, redo to where it came from', async () => {
    const net = make()
    await run(net, 10)
    const before = fingerprint(net.snapshot)
    net.change({ parameters: { l2n0: { bias: 3 } } })
    const edited = fingerprint(net.snapshot)
    await run(net, 10)
    const after = fingerprint(net.snapshot)
    expect(net.timeline.undo()).toBe(true)
    expect([fingerprint(net.snapshot), net.timeline.step]).toEqual([before, 10])
    expect(net.timeline.undo()).toBe(false)
    expect(net.timeline.redo()).toBe(true)
    expect([fingerprint(net.snapshot), net.timeline.step]).toEqual([after, 20])
    expect(net.timeline.redo()).toBe(false)
    expect(fingerprint(net.timeline.at(10))).toBe(edited)
    net.timeline.undo()
    const { position } = net.timeline
    await run(net, 3)
    net.timeline.seek({ branch: 'main', position })
    expect(net.timeline.redo()).toBe(false)
  })

  test('[TI3] a change that makes no sense is refused whole, by code', () => {
    const net = make()
    const before = [fingerprint(net.snapshot), net.timeline.position]
    const refused = (change: object) => refusal(() => net.change(change)).code
    expect(refused({})).toBe('INVALID_OPTION')
    expect(refused({ hyperparameters: { learningRate: -1 } })).toBe('INVALID_OPTION')
    expect(refused({ hyperparameters: { rate: 1 } })).toBe('UNKNOWN_OPTION')
    expect(refused({ parameters: { l1n0: { bias: 1 }, l2n0: { bias: Number.NaN } } })).toBe('INVALID_OPTION')
    expect(refused({ parameters: { l1n0: { bias: 1 }, nobody: {} } })).toBe('UNKNOWN_NODE')
    expect(refused({ parameters: { l1n0: { weights: { l2n0: 1 } } } })).toBe('UNKNOWN_EDGE')
    expect(refused({ graph: (g: GraphBuilder) => g.connect('l2n0', 'l1n0') })).toBe('GRAPH_CYCLE')
    expect(refused({ data: [] })).toBe('EMPTY_DATA')
    expect([fingerprint(net.snapshot), net.timeline.position]).toEqual(before)
    const claimed = train(net, rows).subscribe()
    expect(refusal(() => net.timeline.seek(0)).code).toBe('ALREADY_TRAINING')
    claimed.unsubscribe()
  })

  test('[TI4] a fork has the same past and goes its own way', async () => {
    const net = make()
    const prints = await run(net, 100)
    const forked = fork(net, 50, { optimizer: adam({ learningRate: 0.1 }) })
    for (const n of [0, 20, 49]) expect(fingerprint(forked.timeline.at(n))).toBe(prints[n])
    expect(forked.snapshot.since).toBe(50)
    const own = await run(forked, 50)
    expect(own[50]).not.toBe(prints[100])
    expect(fingerprint(forked.timeline.at(75))).toBe(own[25])
    const cleaned = fork(net, 50, { data: rows.with(2, { input: [1, 1, 1], target: [0.5] }) })
    expect(cleaned.snapshot.cursor).toMatchObject({ epoch: 16, batch: 2, run: { batchSize: 3 } })
    expect(refusal(() => fork(net, 50, { data: rows.slice(1) })).code).toBe('INVALID_OPTION')
    const same = fork(net, 50)
    const again = await run(same, 50)
    expect(again[50]).toBe(prints[100])
    expect(fingerprint(net.snapshot)).toBe(prints[100])
  })

  test('[TI22] the log tells what has happened along a branch, runs of the same as one entry', async () => {
    const net = make()
    await run(net, 10)
    net.change({ hyperparameters: { learningRate: 0.1 } })
    for (let k = 0; k < 3; k++) net.learn(rows[k] as never)
    net.timeline.seek({ position: 5 })
    net.change({ parameters: { l2n0: { bias: 1 } } })
    const told = (branch?: string) =>
      net.timeline.log(branch === undefined ? {} : { branch }).map(({ type, step, count }) => [type, step, count])
    expect(told('main')).toEqual([
      ['batch', 0, 10],
      ['change', 10, 1],
      ['row', 10, 3],
    ])
    expect(told()).toEqual([
      ['batch', 0, 5],
      ['change', 5, 1],
    ])
    expect(net.timeline.log().at(-1)?.change).toEqual({ parameters: { l2n0: { bias: 1 } } })
    net.timeline.note('here')
    net.timeline.note('there', { at: 2 })
    expect(net.timeline.notes).toEqual([
      { text: 'here', step: 5, branch: 'branch 1' },
      { text: 'there', step: 2, branch: 'branch 1' },
    ])
  })

  test('[TI5] the graph may change on the way, and the streams go on', async () => {
    const net = make()
    const seen: number[] = []
    net.node('l1n0').activation$.subscribe(({ length }) => seen.push(length))
    await run(net, 20)
    const before = fingerprint(net.snapshot)
    net.change({
      graph: (g) => {
        g.add('extra', sigmoid, { from: ['l0n0', 'l0n1'] })
        g.connect('extra', 'l2n0')
      },
    })
    expect(net.graph.order).toContain('extra')
    const prints = await run(net, 20)
    expect(seen.length).toBe(40)
    expect(fingerprint(net.timeline.at(30))).toBe(prints[10])
    expect(fingerprint(net.timeline.at({ position: 20 }))).toBe(before)
    net.timeline.undo()
    expect(net.graph.order).not.toContain('extra')
    net.timeline.redo()
    expect(fingerprint(net.snapshot)).toBe(prints[20])
    net.change({ graph: (g) => g.remove('extra') })
    expect(net.predict([1, 0, 1])).toHaveLength(1)
    expect(refusal(() => net.change({ graph: (g) => g.add('l1n0', linear) })).code).toBe('DUPLICATE_ID')
  })
})
