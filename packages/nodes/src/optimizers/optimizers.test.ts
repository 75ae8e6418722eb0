/** Each link against plain loops written from its formula, through a network: parameters move by learning, and are read from snapshots. */
import { adam, chain, fork, graph, type Network, network, type Optimizer, sgd } from '@neurite/core'
import type { Transform } from '@neurite/core/define'
import { describe, expect, test } from 'vitest'
import { identity, neuron, sigmoid, squaredError } from '../index.ts'
import { clipByGlobalNorm } from './clip-by-global-norm.ts'
import { clipByNorm } from './clip-by-norm.ts'
import { clipByValue } from './clip-by-value.ts'
import { cosineDecay } from './cosine-decay.ts'
import { decayWeights } from './decay-weights.ts'
import { exponentialDecay } from './exponential-decay.ts'
import { halfTurnCosine } from './half-turn-cosine.ts'
import { l1 } from './l1.ts'
import { l2 } from './l2.ts'
import { linearWarmUp } from './linear-warm-up.ts'
import { oneCycle } from './one-cycle.ts'
import { polynomialDecay } from './polynomial-decay.ts'
import { scaleRate } from './scale-rate.ts'
import { stepDecay } from './step-decay.ts'

/** h1 and h2 with bias and two weights each, o with bias and two: 9 parameters, biases at 0, 3 and 6. */
const g = graph((g) => {
  const h = g.add(['h1', 'h2'], neuron(sigmoid), { from: g.inputs('x1', 'x2'), bias: 0.25 })
  g.loss(squaredError(), g.add('o', neuron(identity), { from: h, bias: -0.5 }))
})
const BIASES = [0, 3, 6]
const rows = Array.from({ length: 12 }, (_, n) => ({
  input: [Math.sin(n), Math.cos(3 * n)],
  target: [5 * Math.sin(2 * n)],
}))
const numbers = (net: Network): number[] => [...net.snapshot.parameters.slice()]
const make = (optimizer: Optimizer): Network => network(g, { optimizer, seed: 3 })

/** The parameters before, the gradient, and the parameters after, of each step. */
interface Learned {
  readonly before: number[]
  readonly gradient: number[]
  readonly after: number[]
  readonly loss: number
}
function learned(optimizer: Optimizer, steps = rows.length): Learned[] {
  const net = make(optimizer)
  return rows.slice(0, steps).map((row) => {
    const before = numbers(net)
    const step = net.learn(row)
    return { before, gradient: [...step.values('gradient')], after: numbers(net), loss: step.loss }
  })
}

/** Holds what a network learned against p − u, u written from the formula. */
function expectUpdates(
  optimizer: Optimizer,
  of: (t: number, gradient: number[], before: number[]) => number[],
  digits = 14,
): void {
  learned(optimizer).forEach(({ before, gradient, after }, t) => {
    const u = of(t + 1, gradient, before)
    after.forEach((p, i) => {
      expect(p).toBeCloseTo((before[i] as number) - (u[i] as number), digits)
    })
  })
}

const norm = (values: number[]): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0))
const isWeight = (i: number): boolean => !BIASES.includes(i)

describe('clipping', () => {
  test('[OP14] clipByValue holds each gradient between −most and most', () => {
    let cut = 0
    expectUpdates(chain(clipByValue(0.2), sgd({ learningRate: 0.1 })), (_, gradient) => {
      cut += gradient.filter((x) => Math.abs(x) > 0.2).length
      return gradient.map((x) => 0.1 * Math.max(-0.2, Math.min(0.2, x)))
    })
    expect(cut).toBeGreaterThan(5)
  })

  test('[OP14] clipByNorm holds the gradient of each node to a length, clipByGlobalNorm that of all', () => {
    let cut = 0
    expectUpdates(chain(clipByNorm(0.5), sgd({ learningRate: 0.1 })), (_, gradient) =>
      [0, 3, 6].flatMap((from) => {
        const own = gradient.slice(from, from + 3)
        if (norm(own) > 0.5) cut++
        return own.map((x) => 0.1 * x * Math.min(1, 0.5 / norm(own)))
      }),
    )
    expectUpdates(chain(clipByGlobalNorm(0.5), sgd({ learningRate: 0.1 })), (_, gradient) => {
      if (norm(gradient) > 0.5) cut++
      return gradient.map((x) => 0.1 * x * Math.min(1, 0.5 / norm(gradient)))
    })
    expect(cut).toBeGreaterThan(10)
  })

  test('[OP14] a gradient that is short enough keeps its bits', () => {
    const plain = learned(sgd({ learningRate: 0.1 }))
    for (const clip of [clipByValue(1e9), clipByNorm(1e9), clipByGlobalNorm(1e9)]) {
      expect(learned(chain(clip, sgd({ learningRate: 0.1 })))).toEqual(plain)
    }
  })

  test('[OP14] a length is right where its square is not', () => {
    const gradients = Float64Array.of(3e200, -4e200, 0)
    const updates = new Float64Array(3)
    const { transform, options, hyperparameters } = clipByGlobalNorm(10)
    transform?.({ gradients, updates, options, hyperparameters } as unknown as Transform)
    expect([...updates]).toEqual([6, -8, 0].map((x) => expect.closeTo(x, 14)))
    const tiny = Float64Array.of(3e-200, -4e-200, 0)
    transform?.({ gradients: tiny, updates, options, hyperparameters: { most: 1e-200 } } as unknown as Transform)
    expect([...updates].map((x) => x * 1e200)).toEqual([0.6, -0.8, 0].map((x) => expect.closeTo(x, 14)))
  })
})

describe('weights by themselves', () => {
  test('[OP15] decayWeights takes a part of each weight away, apart from the gradient, and leaves biases alone', () => {
    const [alpha, lambda, b1, b2, epsilon] = [0.01, 0.05, 0.9, 0.999, 1e-8]
    // Loshchilov and Hutter, Algorithm 2: θ ← θ − η (α m̂ / (√v̂ + ε) + λ θ), the moments as plain sums.
    const gradients: number[][] = []
    expectUpdates(
      chain(adam({ learningRate: alpha }), decayWeights(lambda)),
      (t, gradient, before) => {
        gradients.push(gradient)
        return before.map((p, i) => {
          let [m, v] = [0, 0]
          gradients.forEach((g, s) => {
            m += (1 - b1) * b1 ** (t - 1 - s) * (g[i] as number)
            v += (1 - b2) * b2 ** (t - 1 - s) * (g[i] as number) ** 2
          })
          const step = (alpha * (m / (1 - b1 ** t))) / (Math.sqrt(v / (1 - b2 ** t)) + epsilon)
          return step + (isWeight(i) ? lambda * p : 0)
        })
      },
      13,
    )
  })

  test('[OP15] which parameters decay, and which have a rate of their own, is said by name', () => {
    expectUpdates(
      chain(sgd({ learningRate: 0.1 }), decayWeights(0.5, { of: ['h1', 'o:bias'] })),
      (_, gradient, before) => before.map((p, i) => 0.1 * (gradient[i] as number) + (i < 3 || i === 6 ? 0.5 * p : 0)),
    )
    expectUpdates(
      chain(sgd({ learningRate: 0.1 }), scaleRate({ of: ['h*'], by: 0.5 }), scaleRate({ of: ['*:bias'], by: 3 })),
      (_, gradient) => gradient.map((x, i) => 0.1 * x * (i < 6 ? 0.5 : 1) * (isWeight(i) ? 1 : 3)),
    )
  })

  test('[OP15] what has the rate 0 keeps its bits', () => {
    for (const { before, after } of learned(chain(adam(), scaleRate({ of: ['h1'], by: 0 })))) {
      expect(after.slice(0, 3)).toEqual(before.slice(0, 3))
      expect(after.slice(3)).not.toEqual(before.slice(3))
    }
  })

  test('[OP15] a name that means nothing is refused before anything runs, and when the graph loses it', () => {
    const codeOf = (work: () => unknown): unknown => {
      try {
        work()
      } catch (error) {
        return (error as { code?: string }).code
      }
    }
    expect(codeOf(() => make(chain(sgd({ learningRate: 1 }), decayWeights(1, { of: ['h9'] }))))).toBe('INVALID_OPTION')
    const net = make(chain(sgd({ learningRate: 1 }), decayWeights(1, { of: ['h2'] })))
    expect(codeOf(() => net.change({ graph: (g) => g.remove('h2') }))).toBe('INVALID_OPTION')
    expect(net.graph.order).toContain('h2')
  })
})

describe('penalties', () => {
  const penalties: readonly [string, Optimizer, (weights: number[]) => number][] = [
    ['l2', l2(0.3), (w) => w.reduce((sum, x) => sum + 0.5 * 0.3 * x * x, 0)],
    ['l1', l1(0.3), (w) => w.reduce((sum, x) => sum + 0.3 * Math.abs(x), 0)],
  ]

  test.each(penalties)('[OP11] the loss that is told has %s of the weights before the step', (_, penalty, of) => {
    const plain = make(sgd({ learningRate: 0.1 }))
    for (const { before, loss } of learned(chain(penalty, sgd({ learningRate: 0.1 })))) {
      plain.change({
        parameters: Object.fromEntries(
          ['h1', 'h2', 'o'].map((id, k) => [
            id,
            {
              bias: before[3 * k] as number,
              weights: Object.fromEntries(
                (k < 2 ? ['x1', 'x2'] : ['h1', 'h2']).map((from, j) => [from, before[3 * k + 1 + j] as number]),
              ),
            },
          ]),
        ),
      })
      const row = rows[plain.timeline.step % rows.length] as (typeof rows)[number]
      expect(loss).toBeCloseTo(plain.learn(row).loss + of(before.filter((_, i) => isWeight(i))), 14)
    }
  })

  test.each(penalties)('[OP11] what %s moves is the gradient of that loss, by central differences', (_, penalty) => {
    const net = make(chain(penalty, sgd({ learningRate: 1 })))
    const row = rows[0] as (typeof rows)[number]
    const h = 1e-5
    const sources = { h1: ['x1', 'x2'], h2: ['x1', 'x2'], o: ['h1', 'h2'] }
    const [before, at] = [net.snapshot, net.timeline.step]
    const lossWith = (id: string, values: object): number =>
      fork(net, at, { parameters: { [id]: values } }).learn(row).loss
    net.learn(row)
    for (const [id, from] of Object.entries(sources)) {
      const [p, q] = [before.node(id), net.snapshot.node(id)]
      const check = (value: number, after: number, values: (v: number) => object): void => {
        const slope = (lossWith(id, values(value + h)) - lossWith(id, values(value - h))) / (2 * h)
        expect(value - after).toBeCloseTo(slope, 8)
      }
      check(p.bias as number, q.bias as number, (bias) => ({ bias }))
      for (const one of from)
        check(p.weights[one] as number, q.weights[one] as number, (v) => ({ weights: { [one]: v } }))
    }
  })

  test('[OP11] replays come to the same losses, and what nobody recorded is computed with it', () => {
    const net = make(chain(l1(0.01), l2(0.1), clipByGlobalNorm(1), adam()))
    const losses = rows.map((row) => net.learn(row).loss)
    for (const [k, loss] of losses.entries()) expect(net.timeline.stepAt(k + 1).loss).toBe(loss)
    // Each step that is done again is held against its loss; what computed it is looked at from the end to the start.
    for (let k = 12; k > 0; k--) expect(net.timeline.stepAt(k).values('delta')).toHaveLength(5)
    const refused = make(chain(l2(0.3), sgd({ learningRate: 1e308 })))
    const row = { input: [1, 1], target: [1e3] }
    const weights = numbers(refused).filter((_, i) => isWeight(i))
    expect(() => refused.learn(row)).toThrow('TRAINING_DIVERGED')
    const wanted = make(sgd({ learningRate: 0.1 })).learn(row).loss + weights.reduce((sum, x) => sum + 0.15 * x * x, 0)
    expect(refused.timeline.failed?.loss).toBeCloseTo(wanted, 8)
  })

  test('[OP11] a weight of 0 has no slope of l1', () => {
    const net = network(
      graph((g) =>
        g.loss(squaredError(), g.add('o', neuron(identity), { from: g.inputs('x'), weights: [0], bias: 0 })),
      ),
      { optimizer: chain(l1(5), sgd({ learningRate: 1 })) },
    )
    expect(net.learn({ input: [1], target: [0] }).loss).toBe(0)
    expect(net.snapshot.node('o').weights).toEqual({ x: 0 })
  })
})

describe('schedules', () => {
  /** The factor of each update, read off a gradient of 1. */
  function factors(schedule: Optimizer, updates: number): number[] {
    const { options, hyperparameters, transform } = schedule
    const written = new Float64Array(1)
    return Array.from({ length: updates }, (_, k) => {
      transform?.({
        step: k + 1,
        options,
        hyperparameters,
        gradients: Float64Array.of(1),
        updates: written,
      } as unknown as Transform)
      return written[0] as number
    })
  }
  const close = (given: number[], wanted: number[]): void => {
    expect(given).toEqual(wanted.map((x) => expect.closeTo(x, 14)))
  }

  test('[OP16] linearWarmUp is t / steps, then 1', () =>
    close(factors(linearWarmUp({ steps: 4 }), 6), [0.25, 0.5, 0.75, 1, 1, 1]))

  test('[OP16] stepDecay and exponentialDecay are powers of what lies behind', () => {
    close(factors(stepDecay({ every: 2, by: 0.5 }), 6), [1, 1, 0.5, 0.5, 0.25, 0.25])
    close(factors(exponentialDecay({ by: 0.5 }), 4), [1, 0.5, 0.25, 0.125])
    close(
      factors(exponentialDecay({ every: 4, by: 0.1 }), 9),
      Array.from({ length: 9 }, (_, k) => 0.1 ** (k / 4)),
    )
  })

  test('[OP16] polynomialDecay goes down by a power of what is left, and stays', () => {
    close(factors(polynomialDecay({ steps: 4 }), 7), [1, 0.75, 0.5, 0.25, 0, 0, 0])
    close(
      factors(polynomialDecay({ steps: 4, to: 0.1, power: 2 }), 6),
      [4, 3, 2, 1, 0, 0].map((left) => 0.1 + 0.9 * (left / 4) ** 2),
    )
    close(
      factors(polynomialDecay({ steps: 4, power: 0.5 }), 6),
      [4, 3, 2, 1, 0, 0].map((left) => Math.sqrt(left / 4)),
    )
  })

  test('[OP16] cosineDecay is half a cosine, once or again and again, each time as many times as long', () => {
    const down = (steps: number): number[] =>
      Array.from({ length: steps }, (_, k) => 0.2 + 0.8 * 0.5 * (1 + Math.cos((Math.PI * k) / steps)))
    close(factors(cosineDecay({ steps: 5, to: 0.2 }), 8), [...down(5), 0.2, 0.2, 0.2])
    close(factors(cosineDecay({ steps: 5, to: 0.2, restart: 1 }), 12), [...down(5), ...down(5), ...down(5).slice(0, 2)])
    close(factors(cosineDecay({ steps: 3, to: 0.2, restart: 2 }), 22), [
      ...down(3),
      ...down(6),
      ...down(12),
      ...down(24).slice(0, 1),
    ])
  })

  test('[OP16] oneCycle goes up and down by half a cosine each', () => {
    const wanted = Array.from({ length: 14 }, (_, k) => {
      if (k < 3) return 0.04 + 0.96 * 0.5 * (1 - Math.cos((Math.PI * k) / 3))
      if (k < 10) return 0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * (k - 3)) / 7))
      return 0.01
    })
    close(factors(oneCycle({ steps: 10, to: 0.01 }), 14), wanted)
    close(factors(oneCycle({ steps: 2, warmUp: 1, from: 0, to: 0.5 }), 3), [0, 0.5, 0.5])
  })

  test('[OP16] the cosine of schedules is within 2^-52 of that of the engine, and exact at quarters of a turn', () => {
    // Angles are taken from the nearest quarter, since π x is rounded, and rounded least where it is small.
    const engine = (x: number): number =>
      x <= 0.25 ? Math.cos(Math.PI * x) : x < 0.75 ? -Math.sin(Math.PI * (x - 0.5)) : -Math.cos(Math.PI * (1 - x))
    for (let k = 0; k <= 10000; k++) {
      expect(Math.abs(halfTurnCosine(k / 10000) - engine(k / 10000))).toBeLessThanOrEqual(2 ** -52)
    }
    expect([0, 0.5, 1].map((x) => halfTurnCosine(x) + 0)).toEqual([1, 0, -1])
  })

  test('[OP16] a schedule in a chain is a function of the step in the snapshot: it goes on where a state is put in force', () => {
    const net = make(chain(sgd({ learningRate: 0.1 }), cosineDecay({ steps: 8 })))
    const states = rows.map((row) => {
      net.learn(row)
      return numbers(net)
    })
    const before = net.timeline.at(4)
    net.restore(before)
    rows.slice(4).forEach((row, k) => {
      net.learn(row)
      expect(numbers(net)).toEqual(states[k + 4])
    })
    // Behind its 8 steps it stands still.
    expect(states[11]).toEqual(states[8])
    net.change({ hyperparameters: { 'cosineDecay.steps': 100 } })
    net.learn(rows[0] as (typeof rows)[number])
    expect(numbers(net)).not.toEqual(states[11])
  })

  test('[OP14] senseless rates are refused, when made and when changed', () => {
    const wrong = [
      () => clipByNorm(0),
      () => clipByValue(Number.NaN),
      () => decayWeights(-1),
      () => l1('1' as never),
      () => l2(1, { of: 'h' } as never),
      () => scaleRate({ by: 1 } as never),
      () => cosineDecay({ steps: 0 }),
      () => oneCycle({ steps: 5, warmUp: 2 }),
      () => stepDecay({ every: 1.5, by: 1 }),
      () => linearWarmUp({} as never),
    ]
    for (const one of wrong) expect(one).toThrow(/INVALID_OPTION/)
    const net = make(chain(clipByNorm(1), sgd({ learningRate: 0.1 })))
    for (const most of [0, -1])
      expect(() => net.change({ hyperparameters: { 'clipByNorm.most': most } })).toThrow(/INVALID_OPTION/)
    expect(() => net.change({ hyperparameters: { learningRate: 1 } })).toThrow('sgd.learningRate')
    expect(net.snapshot.hyperparameters['clipByNorm.most']).toBe(1)
  })
})
