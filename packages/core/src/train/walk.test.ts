/** Training by hand, forth and back. */

import { lastValueFrom, map, Subject, takeWhile, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { events, findLast } from '../exports/explain.ts'
import { bitRows, layers, threeTwoOne } from '../flow/sample-graphs.ts'
import { network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { pauseWhen } from './pause-when.ts'
import { train } from './train.ts'
import { walk } from './walk.ts'

const row = [{ input: [1, 0, 1], target: [1] }]
const make = () => network(threeTwoOne(), { optimizer: sgd({ learningRate: 0.9 }) })
const options = { batchSize: 1, epochs: 5 }

describe('a walk', () => {
  test('[WK1] goes firing by firing, each told as it happens, to the same bits as training at once', async () => {
    const [net, other] = [make(), make()]
    const told: string[] = []
    events(net, ['h4', 'h5', 'o6']).subscribe((event) =>
      told.push('node' in event ? `${event.type} ${event.node}` : event.type),
    )
    const w = walk(net, row, options)
    const places: string[] = []
    let step: Step | null = null
    for (let k = 0; step === null; k++) {
      step = w.forward()
      places.push(`${w.here.phase} ${w.here.last}`)
      if (k === 3) expect(told).toEqual(['netInput h4', 'activation h4'])
    }
    expect(places).toEqual([
      'forward x1',
      'forward x2',
      'forward x3',
      'forward h4',
      'forward h5',
      'forward o6',
      'loss null',
      'backward o6',
      'backward h5',
      'backward h4',
      'start null',
    ])
    w.close()
    const [first] = await lastValueFrom(train(other, row, { batchSize: 1 }).pipe(toArray()))
    expect([step.step, step.loss, fingerprint(step.snapshot)]).toEqual([1, first?.loss, fingerprint(other.snapshot)])
    expect(net.plan.blocks.length).toBe(other.plan.blocks.length)
  })

  test('[WK2] going back over a firing shows the values as they were, and leaves no gap or branch', () => {
    const net = make()
    const w = walk(net, row, options)
    const seen: unknown[] = []
    const look = () => ({
      step: w.here.step,
      phase: w.here.phase,
      node: w.here.last,
      loss: w.here.loss,
      values: ['x1', 'h4', 'h5', 'o6'].map((id) => JSON.parse(JSON.stringify(w.here.node(id)))),
    })
    seen.push(look())
    for (let k = 0; k < 30; k++) {
      w.forward()
      seen.push(look())
    }
    for (let k = 29; k >= 0; k--) {
      w.back()
      expect(look()).toEqual(seen[k])
    }
    w.back()
    expect(look()).toEqual(seen[0])
    for (let k = 1; k <= 30; k++) {
      w.forward()
      expect(look()).toEqual(seen[k])
    }
    expect(net.timeline.branches).toHaveLength(1)
    w.close()
    expect(net.timeline.step).toBe(2)
  })

  test('[WK3] goes by phase, step and epoch, in both directions', () => {
    const net = network(layers([3, 2, 1]))
    const w = walk(net, bitRows(6, 3), { batchSize: 2, epochs: 3 })
    const place = () => [w.here.step, w.here.phase]
    const moves: [() => unknown, unknown[]][] = [
      [() => w.forward('phase'), [1, 'loss']],
      [() => w.forward('phase'), [1, 'backward']],
      [() => w.forward('phase'), [2, 'start']],
      [() => w.forward('step'), [3, 'start']],
      [() => w.forward('epoch'), [4, 'start']],
      [() => w.forward('node'), [4, 'forward']],
      [() => w.back('step'), [4, 'start']],
      [() => w.back('step'), [3, 'start']],
      [() => w.forward('epoch'), [4, 'start']],
      [() => w.forward('epoch'), [7, 'start']],
      [() => w.forward('step'), [8, 'start']],
      [() => w.back('epoch'), [7, 'start']],
      [() => w.back('epoch'), [4, 'start']],
      [() => w.back('phase'), [3, 'loss']],
      [() => w.back('phase'), [3, 'start']],
      [() => w.back('epoch'), [1, 'start']],
      [() => w.back('epoch'), [1, 'start']],
      [() => w.forward('epoch'), [4, 'start']],
      [() => w.forward('epoch'), [7, 'start']],
      [() => w.forward('epoch'), [10, 'start']],
      [() => w.forward('epoch'), [10, 'start']],
    ]
    for (const [move, wanted] of moves) {
      move()
      expect(place()).toEqual(wanted)
    }
    expect(w.isOver).toBe(true)
    w.close()
  })

  test('[WK4] goes along what has been done, changes too, and on from its end', async () => {
    const net = make()
    await lastValueFrom(train(net, row, { batchSize: 1, epochs: 3 }))
    net.change({ hyperparameters: { learningRate: 0.1 } })
    await lastValueFrom(train(net, row, { batchSize: 1, epochs: 3 }))
    const print = fingerprint(net.snapshot)
    net.timeline.seek(0)
    const w = walk(net, row, { batchSize: 1, epochs: 1 })
    for (let k = 0; k < 6; k++) w.forward('step')
    expect(fingerprint(net.snapshot)).toBe(print)
    expect(net.timeline.branches).toHaveLength(1)
    expect(w.forward('step')?.step).toBe(7)
    expect(w.forward('step')).toBeNull()
    for (let k = 0; k < 5; k++) w.back('step')
    expect(net.timeline.step).toBe(2)
    w.close()
    w.close()
  })

  test('[WK5] has the network while it moves; what is under way when it closes is forgotten', () => {
    const net = make()
    const before = fingerprint(net.snapshot)
    const w = walk(net, row, options)
    w.forward('phase')
    expect(refusal(() => w.forward('mile' as never)).code).toBe('INVALID_OPTION')
    w.close()
    for (const move of [() => w.forward('step'), () => w.back(), () => w.forward()]) expect(move() ?? null).toBeNull()
    expect([w.isOver, net.timeline.step]).toEqual([true, 0])
    expect(fingerprint(net.snapshot)).toBe(before)
    expect(net.predict([1, 0, 1])).toHaveLength(1)
    expect(refusal(() => walk(network(threeTwoOne(), { history: false }), row)).code).toBe('NO_HISTORY')
    expect(refusal(() => walk(net, [])).code).toBe('EMPTY_DATA')
    net.learn({ input: [1, 0, 1], target: [1] })
  })
})

describe('a walk at somebody’s pace', () => {
  test('[WK6] goes on with each that a stream emits, and back, until its run is over', () => {
    const net = make()
    const pace = new Subject<'on' | 'back'>()
    using w = walk(net, row, { batchSize: 1, epochs: 3 })
    const steps: (number | undefined)[] = []
    pace
      .pipe(
        map((way) => {
          if (way === 'on') return w.forward('step')
          w.back('step')
          return null
        }),
        takeWhile(() => !w.isOver, true),
      )
      .subscribe((step) => steps.push(step?.step))
    expect(net.timeline.step).toBe(0)
    for (const way of ['on', 'on', 'back', 'on', 'on', 'on'] as const) pace.next(way)
    expect(steps).toEqual([1, 2, undefined, 2, 3])
    expect(net.timeline.step).toBe(3)
    expect(refusal(() => w.forward('mile' as never)).code).toBe('INVALID_OPTION')
  })

  test('[WK7] pauseWhen stops right after the step for which anything holds; train goes on from there', async () => {
    const net = make()
    const run = { batchSize: 1, epochs: 20 }
    const stopped = await lastValueFrom(
      train(net, row, run).pipe(pauseWhen((step) => step.node('o6').activation.at(0) > 0.6)),
    )
    expect([stopped.step < 20, net.timeline.step]).toEqual([true, stopped.step])
    expect(stopped.node('o6').activation.at(0)).toBeGreaterThan(0.6)
    await lastValueFrom(train(net, row, run))
    expect(net.timeline.step).toBe(20)
    const found = await findLast(net, (step) => step.node('o6').activation.at(0) <= 0.6)
    expect(found?.step).toBe(stopped.step - 1)
  })
})
