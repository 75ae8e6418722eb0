/** What trains and yet does not fit: `validate` warns of it; and targets that are no distribution are refused. */

import { dataset, graph, type Issue, learn, network, trace, train, validate } from '@neurite/core'
import { defineActivation, defineLoss, type Loss, type NodeKind } from '@neurite/core/define'
import { load, save, verify } from '@neurite/core/files'
import {
  binaryCrossEntropy,
  he,
  identity,
  meanSquaredError,
  neuron,
  product,
  relu,
  sigmoid,
  softmaxCrossEntropy,
  squaredError,
  standard,
  tanh,
  uniform,
} from '@neurite/nodes'
import { lastValueFrom, of } from 'rxjs'
import { describe, expect, test } from 'vitest'

const softplus = defineActivation({ name: 'softplus', range: [0, Infinity], value: (z) => Math.log1p(Math.exp(z)), slope: (z) => 1 / (1 + Math.exp(-z)) }) // biome-ignore format: short

const warnings = (kind: NodeKind, loss: Loss, outputs = 1): Issue[] =>
  validate(
    graph((g) => {
      const x = g.inputs('x1', 'x2')
      g.loss(loss, g.add(['a', 'b', 'c'].slice(0, outputs), kind, { from: x }))
    }),
  )

describe('a loss and what it reads', () => {
  test.each([
    ['binaryCrossEntropy on a sigmoid', binaryCrossEntropy(), neuron(sigmoid), 1, /^give it a neuron\(identity\): .* applies the sigmoid itself/],
    ['binaryCrossEntropy on a tanh', binaryCrossEntropy(), neuron(tanh), 2, /^give it a neuron\(identity\)/],
    ['binaryCrossEntropy on a relu', binaryCrossEntropy(), neuron(relu, { weights: he() }), 1, /^give it a neuron\(identity\)/],
    ['softmaxCrossEntropy on sigmoids', softmaxCrossEntropy(), neuron(sigmoid), 3, /^give it nodes of neuron\(identity\): .* applies the softmax itself/],
    ['softmaxCrossEntropy on relus', softmaxCrossEntropy(), neuron(relu, { weights: he() }), 3, /^give it nodes of neuron\(identity\)/],
    ['softmaxCrossEntropy on one node', softmaxCrossEntropy(), neuron(identity), 1, /^give it two nodes or more.* binaryCrossEntropy\(\)$/],
  ] as const)('[VA1] %s is warned of, once', (_, loss, kind, outputs, wayOut) => {
    const found = warnings(kind, loss, outputs)
    expect(found).toMatchObject([{ code: 'LOSS_MISMATCH', severity: 'warning', place: { loss: loss.name, node: 'a' } }])
    expect(found[0]?.wayOut).toMatch(wayOut)
  }) // biome-ignore format: a table

  test('[VA1] what fits is not', () => {
    expect(warnings(neuron(identity), binaryCrossEntropy(), 2)).toEqual([])
    expect(warnings(neuron(identity), softmaxCrossEntropy(), 2)).toEqual([])
    expect(warnings(product, softmaxCrossEntropy(), 2)).toEqual([])
    for (const activation of [sigmoid, tanh, identity]) {
      expect(warnings(neuron(activation), squaredError())).toEqual([])
      expect(warnings(neuron(activation), meanSquaredError(), 3)).toEqual([])
    }
    expect(warnings(neuron(sigmoid), binaryCrossEntropy())[0]?.what).toBe(
      'the loss "binaryCrossEntropy" does not suit "a", the one node that it reads, which answers numbers from 0 to 1',
    )
  })

  test('[VA2] an activation and a loss of one’s own say what fits them', () => {
    const own = defineLoss({ name: 'own', forward() {}, backward() {}, checkNode: ({ range: [low] }) => (low < 0 ? 'answers from 0 on' : null) }) // biome-ignore format: short
    expect(warnings(neuron(identity), own)).toMatchObject([
      { code: 'LOSS_MISMATCH', wayOut: 'give it answers from 0 on' },
    ])
    expect(warnings(neuron(softplus, { weights: he() }), own)).toEqual([])
    for (const range of [[1, 0], [0], [0, Number.NaN], 'any']) {
      expect(() => defineActivation({ name: 'a', range: range as never, value: (z) => z, slope: () => 1 })).toThrow(
        /INVALID_OPTION/,
      )
    }
  })
})

describe('an activation and how its weights start', () => {
  const hidden = (kind: NodeKind, weights?: number[]): string[] =>
    validate(
      graph((g) => {
        const h = g.add(['h1', 'h2'], kind, {
          from: g.inputs('x', 'y'),
          ...(weights && { weights: [weights, weights] }),
        })
        g.loss(squaredError(), g.add('o', neuron(identity), { from: h }))
      }),
    ).map(({ code, severity, place, wayOut }) => `${severity} ${code} ${place.node} ${wayOut}`)

  test('[VA3] a relu, or its like, with xavier weights is warned of, once for its kind', () => {
    const warned = ['warning START_MISMATCH h1 start them by he(), which makes up for the half that a relu cuts off']
    expect(hidden(neuron(relu))).toEqual(warned)
    expect(hidden(neuron(softplus))).toEqual(warned)
  })

  test('[VA3] what starts otherwise, or with given weights, is not', () => {
    expect(hidden(neuron(relu, { weights: he() }))).toEqual([])
    expect(hidden(neuron(relu, { weights: uniform(-1, 1) }))).toEqual([])
    expect(hidden(neuron(relu), [1, -1])).toEqual([])
    for (const activation of [sigmoid, tanh, identity]) expect(hidden(neuron(activation))).toEqual([])
  })
})

describe('targets of softmaxCrossEntropy', () => {
  const g = graph((g) => {
    const x = g.inputs('x')
    g.loss(squaredError(), g.add('aside', neuron(identity), { from: x }))
    g.loss(softmaxCrossEntropy(), g.add(['cat', 'dog', 'bird'], neuron(identity), { from: x }))
  })
  const refused = async (act: () => unknown): Promise<unknown> => {
    try {
      return await act()
    } catch (error) {
      return error
    }
  }

  test.each([[[0, 0, 0]], [[1, 1, 0]], [[0.5, 0.4, 0.2]], [[0.2, 0.2, 0.2]]])('[DA21] %j is refused wherever rows come in', async (shares) => {
    const row = { input: [1], target: [7, ...shares] }
    const sound = { input: [1], target: [7, 0, 1, 0] }
    const rows = [sound, row]
    const net = () => network(g)
    const list = `row 1: the targets of cat and 2 more, ${shares.join(', ')}, do not suit their loss`
    const columns = { x: [1, 1], aside: [7, 7], ...Object.fromEntries(['cat', 'dog', 'bird'].map((id, k) => [id, [[0, 1, 0][k], shares[k]]])) }
    for (const data of [rows, { columns: columns as Record<string, number[]> }, { inputs: [1, 1], targets: [...sound.target, ...row.target] }, { inputs: [[1], [1]], targets: [sound.target, row.target] }]) {
      const found = await refused(() => dataset(data, g))
      expect(found).toMatchObject({ code: 'INVALID_TARGET', place: { row: 1, column: 'cat' }, wayOut: expect.stringMatching(/^give shares that add up to 1.* binaryCrossEntropy\(\)$/) })
      expect((found as Error).message).toContain(list)
    }
    const calls = [() => lastValueFrom(train(net(), rows)), () => net().learn(row), () => net().learn([sound, row]), () => trace(net(), row), () => lastValueFrom(of(row).pipe(learn(net())))]
    for (const call of calls) expect(await refused(call)).toMatchObject({ code: 'INVALID_TARGET' })
  }) // biome-ignore format: lists

  test('[DA21] a distribution is none of that, by two digits; nor is what other losses read', () => {
    for (const shares of [
      [0, 1, 0],
      [0.333, 0.333, 0.333],
      [0.05, 0.9, 0.05],
      [...new Float32Array([0.1, 0.2, 0.7])],
    ]) {
      expect(network(g).learn({ input: [1], target: [7, ...shares] }).step).toBe(1)
    }
    const binary = graph((g) => {
      g.loss(binaryCrossEntropy(), g.add(['a', 'b'], neuron(identity), { from: g.inputs('x') }))
    })
    expect(network(binary).learn({ input: [1], target: [1, 1] }).step).toBe(1)
  })

  test('[DA21] a loss of one’s own asks the same; what a history kept without that stays what it was', async () => {
    const own = (checks: object) =>
      defineLoss({ name: 'own', forward: (_, losses) => losses.fill(0), backward() {}, ...checks })
    const [before, after] = [
      own({}),
      own({ checkTargets: ([a = 0, b = 0]: readonly number[]) => (a < b ? null : 'two targets in order') }),
    ]
    const recipe = (loss: Loss) =>
      graph((g) => void g.loss(loss, g.add(['a', 'b'], neuron(identity), { from: g.inputs('x') })))
    const rows = [{ input: [1], target: [2, 1] }]
    const net = network(recipe(before))
    await lastValueFrom(train(net, rows, { epochs: 3 }))
    const bytes = await save(net).bytes()
    const loaded = await load(bytes, { ...standard, own: after })
    expect((await verify(loaded)).actions).toBe(3)
    expect(await refused(() => loaded.learn(rows[0] as never))).toMatchObject({
      code: 'INVALID_TARGET',
      wayOut: 'give two targets in order',
    })
  })
})
