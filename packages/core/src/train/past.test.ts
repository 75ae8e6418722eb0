/** What is remembered of a network: each step can be looked into as it was, whatever happened since. */

import { lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, layers } from '../flow/sample-graphs.ts'
import { type Network, type NetworkOptions, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import type { Step } from './step.ts'
import { train } from './train.ts'
import { walk } from './walk.ts'

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
      net.predict([
        [1, 1, 1],
        [0, 1, 0],
      ])
    },
    'rows to predict were refused': (net) => {
      expect(refusal(() => net.predict([[1, 1, 1], [1]])).code).toBe('WRONG_LENGTH')
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
