import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { defineLoss } from '../graph/contracts/loss.ts'
import type { Graph } from '../graph/value/graph.ts'
import { type Data, type Dataset, dataset } from './dataset.ts'

const anyTarget = defineLoss({ name: 'any', forward() {}, backward() {} })
const zeroOrOne = defineLoss({
  name: 'zeroOrOne',
  forward() {},
  backward() {},
  checkTarget: (target) => (target === 0 || target === 1 ? null : '0 or 1'),
})

const graphOf = (inputs: string[], targets: string[], loss = anyTarget): Graph => ({
  order: [],
  nodes: {},
  inputs,
  outputs: [],
  losses: [{ loss, nodes: targets, weight: 1 }],
  kinds: {},
})
const xor = graphOf(['x1', 'x2'], ['o'], zeroOrOne)
const free = graphOf(['x1', 'x2'], ['o'])
const ROWS = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
]
const FORMS: Record<string, Data> = {
  'an array of rows': ROWS,
  'a set of rows': new Set(ROWS),
  'a generator of records': (function* () {
    for (const { input, target } of ROWS)
      yield { input: { x2: input[1] as number, x1: input[0] as number }, target: target[0] as number }
  })(),
  'typed columns': { columns: { o: [0, 1, 1, 0], x1: Uint8Array.of(0, 0, 1, 1), x2: Float32Array.of(0, 1, 0, 1) } },
  'flat typed matrices': { inputs: Uint8Array.of(0, 0, 0, 1, 1, 0, 1, 1), targets: Float64Array.of(0, 1, 1, 0) },
  'flat arrays': { inputs: [0, 0, 0, 1, 1, 0, 1, 1], targets: [0, 1, 1, 0] },
  'nested arrays': { inputs: ROWS.map((row) => row.input), targets: ROWS.map((row) => row.target) },
  'nested and flat arrays': { inputs: ROWS.map((row) => row.input), targets: [0, 1, 1, 0] },
  'rows with a property "columns", as d3 reads them': Object.assign([...ROWS], { columns: ['x1', 'x2', 'o'] }),
}

const rowsOf = (data: Dataset) => Array.from({ length: data.rows }, (_, index) => data.row(index))

function refusal(data: unknown, graph = free): NeuriteError {
  try {
    dataset(data as Data, graph)
  } catch (error) {
    if (error instanceof NeuriteError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('what a dataset is made of', () => {
  it.each(Object.entries(FORMS))('[DA7] %s make the same dataset', (_, data) => {
    const made = dataset(data, xor)
    expect(rowsOf(made)).toEqual(ROWS)
    expect([made.rows, made.inputs, made.targets]).toEqual([4, ['x1', 'x2'], ['o']])
    expect(made.fingerprint).toBe(dataset(ROWS, xor).fingerprint)
  })

  it('[DA7] rows, columns and matrices agree for any numbers and sizes', () => {
    const sizes = fc.record({
      rows: fc.integer({ min: 1, max: 150 }),
      width: fc.integer({ min: 1, max: 7 }),
      targets: fc.integer({ min: 1, max: 3 }),
    })
    const number = fc.double({ noNaN: true, noDefaultInfinity: true })
    const cases = sizes.chain(({ rows, width, targets }) =>
      fc.record({
        width: fc.constant(width),
        targets: fc.constant(targets),
        table: fc.array(fc.array(number, { minLength: width + targets, maxLength: width + targets }), {
          minLength: rows,
          maxLength: rows,
        }),
      }),
    )
    fc.assert(
      fc.property(cases, ({ width, targets, table }) => {
        const ids = Array.from({ length: width + targets }, (_, k) => `n${k}`)
        const graph = graphOf(ids.slice(0, width), ids.slice(width))
        const rows = table.map((values) => ({ input: values.slice(0, width), target: values.slice(width) }))
        const columns = Object.fromEntries(ids.map((id, k) => [id, table.map((values) => values[k] as number)]))
        const made = [
          dataset(rows, graph),
          dataset(rows.values(), graph),
          dataset({ columns }, graph),
          dataset({ inputs: rows.flatMap((row) => row.input), targets: rows.flatMap((row) => row.target) }, graph),
        ]
        expect(rowsOf(made[0] as Dataset)).toEqual(rows)
        expect(new Set(made.map((data) => data.fingerprint)).size).toBe(1)
      }),
      { seed: 4, numRuns: 40 },
    )
  })

  it('[DA7] a generator that hands out one array again and again is read row by row', () => {
    const input = [0, 0]
    function* counting() {
      for (let row = 0; row < 300; row++) {
        input[0] = row
        input[1] = -row
        yield { input, target: row }
      }
    }
    expect(dataset(counting(), free).row(299)).toEqual({ input: [299, -299], target: [299] })
    expect(dataset(counting(), free).row(0)).toEqual({ input: [0, -0], target: [0] })
  })

  it('[DA8] a dataset keeps copies, and nothing that it hands out leads back to them', () => {
    const inputs = Float64Array.of(1, 2, 3, 4)
    const made = dataset({ inputs, targets: [1, 0] }, free)
    const { fingerprint } = made
    inputs.fill(9)
    made.row(0).input[0] = 9
    expect(() => Object.assign(made, { rows: 9 })).toThrow(TypeError)
    expect(() => (made.inputs as string[]).push('x3')).toThrow(TypeError)
    const slabs = [new Float64Array(4), new Float64Array(2)] as const
    made.gather(null, 0, 2, ...slabs)
    slabs[0].fill(9)
    expect(made.row(0)).toEqual({ input: [1, 2], target: [1] })
    expect(dataset(rowsOf(made), free).fingerprint).toBe(fingerprint)
  })

  it('[DA9] a dataset for the same inputs and targets is handed back as it is', () => {
    const made = dataset(ROWS, free)
    expect(dataset(made, free)).toBe(made)
    expect(dataset(made, graphOf(['x1', 'x2'], ['o']))).toBe(made)
    expect(dataset(made, xor)).toBe(made)
  })

  it('[DA9] a dataset for the same columns in another order is rearranged', () => {
    const made = dataset(
      [
        { input: [1, 2, 3], target: [4, 5] },
        { input: [6, 7, 8], target: [9, 10] },
      ],
      graphOf(['a', 'b', 'c'], ['p', 'q']),
    )
    const turned = dataset(made, graphOf(['c', 'a', 'b'], ['q', 'p']))
    expect(rowsOf(turned)).toEqual([
      { input: [3, 1, 2], target: [5, 4] },
      { input: [8, 6, 7], target: [10, 9] },
    ])
    expect(turned.fingerprint).not.toBe(made.fingerprint)
  })

  it('[DA9] a dataset that does not suit another graph is refused', () => {
    const made = dataset([{ input: [1, 2], target: 0.5 }], free)
    expect(refusal(made, xor)).toMatchObject({ code: 'INVALID_TARGET', place: { row: 0, column: 'o' } })
    expect(refusal(made, graphOf(['x1', 'x2', 'x3'], ['o']))).toMatchObject({
      code: 'MISSING_COLUMN',
      place: { column: 'x3' },
    })
    expect(refusal(made, graphOf(['x1'], ['o']))).toMatchObject({ code: 'UNKNOWN_COLUMN', place: { column: 'x2' } })
    expect(refusal(made, graphOf(['x1', 'x2'], ['p'])).issues.map(({ code }) => code)).toEqual([
      'MISSING_COLUMN',
      'UNKNOWN_COLUMN',
    ])
  })

  it('[NE21] a dataset of 100,000 columns is found to fit, or rearranged, in linear time', () => {
    const ids = Array.from({ length: 100_000 }, (_, k) => `x${k}`)
    const made = dataset({ inputs: new Float64Array(100_000), targets: [1] }, graphOf(ids, ['o']))
    expect(dataset(made, graphOf(ids, ['o']))).toBe(made)
    expect(dataset(made, graphOf(ids.toReversed(), ['o'])).inputs[0]).toBe('x99999')
  }, 10_000)

  it('[DA10] the fingerprint tells ids, order and every bit of the numbers', () => {
    const made = [
      dataset(ROWS, free),
      dataset(ROWS, graphOf(['x2', 'x1'], ['o'])),
      dataset(ROWS, graphOf(['x1', 'x2'], ['p'])),
      dataset([...ROWS].reverse(), free),
      dataset([...ROWS.slice(1), { input: [0, -0], target: 0 }], free),
      dataset(ROWS.slice(1), free),
    ]
    expect(new Set(made.map((data) => data.fingerprint)).size).toBe(made.length)
    expect(made[0]?.fingerprint).toMatch(/^[0-9a-f]{32}$/)
  })

  it.each([-1, 4, 0.5, Number.NaN])('[DA8] there is no row %s', (index) => {
    expect(() => dataset(ROWS, free).row(index)).toThrow(NeuriteError)
  })
})

describe('what is refused', () => {
  it.each([
    ['no rows', []],
    ['an iterable of nothing', new Set()],
    ['empty columns', { columns: { x1: [], x2: [], o: [] } }],
    ['empty matrices', { inputs: [], targets: [] }],
    ['empty typed matrices', { inputs: new Float64Array(0), targets: new Float64Array(0) }],
  ])('[DA11] %s are EMPTY_DATA', (_, data) => {
    expect(refusal(data).code).toBe('EMPTY_DATA')
  })

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a text', 'x1,x2,o'],
    ['a number', 3],
    ['a function', () => ROWS],
    ['a promise', Promise.resolve(ROWS)],
    ['inputs alone', { inputs: [1, 2] }],
    ['an empty object', {}],
  ])('[DA11] %s is INVALID_OPTION', (_, data) => {
    expect(refusal(data)).toMatchObject({ code: 'INVALID_OPTION', place: { option: 'data' } })
  })

  const good = (row: number) => ({ input: [row, 1], target: 1 })
  it.each([
    ['WRONG_LENGTH', { row: 2, part: 'input' }, [good(0), good(1), { input: [1], target: 1 }]],
    ['NOT_FINITE', { row: 1, column: 'x2' }, [good(0), { input: [1, Number.NaN], target: 1 }]],
    ['NOT_A_NUMBER', { row: 1, column: 'o' }, [good(0), { input: [1, 2], target: '1' }]],
    ['INVALID_ROW', { row: 1 }, [good(0), undefined, good(2)]],
    ['INVALID_ROW', { row: 0 }, Float64Array.of(1, 2, 3)],
    ['NOT_FINITE', { row: 70, column: 'x1' }, columns({ x1: list(100, 70, Number.NaN) })],
    ['NOT_A_NUMBER', { row: 3, column: 'o' }, columns({ o: list(100, 3, '1') })],
    ['NOT_A_NUMBER', { row: 3, column: 'x2' }, columns({ x2: list(100, 3, null) })],
    ['NOT_A_NUMBER', { row: 0, column: 'x2' }, columns({ x2: new BigInt64Array(100) })],
    ['WRONG_LENGTH', { column: 'x2' }, columns({ x2: new Float64Array(99) })],
    ['MISSING_COLUMN', { row: 0, column: 'x2' }, columns({ x2: undefined })],
    ['UNKNOWN_COLUMN', { row: 0, column: 'x3' }, columns({ x3: new Float64Array(100) })],
    ['INVALID_OPTION', { option: 'columns.x2' }, columns({ x2: 'text' })],
    ['WRONG_LENGTH', { matrix: 'inputs' }, { inputs: [1, 2, 3], targets: [1, 2] }],
    ['WRONG_LENGTH', { matrix: 'targets' }, { inputs: [[1, 2]], targets: [[1], [2]] }],
    ['NOT_FINITE', { row: 1, column: 'x1' }, { inputs: Float64Array.of(1, 2, Number.NaN, 4), targets: [1, 2] }],
    ['NOT_A_NUMBER', { row: 1, column: 'x2' }, { inputs: [1, 2, 3, '4'], targets: [1, 2] }],
    ['NOT_A_NUMBER', { row: 0, column: 'x1' }, { inputs: ['1', 2, 3, 4], targets: [1, 2] }],
    ['NOT_A_NUMBER', { row: 0, column: 'x1' }, { inputs: new BigInt64Array(2), targets: [1] }],
    ['NOT_FINITE', { row: 1, column: 'o' }, { inputs: [1, 2, 3, 4], targets: [1, Number.POSITIVE_INFINITY] }],
    ['WRONG_LENGTH', { row: 1, part: 'input' }, { inputs: [[1, 2], [3]], targets: [1, 2] }],
  ])('[DA12] %s at %o', (code, place, data) => {
    const error = refusal(data)
    expect([error.code, error.place]).toEqual([code, place])
  })

  it.each([
    [
      'rows',
      [
        { input: [0, 0], target: 0 },
        { input: [0, 1], target: 2 },
      ],
    ],
    ['columns', { columns: { x1: [0, 0], x2: [0, 1], o: [0, 2] } }],
    ['matrices', { inputs: [0, 0, 0, 1], targets: [0, 2] }],
  ])('[DA12] a target that does not suit its loss is INVALID_TARGET in %s', (_, data) => {
    expect(refusal(data, xor)).toMatchObject({ code: 'INVALID_TARGET', place: { row: 1, column: 'o' } })
  })

  it.each([
    ['rows', Array.from({ length: 1000 }, () => ({ input: [Number.NaN, 1], target: 1 }))],
    ['columns', columns({ x1: new Float64Array(100).fill(Number.NaN), x2: new Float64Array(100).fill(Number.NaN) })],
    ['matrices', { inputs: new Float64Array(2000).fill(Number.NaN), targets: new Float64Array(1000) }],
  ])('[DA12] the first hundred faults of %s are listed, by row', (_, data) => {
    const { issues } = refusal(data)
    const rows = issues.map(({ place }) => place.row as number)
    expect(rows).toHaveLength(100)
    expect(rows).toEqual([...rows].sort((a, b) => a - b))
  })
})

describe('batches out of it', () => {
  it('[DA13] value i of the n-th row in order stands at i · count + n', () => {
    const cases = fc
      .record({ rows: fc.integer({ min: 1, max: 70 }), width: fc.integer({ min: 1, max: 70 }), seed: fc.nat() })
      .chain(({ rows, width, seed }) =>
        fc.integer({ min: 0, max: rows }).chain((from) =>
          fc.record({
            rows: fc.constant(rows),
            width: fc.constant(width),
            seed: fc.constant(seed),
            from: fc.constant(from),
            count: fc.integer({ min: 0, max: rows - from }),
            ordered: fc.boolean(),
          }),
        ),
      )
    fc.assert(
      fc.property(cases, ({ rows, width, seed, from, count, ordered }) => {
        const ids = Array.from({ length: width }, (_, k) => `x${k}`)
        const inputs = Float64Array.from({ length: rows * width }, (_, at) => at)
        const targets = Float64Array.from({ length: rows * 2 }, (_, at) => -at)
        const data = dataset({ inputs, targets }, graphOf(ids, ['o', 'p']))
        const order = ordered ? Int32Array.from({ length: rows }, (_, n) => (n * 7 + seed) % rows) : null
        const slabs = [new Float64Array(width * count + 1).fill(-7), new Float64Array(2 * count + 1).fill(7)] as const
        data.gather(order, from, count, ...slabs)
        const rowAt = (n: number) => (order === null ? from + n : (order[from + n] as number))
        for (let n = 0; n < count; n++) {
          const { input, target } = data.row(rowAt(n))
          expect(input).toEqual(ids.map((_, i) => slabs[0][i * count + n]))
          expect(target).toEqual([slabs[1][n], slabs[1][count + n]])
        }
        expect([slabs[0].at(-1), slabs[1].at(-1)]).toEqual([-7, 7])
      }),
      { seed: 5 },
    )
  })

  it('[DA13] a single wide row is the row', () => {
    const inputs = Float64Array.from({ length: 300 }, (_, at) => at)
    const ids = Array.from({ length: 100 }, (_, k) => `x${k}`)
    const data = dataset({ inputs, targets: [1, 2, 3] }, graphOf(ids, ['o']))
    const slab = new Float64Array(100)
    data.gather(Int32Array.of(2, 1, 0), 1, 1, slab, new Float64Array(1))
    expect([...slab]).toEqual([...inputs.subarray(100, 200)])
  })

  it('[DA13] a batch beyond the rows, or beyond a slab, is refused', () => {
    const data = dataset(ROWS, free)
    const gather =
      (from: number, count: number, size = 9) =>
      () =>
        data.gather(null, from, count, new Float64Array(size), new Float64Array(9))
    expect(gather(2, 2)).not.toThrow()
    expect(gather(3, 2)).toThrow(NeuriteError)
    expect(gather(-1, 2)).toThrow(NeuriteError)
    expect(gather(Number.NaN, 2)).toThrow(NeuriteError)
    expect(gather(0, 2, 3)).toThrow(NeuriteError)
  })
})

function list(length: number, at: number, value: unknown): unknown[] {
  return Array.from({ length }, (_, row) => (row === at ? value : row))
}

/** A hundred good rows as columns, but for what is given. */
function columns(given: Record<string, unknown>) {
  return { columns: { x1: new Float64Array(100), x2: new Float64Array(100), o: new Float64Array(100), ...given } }
}
