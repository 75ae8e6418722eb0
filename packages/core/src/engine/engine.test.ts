import { describe, expect, test } from 'vitest'
import { bitRows, layers, sigmoid, threeTwoOne } from '../flow/sample-graphs.ts'
import { edit } from '../graph/compose/edit.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'

const rows = bitRows(8, 3)
const g = layers([3, 3, 1])
const make = (options = {}): Network =>
  network(g, { seed: 4, optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }), ...options })

function learned(net: Network, count: number): Step[] {
  return Array.from({ length: count }, (_, k) => net.learn(rows[k % 8] as never))
}

describe('snapshots of a running network', () => {
  test('[TR7] the state in force is copied out when somebody looks, and is one object until the next update', () => {
    const net = make()
    const start = net.snapshot
    expect(net.snapshot).toBe(start)
    learned(net, 3)
    const third = net.snapshot
    expect([start.step, third.step, net.snapshot === third]).toEqual([0, 3, true])
    net.predict([1, 0, 1])
    expect(net.snapshot).toBe(third)
    const before = fingerprint(third)
    learned(net, 5)
    expect([fingerprint(third), fingerprint(start) === fingerprint(make().snapshot)]).toEqual([before, true])
  })

  test('[TR7] looking changes nothing: a run that was looked at at each step ends as one that was not', () => {
    const [looked, blind] = [make(), make()]
    for (const step of learned(looked, 8)) expect(step.step).toBeGreaterThan(0)
    for (let k = 0; k < 8; k++) expect(blind.learn(rows[k] as never).snapshot.step).toBe(k + 1)
    expect(fingerprint(blind.snapshot)).toBe(fingerprint(looked.snapshot))
  })

  test('[TR8] step.snapshot is the state after that step, and stays it', () => {
    const net = make()
    const steps = Array.from({ length: 4 }, (_, k) => {
      const step = net.learn(rows[k] as never)
      return { step, print: fingerprint(step.snapshot) }
    })
    learned(net, 4)
    for (const { step, print } of steps) {
      expect([step.snapshot.step, fingerprint(step.snapshot)]).toEqual([step.step, print])
      expect(step.snapshot).toBe(step.snapshot)
    }
    expect(new Set(steps.map(({ print }) => print)).size).toBe(4)
  })

  test('[TR8] first looked at after a later update it is recomputed; without a history it is gone: SNAPSHOT_GONE', () => {
    const remembering = learned(make(), 2)
    expect(remembering[0]?.snapshot.step).toBe(1)
    const net = make({ history: false })
    const [first, second] = learned(net, 2) as [Step, Step]
    const refused = refusal(() => first.snapshot)
    expect([refused.code, refused.place]).toEqual(['SNAPSHOT_GONE', { step: 1, now: 2 }])
    expect(second.snapshot).toBe(net.snapshot)
  })

  test('[TR8] a failed tick and a prediction in between take nothing away, a restored state does', () => {
    const net = make({ history: false })
    const start = net.snapshot
    const [step] = learned(net, 1) as [Step]
    net.predict([1, 1, 1])
    expect(() => net.learn({ input: [1], target: [1] } as never)).toThrow()
    const failing = net.loss$.subscribe(() => {
      throw new Error('oh')
    })
    expect(() => net.learn(rows[0] as never)).toThrow('oh')
    failing.unsubscribe()
    expect(step.snapshot.step).toBe(1)
    const [unseen] = learned(net, 1) as [Step]
    net.restore(start)
    expect(refusal(() => unseen.snapshot).code).toBe('SNAPSHOT_GONE')
  })

  test('[TR8] a step says what it was, as JSON too', () => {
    const [, step] = learned(make(), 2) as [Step, Step]
    expect(JSON.parse(JSON.stringify(step))).toEqual({ step: 2, epoch: 0, batch: 0, rows: 1, loss: step.loss })
  })
})

describe('restore', () => {
  test('[TR9] goes on from there as the first run did, bit for bit', () => {
    for (const optimizer of [sgd({ learningRate: 0.5, momentum: 0.9, nesterov: true }), adam({ learningRate: 0.01 })]) {
      const net = make({ optimizer })
      const prints: string[] = []
      let middle: Snapshot | null = null
      for (let k = 0; k < 8; k++) {
        const { snapshot } = net.learn(rows[k] as never)
        prints.push(fingerprint(snapshot))
        if (k === 3) middle = snapshot
      }
      for (const other of [net, make({ optimizer, seed: 99, fuse: 'never' })]) {
        other.restore(middle as unknown as Snapshot)
        expect([other.snapshot, other.engine.step]).toEqual([middle, 4])
        for (let k = 4; k < 8; k++) expect(fingerprint(other.learn(rows[k] as never).snapshot)).toBe(prints[k])
      }
    }
  })

  test('[TR9] a snapshot of an equal graph fits, and predicts the same', () => {
    const net = make()
    learned(net, 3)
    const other = network(layers([3, 3, 1]), { optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }) })
    other.restore(net.snapshot)
    expect(other.predict([1, 0, 1])).toEqual(net.predict([1, 0, 1]))
  })

  test('[TR10] of another graph or optimizer it is refused, and nothing has changed: SNAPSHOT_MISMATCH', () => {
    const net = make()
    learned(net, 3)
    const before = fingerprint(net.snapshot)
    const wider = edit(g, (g) => {
      g.add('extra', sigmoid, { from: 'l0n0' })
    }).graph
    const others = [
      network(threeTwoOne()),
      network(wider, { optimizer: sgd({ learningRate: 0.5, momentum: 0.5 }) }),
      make({ optimizer: sgd({ learningRate: 0.5 }) }),
      make({ optimizer: sgd({ learningRate: 0.4, momentum: 0.5 }) }),
      make({ optimizer: adam({ learningRate: 0.5 }) }),
    ]
    for (const other of others) expect(refusal(() => net.restore(other.snapshot)).code).toBe('SNAPSHOT_MISMATCH')
    expect(fingerprint(net.snapshot)).toBe(before)
  })

  test('[TR10] observers are told, and what one of them throws is thrown with the state in force', () => {
    const net = make()
    const start = net.snapshot
    learned(net, 2)
    const told: number[] = []
    net.snapshot$.subscribe(({ step }) => {
      told.push(step)
      if (step === 0) throw new Error('oh')
    })
    expect(() => net.restore(start)).toThrow('oh')
    expect([told, net.snapshot]).toEqual([[2, 0], start])
    expect(net.learn(rows[0] as never).step).toBe(1)
  })
})

describe('the right to train', () => {
  test('[TR11] is one at a time, and given back once', () => {
    const { engine } = make()
    const first = engine.claim()
    expect(refusal(() => engine.claim()).code).toBe('ALREADY_TRAINING')
    first()
    const second = engine.claim()
    first()
    expect(refusal(() => engine.claim()).code).toBe('ALREADY_TRAINING')
    second()
    engine.claim()()
  })

  test('[TR11] an update whose observer throws stays: it was told of a state in force', () => {
    const net = make()
    const error = new Error('oh')
    net.node('l1n0').weights$.subscribe(() => {
      if (net.snapshot.step === 1) throw error
    })
    expect(() => net.learn(rows[0] as never)).toThrow(error)
    expect(net.snapshot.step).toBe(1)
    expect(net.learn(rows[1] as never).step).toBe(2)
  })
})
