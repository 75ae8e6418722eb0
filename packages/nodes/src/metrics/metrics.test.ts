import { evaluate, graph, network } from '@neurite/core'
import type { Metric } from '@neurite/core/define'
import { describe, expect, test } from 'vitest'
import {
  accuracy,
  balancedAccuracy,
  binaryCrossEntropy,
  confusion,
  f1,
  identity,
  meanAbsoluteError,
  neuron,
  perplexity,
  precision,
  recall,
  rocAuc,
  rootMeanSquaredError,
  rSquared,
  softmaxCrossEntropy,
  squaredError,
  topK,
} from '../index.ts'

/** Rows as outputs and targets. */
type Rows = readonly (readonly [outputs: readonly number[], targets: readonly number[], loss?: number])[]

function measured<Value>(metric: Metric<string, Value>, rows: Rows, threshold = 0.5): Value {
  const count = rows[0]?.[1].length ?? 0
  const nodes = Array.from({ length: count }, (_, k) => `n${k}`)
  let state = metric.init({ nodes, thresholds: nodes.map(() => threshold) }, metric.options)
  // As evaluate does: one row object, written anew for each row.
  const row = { outputs: new Float64Array(count), targets: new Float64Array(count), loss: 0 }
  for (const [outputs, targets, loss = 0] of rows) {
    row.outputs.set(outputs)
    row.targets.set(targets)
    row.loss = loss
    state = metric.add(state, row, metric.options)
  }
  return metric.result(state, metric.options)
}

/** Told 1, 1, 1, 0, 0, 0, 0, 0; answered above 0.5: 1, 1, 0, 1, 0, 0, 0, 0. */
const binary: Rows = [
  [[0.9], [1]],
  [[0.6], [1]],
  [[0.4], [1]],
  [[0.7], [0]],
  [[0.5], [0]],
  [[0.4], [0]],
  [[0.2], [0]],
  [[0.1], [0]],
]

const one = (k: number, of: number): number[] => Array.from({ length: of }, (_, j) => (j === k ? 1 : 0))
/** Three classes: told 0, 0, 0, 1, 1, 2; answered 0, 1, 0, 1, 1, 0. */
const three: Rows = (
  [
    [0, 0],
    [0, 1],
    [0, 0],
    [1, 1],
    [1, 1],
    [2, 0],
  ] as const
).map(([told, answered]) => [one(answered, 3).map((v) => v - 0.25), one(told, 3)])

describe('counting', () => {
  test('[SC10] accuracy is the share of rows answered right: of one node by its threshold, of several by the largest', () => {
    expect(measured(accuracy, binary)).toBe(6 / 8)
    expect(measured(accuracy, three)).toBe(4 / 6)
    // 0.5 is not above 0.5, and a target of 0.5 is a no.
    expect(measured(accuracy, [[[0.5], [0.5]]])).toBe(1)
    // Of equal ones the first.
    expect(
      measured(accuracy, [
        [
          [0.3, 0.3],
          [0, 1],
        ],
      ]),
    ).toBe(0)
    expect(
      measured(accuracy, [
        [
          [0.3, 0.3],
          [0.5, 0.5],
        ],
      ]),
    ).toBe(1)
  })

  test('[SC10] a logit says yes above 0: the loss says so', async () => {
    const g = graph((g) => {
      g.loss(binaryCrossEntropy(), g.add('o', neuron(identity), { from: g.inputs('x'), weights: [1], bias: 0 }))
    })
    const rows = [0.25, -0.25, 0.75].map((x) => ({ input: [x], target: [x > 0 ? 1 : 0] }))
    expect((await evaluate(network(g), rows, { metrics: [accuracy] })).accuracy).toBe(1)
    const plain = graph((g) => {
      g.loss(squaredError(), g.add('o', neuron(identity), { from: g.inputs('x'), weights: [1], bias: 0 }))
    })
    expect((await evaluate(network(plain), rows, { metrics: [accuracy] })).accuracy).toBe(2 / 3)
  })

  test('[SC10] confusion counts rows by the class they are of and the one they are answered with', () => {
    expect(measured(confusion, binary)).toEqual([
      [4, 1],
      [1, 2],
    ])
    expect(measured(confusion, three)).toEqual([
      [2, 1, 0],
      [0, 2, 0],
      [1, 0, 0],
    ])
    expect(structuredClone(measured(confusion, binary))).toEqual(measured(confusion, binary))
  })

  test('[SC10] balancedAccuracy is the mean over the classes that rows are of', () => {
    expect(measured(balancedAccuracy, binary)).toBe((4 / 5 + 2 / 3) / 2)
    expect(measured(balancedAccuracy, three)).toBe((2 / 3 + 1 + 0) / 3)
    // No row is of class 2: two classes are there.
    expect(measured(balancedAccuracy, three.slice(0, 5))).toBe((2 / 3 + 1) / 2)
  })

  test('[SC10] precision, recall and f1 are of yes, or the mean over the classes that occur; 0 of 0 is 0', () => {
    // Of yes: 2 right, 3 answered, 3 told.
    expect([precision, recall, f1].map((metric) => measured<number>(metric, binary))).toEqual([2 / 3, 2 / 3, 4 / 6])
    // Right 2, 2, 0; answered 3, 3, 0; told 3, 2, 1.
    expect(measured(precision, three)).toBe((2 / 3 + 2 / 3 + 0) / 3)
    expect(measured(recall, three)).toBe((2 / 3 + 1 + 0) / 3)
    expect(measured(f1, three)).toBe((4 / 6 + 4 / 5 + 0) / 3)
    // Class 2 neither told nor answered is left out.
    expect(measured(recall, three.slice(0, 5))).toBe((2 / 3 + 1) / 2)
    expect(measured(precision, [[[0.1], [1]]])).toBe(0)
  })

  test('[SC10] topK is the share of rows whose class is among the k largest, earlier nodes first among equals', () => {
    const rows: Rows = [
      [
        [0.5, 0.3, 0.2],
        [1, 0, 0],
      ],
      [
        [0.5, 0.3, 0.2],
        [0, 1, 0],
      ],
      [
        [0.5, 0.3, 0.2],
        [0, 0, 1],
      ],
      [
        [0.4, 0.4, 0.2],
        [0, 1, 0],
      ],
    ]
    expect([1, 2, 3, 9].map((k) => measured(topK({ k }), rows))).toEqual([1 / 4, 3 / 4, 1, 1])
    expect(measured(topK({ k: 1 }), three)).toBe(measured(accuracy, three))
    for (const k of [0, 1.5, Number.NaN]) expect(() => topK({ k })).toThrow('a whole number, 1 or more')
  })

  test('[SC10] rocAuc is the chance that a row of the class lies above one that is not, by counting all pairs', () => {
    const area = (rows: Rows, k: number): number => {
      let sum = 0
      let pairs = 0
      for (const [a, told] of rows) {
        for (const [b, other] of rows) {
          if (!((told[k] as number) > 0.5) || (other[k] as number) > 0.5) continue
          const [x, y] = [a[k] as number, b[k] as number]
          sum += x > y ? 1 : x === y ? 0.5 : 0
          pairs++
        }
      }
      return sum / pairs
    }
    // By hand: 5 below 0.9, 4 below 0.6, and below 0.4 two and a half.
    expect(measured(rocAuc, binary)).toBe(11.5 / 15)
    expect(area(binary, 0)).toBe(11.5 / 15)
    expect(measured(rocAuc, three)).toBeCloseTo((area(three, 0) + area(three, 1) + area(three, 2)) / 3, 14)
    expect(measured(rocAuc, [[[0.1], [1]]])).toBeNaN()
    // More rows than it has room for at first.
    const many: Rows = Array.from({ length: 300 }, (_, n) => [[((n * 37) % 101) / 101], [n % 3 === 0 ? 1 : 0]])
    expect(measured(rocAuc, many)).toBeCloseTo(area(many, 0), 14)
  })
})

describe('measuring', () => {
  const rows: Rows = [
    [
      [1, 5],
      [2, 5],
    ],
    [
      [2, 6],
      [2, 8],
    ],
    [
      [6, 7],
      [5, 5],
    ],
  ]

  test('[SC10] meanAbsoluteError and rootMeanSquaredError are means over rows and nodes', () => {
    expect(measured(meanAbsoluteError, rows)).toBe((1 + 0 + 0 + 2 + 1 + 2) / 6)
    expect(measured(rootMeanSquaredError, rows)).toBe(Math.sqrt((1 + 0 + 0 + 4 + 1 + 4) / 6))
  })

  test('[SC10] rSquared is 1 − squared errors / squared deviations of the targets, node by node', () => {
    // Targets 2, 2, 5 with mean 3: 1 + 1 + 4 = 6, errors 1 + 0 + 1; targets 5, 8, 5 with mean 6: 6, errors 0 + 4 + 4.
    expect(measured(rSquared, rows)).toBeCloseTo((1 - 2 / 6 + (1 - 8 / 6)) / 2, 14)
    // Far from 0 nothing cancels.
    const far = rows.map(([outputs, targets]): Rows[number] => [
      outputs.map((v) => v + 1e9),
      targets.map((v) => v + 1e9),
    ])
    expect(measured(rSquared, far)).toBeCloseTo((1 - 2 / 6 + (1 - 8 / 6)) / 2, 9)
    expect(
      measured(rSquared, [
        [[3], [3]],
        [[3], [3]],
      ]),
    ).toBe(1)
    expect(
      measured(rSquared, [
        [[3], [3]],
        [[4], [3]],
      ]),
    ).toBe(0)
  })

  test('[SC10] perplexity is e to the mean loss: the number of classes where the network guesses', async () => {
    expect(
      measured(perplexity, [
        [[0], [0], Math.log(2)],
        [[0], [0], Math.log(8)],
      ]),
    ).toBeCloseTo(4, 14)
    const g = graph((g) => {
      const o = g.add(['a', 'b', 'c', 'd'], neuron(identity), {
        from: g.inputs('x'),
        weights: [[0], [0], [0], [0]],
        bias: 0,
      })
      g.loss(softmaxCrossEntropy(), o)
    })
    const { perplexity: undecided } = await evaluate(network(g), [{ input: [1], target: [0, 0, 1, 0] }], {
      metrics: [perplexity],
    })
    expect(undecided).toBeCloseTo(4, 14)
  })
})
