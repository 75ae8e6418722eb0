import { describe, expect, test } from 'vitest'
import { bitRows, layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Network, network } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'

const rows = bitRows(8, 2)
const make = (): Network => network(layers([2, 3, 1]), { seed: 4 })

describe('transition', () => {
  test('[TR4] ticks count from 1, each wave one, and those that failed too', () => {
    const net = make()
    const { transition } = net.engine
    const ticks: number[] = []
    net.node('l2n0').activation$.subscribe(({ tick }) => ticks.push(tick))
    net.predict([0, 1])
    net.learn(rows[1] as never)
    const failing = net.loss$.subscribe(() => {
      throw new Error('oh')
    })
    expect(() => net.learn(rows[2] as never)).toThrow('oh')
    failing.unsubscribe()
    net.predict([1, 1])
    expect([ticks, transition.turn.tick]).toEqual([[1, 2, 3, 4], 4])
  })

  test('[TR4] a row that is refused begins no tick', () => {
    const net = make()
    expect(refusal(() => net.predict([1])).code).toBe('WRONG_LENGTH')
    expect(refusal(() => net.learn({ input: [1, 1], target: [Number.NaN] })).code).toBe('NOT_FINITE')
    expect(net.engine.transition.turn.tick).toBe(0)
  })

  test('[TR5] of what several observers throw the first is thrown', () => {
    const net = make()
    for (const what of ['first', 'second']) {
      net.node('l1n1').activation$.subscribe(() => {
        throw new Error(what)
      })
    }
    net.node('l1n0').activation$.subscribe(() => {
      throw new Error('before both')
    })
    expect(() => net.predict([1, 0])).toThrow('before both')
  })

  test('[TR5] what was thrown once is not thrown again', () => {
    const net = make()
    let throwing = true
    net.node('l1n1').activation$.subscribe(() => {
      if (throwing) throw new Error('oh')
    })
    expect(() => net.predict([1, 0])).toThrow('oh')
    throwing = false
    expect(net.predict([1, 0])).toHaveLength(1)
  })

  test('[TR5] undefined may be thrown as well', () => {
    const net = make()
    net.loss$.subscribe(() => {
      throw undefined
    })
    let thrown: unknown = 'nothing'
    try {
      net.learn(rows[1] as never)
    } catch (error) {
      thrown = error
    }
    expect([thrown, net.snapshot.step]).toEqual([undefined, 0])
  })

  test('[TR5] a call inside a call hears what its own observers throw, not those around it', () => {
    const net = make()
    const heard: unknown[] = []
    net.snapshot$.subscribe(({ step }) => {
      if (step === 1) throw new Error('outer')
    })
    let failing = true
    net.node('l2n0').netInput$.subscribe(({ length }) => {
      if (length === 2 && failing) throw new Error('inner')
    })
    net.snapshot$.subscribe(({ step }) => {
      if (step !== 1) return
      heard.push(net.predict([1, 0]).length)
      expect(() => net.predictAll(rows.slice(0, 2).map(({ input }) => input))).toThrow('inner')
      failing = false
      heard.push(net.predictAll(rows.slice(0, 2).map(({ input }) => input)).length)
    })
    expect(() => net.learn(rows[1] as never)).toThrow('outer')
    expect(heard).toEqual([1, 2])
  })

  test('[TR6] the losses of the rows are told once per update, before it', () => {
    const net = make()
    const told: unknown[] = []
    net.loss$.subscribe((signal) => told.push(signal.tick, signal.at(0), fingerprint(net.snapshot)))
    const before = fingerprint(net.snapshot)
    const { loss } = net.learn(rows[3] as never)
    net.predict([1, 1])
    expect(told).toEqual([1, loss, before])
  })

  test('[TR3] a run that diverges says where, forward or in an update, and keeps nothing of the step', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.loss(squaredError, g.add('o', linear, { from: 'x', weights: [1], bias: 0 }))
    })
    const net = network(g, { optimizer: sgd({ learningRate: 1e200 }) })
    const before = fingerprint(net.snapshot)
    const forward = refusal(() => net.learn({ input: [1e200], target: [0] }))
    expect([forward.code, forward.place]).toEqual(['TRAINING_DIVERGED', { step: 1, node: 'o' }])
    const update = refusal(() => net.learn({ input: [1e150], target: [0] }))
    expect([update.code, update.place]).toEqual(['TRAINING_DIVERGED', { step: 1, node: 'o' }])
    expect(fingerprint(net.snapshot)).toBe(before)
    expect(net.learn({ input: [0], target: [0] }).step).toBe(1)
  })

  test('[TR3] so does one in which only what the optimizer keeps is infinite: it would freeze its parameter', () => {
    const g = graph((g) => {
      g.inputs('x')
      g.loss(squaredError, g.add('o', linear, { from: 'x', weights: [0], bias: 0 }))
    })
    const { code, place } = refusal(() => network(g, { optimizer: adam() }).learn({ input: [1e160], target: [1] }))
    expect([code, place]).toEqual(['TRAINING_DIVERGED', { step: 1, node: 'o', edge: 'x->o' }])
  })
})
