import { describe, expect, test } from 'vitest'
import { squaredError, threeTwoOne } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { refusal } from '../testing/refusal.ts'
import { Checks } from './checks.ts'
import type { Finding } from './finding.ts'
import type { HealthOptions } from './health-options.ts'
import * as sample from './sample-trainings.ts'

const { layered, neuronOf, observed, smoothRows } = sample
const rows = smoothRows(400, 6, 2)

function healthOf(training: sample.Training, options: HealthOptions = {}): Checks {
  const health = new Checks(options)
  observed(training, (observation) => health.observe(observation))
  return health
}

const found = (name: string, training: sample.Training, options: HealthOptions = {}): Finding[] =>
  healthOf(training, options).findings.filter((one) => one.name === name)

describe('health', () => {
  test.each([
    { what: 'the worked example', graph: threeTwoOne(), rows: [{ input: [1, 0, 1], target: [1] }], rate: 0.9 },
    {
      what: 'xor',
      graph: layered([2, 4, 1], neuronOf(sample.sigmoid), neuronOf(sample.sigmoid)),
      rows: sample.xorRows,
      rate: 0.9,
    },
    { what: 'a regression', graph: layered([6, 24, 24, 2], neuronOf(sample.tanh)), rows, batch: 16, rate: 0.02 },
  ])('[HE1] $what is silent', ({ rate, ...training }) => {
    for (const optimizer of [sgd({ learningRate: rate }), adam({ learningRate: 0.003 })]) {
      for (const seed of [1, 2, 3]) {
        expect(healthOf({ ...training, optimizer, seed, steps: 1200 }).findings).toEqual([])
      }
    }
  })

  test('[HE2] neurons that begin far on the flat side of relu are dead', () => {
    const dead = found('dead neuron', {
      graph: layered([6, 8, 2], neuronOf(sample.relu, 1, -9)),
      rows,
      batch: 32,
      steps: 80,
    })
    expect(dead.map(({ node }) => node)).toEqual(Array.from({ length: 8 }, (_, k) => `l1n${k}`))
    expect(dead[0]?.step).toBe(50)
  })

  test('[HE2] in small batches it takes as many rows', () => {
    const [first] = found('dead neuron', {
      graph: layered([6, 8, 2], neuronOf(sample.relu, 1, -9)),
      rows,
      batch: 1,
      steps: 600,
    })
    expect(first?.step).toBe(500)
  })

  test('[HE3] neurons that begin at the end of tanh are saturated, and poorly initialized', () => {
    const training = { graph: layered([6, 8, 2], neuronOf(sample.tanh, 1, 8)), rows, batch: 32, steps: 80 }
    expect(found('saturated neuron', training)).toHaveLength(8)
    expect(found('poor initialization', training)[0]).toMatchObject({ step: 5, node: 'l1n0', value: 1 })
  })

  test('[HE4] eight layers of sigmoids let the gradient vanish at the first one', () => {
    const widths = [6, 8, 8, 8, 8, 8, 8, 8, 2]
    const [first] = found('vanishing gradient', {
      graph: layered(widths, neuronOf(sample.sigmoid)),
      rows,
      batch: 32,
      steps: 60,
    })
    expect(first?.node).toMatch(/^l1n/)
    expect(first?.value).toBeLessThan(1e-3)
  })

  test('[HE4] weights that grow all at once let the gradient explode', () => {
    const [first] = found('exploding gradient', {
      graph: layered([6, 24, 24, 2], neuronOf(sample.relu)),
      rows,
      batch: 32,
      steps: 150,
      spoil: (step, memory) => {
        if (step === 120) memory.parameters.set(memory.parameters.map((w) => 30 * w))
      },
    })
    expect(first?.step).toBe(120)
  })

  test.each([
    { rate: 1e-7, momentum: 0, low: true },
    { rate: 1.5, momentum: 0.5, low: false },
  ])('[HE5] a learning rate of $rate does not suit the parameters', ({ rate, momentum, low }) => {
    const graph = layered([6, 24, 2], neuronOf(sample.tanh))
    const [first] = found('update ratio', {
      graph,
      rows,
      batch: 32,
      steps: 200,
      optimizer: sgd({ learningRate: rate, momentum }),
    })
    expect((first?.value as number) < 1e-6).toBe(low)
    expect(first?.step).toBe(100)
  })

  test('[HE6] a rate below the last digit changes nothing', () => {
    const graph = layered([6, 8, 2], neuronOf(sample.tanh, 1, 0.1), neuronOf(sample.linear, 1, 0.1))
    const training = { graph, rows, batch: 32, steps: 80, optimizer: sgd({ learningRate: 1e-30 }) }
    expect(found('unchanged parameters', training)).toHaveLength(10)
  })

  test('[HE7] equal neurons stay one neuron; outputs are told apart by their targets', () => {
    const graph = layered([6, 8, 2], neuronOf(sample.tanh, 0, 0.1), neuronOf(sample.linear, 0, 0.1))
    const symmetric = found('poor initialization', { graph, rows, batch: 32, steps: 8 })
    expect(symmetric.map(({ node, value }) => [node, value])).toEqual([['l1n0', 8]])
  })

  test('[HE7] small weights let δ shrink from layer to layer; a run that begins later is not judged', () => {
    const training = {
      graph: layered([6, 8, 8, 8, 8, 2], neuronOf(sample.tanh, 0.03)),
      rows,
      batch: 32,
      steps: 12,
    }
    expect(found('poor initialization', training)[0]?.cause).toContain('shrinks')
    const late = new Checks()
    observed(training, (observation) => late.observe({ ...observation, step: observation.step + 100 }))
    expect(late.findings).toEqual([])
  })

  test('[HE8] a loss that stays where it began, and one that rises, are not falling', () => {
    const graph = layered([6, 8, 2], neuronOf(sample.tanh))
    const training = { graph, rows, batch: 32, optimizer: sgd({ learningRate: 1e-9 }) }
    expect(found('loss not falling', { ...training, steps: 400 }, { lossWindow: 60 })).toHaveLength(1)
    const health = new Checks({ lossWindow: 60 })
    observed({ ...training, steps: 60 }, (seen) => health.observe({ ...seen, loss: seen.step > 30 ? 9 : 1 }))
    expect(health.findings.at(-1)?.wayOut).toContain('least loss')
  })

  test('[HE10] what is over for a window is told again', () => {
    const health = new Checks({ window: 5, rows: 1 })
    const relu = graph((g) => {
      const [x] = g.inputs('x')
      const h = g.add('h', neuronOf(sample.relu), { from: x, weights: [1], bias: 0 })
      g.loss(squaredError, g.add('o', neuronOf(sample.linear), { from: h, weights: [1], bias: 0 }))
    })
    const off = (step: number): boolean => step <= 20 || step > 40
    observed(
      {
        graph: relu,
        rows: [{ input: [1], target: [0.5] }],
        steps: 60,
        optimizer: sgd({ learningRate: 1e-3 }),
        spoil: (step, { parameters }) => {
          parameters[0] = off(step) ? -2 : 0
        },
      },
      (seen) => health.observe(seen),
    )
    const dead = health.findings.filter(({ name }) => name === 'dead neuron')
    expect(dead.map(({ step, node }) => [step, node])).toEqual([
      [5, 'h'],
      [45, 'h'],
    ])
  })

  test('[HE11] the report has a line each, cause and way out; else it says what was looked at', () => {
    const sick = healthOf({ graph: layered([6, 20, 2], neuronOf(sample.relu, 1, -9)), rows, batch: 32, steps: 80 })
    expect(sick.report()).toMatch(
      /dead neuron +50 +l1n0 +0[\s\S]*… dead neuron: 10 more[\s\S]*dead neuron: The slope of l1n0[\s\S]*→/,
    )
    expect(new Checks().report()).toBe('Nothing has been observed yet.')
    const well = healthOf({ graph: layered([6, 8, 2], neuronOf(sample.tanh)), rows, batch: 32, steps: 30 }).report()
    expect(well).toMatch(/^Nothing found in 30 updates, the last one step 30. Looked at:\n {2}abnormal value:/)
  })

  test('[HE12] limits that make no sense are refused', () => {
    for (const options of [
      { window: 0 },
      { lossWindow: 3 },
      { rows: 1.5 },
      { highRatio: -1 },
      { spread: Number.NaN },
    ]) {
      expect(refusal(() => new Checks(options)).code).toBe('INVALID_OPTION')
    }
  })
})
