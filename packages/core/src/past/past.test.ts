/** What is remembered of a network: each step can be looked into as it was, whatever happened since. */

import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { NetworkOptions } from '../engine/network-options.ts'
import { rowsOf } from '../explain/rows-of.ts'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { OwnStep, Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { train } from '../train/train.ts'
import { walk } from '../train/walk.ts'

const rows = bitRows(8, 3)
const row = { input: [1, 0, 1], target: [1] }

const make = (options: NetworkOptions = {}): Network =>
  network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }), ...options })

const run = (net: Network, steps: number): Promise<Step[]> =>
  lastValueFrom(train(net, rows, { batchSize: 3, epochs: 1000 }).pipe(take(steps), toArray()))

/** All that a step computed. */
const inside = (step: Step): unknown =>
  ['l0n0', 'l1n1', 'l2n0'].map((id) => {
    const { netInput, activation, delta, gradient, weights } = step.node(id)
    return [netInput, activation, delta, gradient, weights].map((signal) => signal.toArray())
  })

describe('looking into a step', () => {
  const events: Record<string, (net: Network) => void> = {
    'the state was left and come back to': ({ timeline }) => {
      timeline.seek(4)
      timeline.seek(5)
    },
    'a change was made and taken back': (net) => {
      net.change({ hyperparameters: { learningRate: 0.1 } })
      net.timeline.undo()
    },
    'a walk began': (net) => {
      walk(net, rows)
    },
    'a walk began and ended': (net) => {
      walk(net, rows).close()
    },
    'a row was refused': (net) => {
      expect(refusal(() => net.learn({ input: [1], target: [1] })).code).toBe('WRONG_LENGTH')
    },
    'rows were predicted': (net) => {
      net.predictAll([
        [1, 1, 1],
        [0, 1, 0],
      ])
    },
    'rows to predict were refused': (net) => {
      expect(refusal(() => net.predictAll([[1, 1, 1], [1]])).code).toBe('WRONG_LENGTH')
    },
  }

  test.each(Object.keys(events))('[CH1] gives what it computed, also after %s', async (name) => {
    const net = make()
    const step = (await run(net, 5))[4] as Step
    const before = inside(step)
    events[name]?.(net)
    expect(inside(step)).toEqual(before)
    expect(inside(net.timeline.stepAt(5))).toEqual(before)
  })

  test('[CH2] without a history it is refused once other rows have come', async () => {
    const net = make({ history: false })
    const step = (await run(net, 2))[1] as Step
    expect(step.node('l2n0').activation.length).toBe(3)
    net.predict([1, 1, 1])
    expect(refusal(() => step.node('l2n0')).code).toBe('SNAPSHOT_GONE')
    expect(step.snapshot.step).toBe(2)
    net.learn(row)
    expect(refusal(() => inside(step)).code).toBe('SNAPSHOT_GONE')
  })
})

describe('a step that was refused', () => {
  const huge = { input: [1, 1, 1], target: [1e200] }

  test('[CH8] can be looked into for ever, whatever is learned or refused later', () => {
    const net = make()
    net.learn(row)
    expect(refusal(() => net.learn(huge)).code).toBe('TRAINING_DIVERGED')
    const failed = net.timeline.failed as Step
    expect([failed.step, failed.failed, failed.snapshot.step]).toEqual([2, true, 1])
    const activation = failed.node('l2n0').activation.toArray()
    net.learn(row)
    expect(refusal(() => net.learn({ ...huge, input: [0, 0, 1] })).code).toBe('TRAINING_DIVERGED')
    net.learn(row)
    expect(net.timeline.failed).toBeNull()
    expect(failed.node('l2n0').activation.toArray()).toEqual(activation)
    expect([...rowsOf(net.engine.past, failed as OwnStep)]).toEqual([1])
  })

  test('[CH9] is a moment: it left the state where it was', () => {
    const net = make()
    net.learn(row)
    expect(refusal(() => net.learn(huge)).code).toBe('TRAINING_DIVERGED')
    const failed = net.timeline.failed as Step
    const { snapshot } = net
    expect(net.timeline.at(failed)).toBe(snapshot)
    expect(net.timeline.stepAt(failed)).toBe(failed)
    net.learn(row)
    expect(net.timeline.seek(failed).step).toBe(1)
  })

  test('[CH9] is forgotten where a state from elsewhere is put in force', () => {
    const net = make()
    const { snapshot } = net
    expect(refusal(() => net.learn(huge)).code).toBe('TRAINING_DIVERGED')
    net.restore(snapshot)
    expect(net.timeline.failed).toBeNull()
  })
})

describe('a step of another network', () => {
  test('[CH10] is no moment here', async () => {
    const net = make()
    const steps = await run(net, 5)
    const forked = fork(net, 2)
    for (const step of steps) {
      expect(refusal(() => forked.timeline.at(step)).code).toBe('UNKNOWN_STEP')
      expect(refusal(() => forked.timeline.stepAt(step)).code).toBe('UNKNOWN_STEP')
    }
    expect(net.timeline.at(steps[2] as Step).step).toBe(3)
  })
})
