/** Changes that are no steps: refused whole, remembered as they were, replayed bit for bit. */

import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, threeTwoOne } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { nextSnapshot } from '../state/update.ts'
import { refusal } from '../testing/refusal.ts'
import type { Change } from './change.ts'

const rows = bitRows(8, 3)
const make = (optimizer = sgd({ learningRate: 0.5 })): Network => network(layers([3, 3, 1]), { seed: 4, optimizer })

function learn(net: Network, steps: number): void {
  for (let k = 0; k < steps; k++) net.learn(rows[k % 8] as never)
}

/** The same state, whose slots are named in another order, as another program may have written it. */
function reordered(snapshot: Snapshot): Snapshot {
  return nextSnapshot(snapshot, { slots: Object.fromEntries(Object.entries(snapshot.slots).reverse()) })
}

describe('a change', () => {
  test('[CH3] has numbers of its own: what the caller writes later is no part of it', () => {
    const net = make()
    const hyperparameters = { learningRate: 0.1 }
    const parameters = { l2n0: { bias: 2, weights: { l1n0: 0.5 } } }
    net.change({ hyperparameters, parameters })
    const wanted = fingerprint(net.snapshot)
    hyperparameters.learningRate = 0.9
    parameters.l2n0.bias = 7
    parameters.l2n0.weights.l1n0 = 8
    learn(net, 70)
    expect(fingerprint(net.timeline.at({ position: 1 }))).toBe(wanted)
  })

  const refused: [string, Change, string][] = [
    ['nothing', {}, 'INVALID_OPTION'],
    ['a rate that is no number', { hyperparameters: { learningRate: true } }, 'INVALID_OPTION'],
    ['a rate below 0', { hyperparameters: { learningRate: -1 } }, 'INVALID_OPTION'],
    ['momentum where none is kept', { hyperparameters: { momentum: 0.5 } }, 'INVALID_OPTION'],
    ['what this optimizer does not know', { hyperparameters: { beta1: 0.5 } }, 'UNKNOWN_OPTION'],
    ['a bias that is not finite', { parameters: { l2n0: { bias: Number.NaN } } }, 'INVALID_OPTION'],
    ['a weight that is not finite', { parameters: { l2n0: { weights: { l1n0: 1 / 0 } } } }, 'INVALID_WEIGHT'],
    ['a node that is not there', { parameters: { no: { bias: 1 } } }, 'UNKNOWN_NODE'],
    ['an edge that is not there', { parameters: { l2n0: { weights: { l0n0: 1 } } } }, 'UNKNOWN_EDGE'],
    ['a bias of an input', { parameters: { l0n0: { bias: 1 } } }, 'UNUSED_BIAS'],
    ['a graph with an id twice', { graph: (g) => g.add('l1n0', linear) }, 'DUPLICATE_ID'],
    ['data without rows', { data: [] }, 'EMPTY_DATA'],
    [
      'good weights with a bad rate',
      { parameters: { l2n0: { bias: 1 } }, hyperparameters: { learningRate: -1 } },
      'INVALID_OPTION',
    ],
  ]
  test.each(refused)('[CH4] of %s is refused, and nothing has changed', (_, change, code) => {
    const net = make()
    learn(net, 3)
    const before = net.snapshot
    expect(refusal(() => net.change(change)).code).toBe(code)
    expect([net.snapshot, net.timeline.position]).toEqual([before, 3])
    expect(() => learn(net, 1)).not.toThrow()
  })

  test('[CH5] of the optimizer keeps what the last one gathered where name and slots are the same, in any order', () => {
    const net = make(adam({ learningRate: 0.1 }))
    learn(net, 5)
    const { slots } = net.snapshot
    net.restore(reordered(net.snapshot))
    net.change({ optimizer: adam({ learningRate: 0.2 }) })
    const { slots: kept, since, hyperparameters } = net.snapshot
    expect([since, hyperparameters.learningRate]).toEqual([0, 0.2])
    for (const name of Object.keys(slots)) expect(kept[name]?.slice()).toEqual(slots[name]?.slice())
    net.change({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) })
    expect([net.snapshot.since, Object.keys(net.snapshot.slots)]).toEqual([5, ['velocity']])
    expect(net.snapshot.slots.velocity?.slice().every((value) => value === 0)).toBe(true)
  })

  test('[CH6] of parameters writes what it names, by node and source, and nothing else', () => {
    const net = network(threeTwoOne())
    const before = net.snapshot
    net.change({ parameters: { h4: { weights: { x2: 9 } }, o6: { bias: 7, weights: { h5: -1 } } } })
    const { snapshot } = net
    expect(snapshot.node('h4').weights).toEqual({ ...before.node('h4').weights, x2: 9 })
    expect(snapshot.node('h4').bias).toBe(before.node('h4').bias)
    expect(snapshot.node('o6')).toMatchObject({ bias: 7, weights: { ...before.node('o6').weights, h5: -1 } })
    expect(snapshot.node('h5')).toEqual(before.node('h5'))
    expect(snapshot.step).toBe(0)
  })
})

describe('a state from elsewhere', () => {
  test('[CH7] may name its slots in another order: each stays with its numbers', () => {
    const net = make(adam({ learningRate: 0.1 }))
    learn(net, 5)
    const [same, other] = [fork(net, 5), fork(net, 5)]
    other.restore(reordered(net.snapshot))
    for (let k = 0; k < 3; k++) {
      learn(same, 1)
      learn(other, 1)
    }
    for (let back = 0; back <= 3; back++) {
      const wanted = fingerprint(same.timeline.at({ position: 8 - back }))
      expect(fingerprint(other.timeline.at({ position: 3 - back })), `${back} back`).toBe(wanted)
    }
  })
})
