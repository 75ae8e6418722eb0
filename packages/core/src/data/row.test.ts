import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NeuriteError } from '../errors/neurite-error.ts'
import { defineLoss } from '../graph/contracts/loss.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Values } from '../graph/value/known.ts'
import { dataset } from './dataset.ts'
import { type Row, type RowReader, rowReader } from './row.ts'

const anyTarget = defineLoss({ name: 'any', forward() {}, backward() {} })
const zeroOrOne = defineLoss({
  name: 'zeroOrOne',
  forward() {},
  backward() {},
  checkTarget: (target) => (target === 0 || target === 1 ? null : '0 or 1'),
})
const positive = defineLoss({
  name: 'positive',
  forward() {},
  backward() {},
  checkTarget: (target) => (target > 0 ? null : 'a number above 0'),
})

/** Only what a reader looks at. */
const graphOf = (inputs: string[], ...losses: [typeof anyTarget, ...string[]][]): Graph => ({
  order: [],
  nodes: {},
  inputs,
  outputs: [],
  losses: losses.map(([loss, ...nodes]) => ({ loss, nodes, weight: 1 })),
  kinds: {},
})
const three = graphOf(['x1', 'x2', 'x3'], [anyTarget, 'o6'])
const wide = (width: number, targets = 1): Graph =>
  graphOf(
    Array.from({ length: width }, (_, k) => `x${k}`),
    [anyTarget, ...Array.from({ length: targets }, (_, k) => `o${k}`)],
  )

function refusal(run: () => unknown): NeuriteError {
  try {
    run()
  } catch (error) {
    if (error instanceof NeuriteError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** What readRow does to two slabs that held 7s everywhere. */
function read(reader: RowReader, given: unknown, row = 0) {
  const inputs = new Float64Array(reader.inputs.length).fill(7)
  const targets = new Float64Array(reader.targets.length).fill(7)
  reader.readRow(given as Row, row, inputs, targets, 0, 1)
  return { input: [...inputs], target: [...targets] }
}

function refused(graph: Graph, given: unknown, row = 3): NeuriteError {
  const inputs = new Float64Array(graph.inputs.length).fill(7)
  const targets = new Float64Array(8).fill(7)
  const error = refusal(() => rowReader(graph).readRow(given as Row, row, inputs, targets, 0, 1))
  expect([...inputs, ...targets].every((value) => value === 7)).toBe(true)
  return error
}

describe('what is read', () => {
  it('[DA1] values come in declared order from arrays and by node id from records, whatever the order of its keys', () => {
    const reader = rowReader(three)
    const wanted = { input: [0.5, -2, 3], target: [1] }
    expect(read(reader, { input: [0.5, -2, 3], target: [1] })).toEqual(wanted)
    expect(read(reader, { input: Float32Array.of(0.5, -2, 3), target: Uint8Array.of(1) })).toEqual(wanted)
    expect(read(reader, { input: { x1: 0.5, x2: -2, x3: 3 }, target: { o6: 1 } })).toEqual(wanted)
    expect(read(reader, { input: { x3: 3, x1: 0.5, x2: -2 }, target: { o6: 1 } })).toEqual(wanted)
    expect(read(reader, { input: { 0: 0.5, 1: -2, 2: 3, length: 3 }, target: [1] })).toEqual(wanted)
  })

  it('[DA1] targets stand in the order of the nodes that the losses read, each once', () => {
    const reader = rowReader(graphOf(['x'], [anyTarget, 'b', 'a'], [positive, 'a', 'c']))
    expect(reader.targets).toEqual(['b', 'a', 'c'])
    expect(read(reader, { input: [0], target: { a: 1, b: 2, c: 3 } }).target).toEqual([2, 1, 3])
  })

  it('[DA1] value k of row n of a batch goes to n + k · batch, and nothing else is written', () => {
    const values = fc.double({ noNaN: true, noDefaultInfinity: true })
    const batches = fc
      .record({ width: fc.integer({ min: 1, max: 9 }), targets: fc.integer({ min: 1, max: 3 }) })
      .chain(({ width, targets }) =>
        fc.record({
          width: fc.constant(width),
          targets: fc.constant(targets),
          rows: fc.array(
            fc.record({
              input: fc.array(values, { minLength: width, maxLength: width }),
              target: fc.array(values, { minLength: targets, maxLength: targets }),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          form: fc.array(fc.constantFrom('array', 'typed', 'record', 'reversed'), { minLength: 6, maxLength: 6 }),
        }),
      )
    fc.assert(
      fc.property(batches, ({ width, targets, rows, form }) => {
        const reader = rowReader(wide(width, targets))
        const batch = rows.length
        const inputSlab = new Float64Array(width * batch + 1).fill(7)
        const targetSlab = new Float64Array(targets * batch + 1).fill(7)
        for (const [n, { input, target }] of rows.entries()) {
          const given = { input: shaped(input, 'x', form[n]), target: shaped(target, 'o', form[n]) }
          reader.readRow(given, n, inputSlab, targetSlab, n, batch)
        }
        const expected = (of: (row: Row) => Values, lanes: number) =>
          Array.from({ length: lanes * batch + 1 }, (_, at) => {
            if (at === lanes * batch) return 7
            return (of(rows[at % batch] as Row) as number[])[Math.floor(at / batch)]
          })
        expect([...inputSlab]).toEqual(expected((row) => row.input, width))
        expect([...targetSlab]).toEqual(expected((row) => row.target, targets))
      }),
      { seed: 1 },
    )
  })

  it('[DA1] input and target are read by themselves too', () => {
    const reader = rowReader(three)
    const slab = new Float64Array(8)
    reader.readInput([1, 2, 3], 0, slab, 1, 2)
    reader.readTarget(9, 0, slab, 7, 2)
    expect([...slab]).toEqual([0, 1, 0, 2, 0, 3, 0, 9])
  })

  it('[DA2] a plain number does where exactly one value is wanted', () => {
    const reader = rowReader(graphOf(['x'], [anyTarget, 'o']))
    expect(read(reader, { input: 2, target: -1 })).toEqual({ input: [2], target: [-1] })
    expect(refused(three, { input: 2, target: 1 })).toMatchObject({ code: 'WRONG_LENGTH', place: { row: 3 } })
  })

  it('[DA3] one flat record serves as input and as target', () => {
    const flat = { o6: 1, x1: 0.5, x2: -2, x3: 3 }
    expect(read(rowReader(three), { input: flat, target: flat })).toEqual({ input: [0.5, -2, 3], target: [1] })
  })

  it('[DA3] a record may be of a class that computes its columns', () => {
    class Reading {
      x1 = 1
      x2 = 2
      get x3() {
        return this.x1 + this.x2
      }
    }
    expect(read(rowReader(three), { input: new Reading(), target: 1 }).input).toEqual([1, 2, 3])
  })

  it('[DA3] nodes may be called as arrays and objects call their own', () => {
    const reader = rowReader(graphOf(['length', 'constructor', '0'], [anyTarget, 'toString']))
    const given = { input: { length: 3, constructor: 5, 0: 6 }, target: { toString: 1 } }
    expect(read(reader, given)).toEqual({ input: [3, 5, 6], target: [1] })
    expect(read(reader, { input: Float64Array.of(3, 5, 6), target: [1] }).input).toEqual([3, 5, 6])
    const { code, place } = refused(graphOf(['constructor'], [anyTarget, 'o']), { input: {}, target: 1 })
    expect([code, place]).toEqual(['MISSING_COLUMN', { row: 3, column: 'constructor' }])
  })
})

describe('what is refused, with nothing written', () => {
  const row = (input: unknown, target: unknown = 1) => ({ input, target })

  it.each([
    ['WRONG_LENGTH', { row: 3, part: 'input' }, row([1, 2])],
    ['WRONG_LENGTH', { row: 3, part: 'input' }, row(new Float64Array(4))],
    ['WRONG_LENGTH', { row: 3, part: 'target' }, row([1, 2, 3], [])],
    ['NOT_FINITE', { row: 3, column: 'x2' }, row([1, Number.NaN, 3])],
    ['NOT_FINITE', { row: 3, column: 'x3' }, row({ x1: 1, x2: 2, x3: Number.POSITIVE_INFINITY })],
    ['NOT_FINITE', { row: 3, column: 'o6' }, row([1, 2, 3], Number.NEGATIVE_INFINITY)],
    ['NOT_A_NUMBER', { row: 3, column: 'x1' }, row(['1', 2, 3])],
    ['NOT_A_NUMBER', { row: 3, column: 'x2' }, row([1, null, 3])],
    ['NOT_A_NUMBER', { row: 3, column: 'x2' }, row({ x1: 1, x2: null, x3: 3 })],
    ['NOT_A_NUMBER', { row: 3, column: 'x3' }, row([1, 2, 3n])],
    ['NOT_A_NUMBER', { row: 3, column: 'x1' }, row(BigInt64Array.of(1n, 2n, 3n))],
    ['NOT_A_NUMBER', { row: 3, column: 'x2' }, row(Object.assign(Array(3), { 0: 1, 2: 3 }))],
    ['NOT_A_NUMBER', { row: 3, column: 'o6' }, row([1, 2, 3], '1')],
    ['NOT_A_NUMBER', { row: 3, column: 'o6' }, row([1, 2, 3], true)],
    ['NOT_A_NUMBER', { row: 3, column: 'o6' }, row([1, 2, 3], { o6: { value: 1 } })],
    ['MISSING_COLUMN', { row: 3, column: 'x2' }, row({ x1: 1, x3: 3 })],
    ['MISSING_COLUMN', { row: 3, column: 'x2' }, row({ x1: 1, x2: undefined, x3: 3 })],
    ['MISSING_COLUMN', { row: 3, column: 'o6' }, row([1, 2, 3], {})],
    ['UNKNOWN_COLUMN', { row: 3, column: 'x4' }, row({ x1: 1, x2: 2, x3: 3, x4: 4 })],
    ['UNKNOWN_COLUMN', { row: 3, column: 'o7' }, row([1, 2, 3], { o6: 1, o7: 1 })],
    ['INVALID_ROW', { row: 3 }, null],
    ['INVALID_ROW', { row: 3 }, 'a row'],
    ['INVALID_ROW', { row: 3 }, [1, 2, 3]],
    ['INVALID_ROW', { row: 3 }, { input: [1, 2, 3] }],
    ['INVALID_ROW', { row: 3 }, row('1,2,3')],
    ['INVALID_ROW', { row: 3 }, row(undefined)],
    ['INVALID_ROW', { row: 3 }, row([1, 2, 3], null)],
    ['INVALID_ROW', { row: 3 }, row(() => [1, 2, 3])],
  ])('[DA4] %s at %o', (code, place, given) => {
    const error = refused(three, given)
    expect([error.code, error.place]).toEqual([code, place])
    expect(error.wayOut).not.toBe('')
  })

  it('[DA4] a good input is not written where the target is wrong', () => {
    expect(refused(three, row([1, 2, 3], Number.NaN)).code).toBe('NOT_FINITE')
  })

  it('[DA4] any single fault in any row leaves both slabs as they were', () => {
    const faults = fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, '1', null, undefined, 1n, [], {})
    const cases = fc.record({
      width: fc.integer({ min: 2, max: 12 }),
      at: fc.nat(),
      fault: faults,
      form: fc.constantFrom('array', 'record', 'reversed'),
      inTarget: fc.boolean(),
    })
    fc.assert(
      fc.property(cases, ({ width, at, fault, form, inTarget }) => {
        const input = Array.from({ length: width }, (_, k) => k)
        const target = Array.from({ length: width }, (_, k) => -k)
        const bad = (inTarget ? target : input) as unknown[]
        bad[at % width] = fault
        const given = { input: shaped(input, 'x', form), target: shaped(target, 'o', form) }
        const slabs = [new Float64Array(width).fill(7), new Float64Array(width).fill(7)] as const
        const error = refusal(() => rowReader(wide(width, width)).readRow(given, 5, ...slabs, 0, 1))
        expect(error.place).toEqual({ row: 5, column: `${inTarget ? 'o' : 'x'}${at % width}` })
        expect(slabs.flatMap((slab) => [...slab]).every((value) => value === 7)).toBe(true)
      }),
      { seed: 2 },
    )
  })

  it('[DA5] INVALID_TARGET says what the loss wants, and a node of several losses must suit them all', () => {
    const one = graphOf(['x'], [zeroOrOne, 'o'])
    expect(read(rowReader(one), { input: [0], target: [1] }).target).toEqual([1])
    const error = refused(one, row([0], [0.5]))
    expect([error.code, error.place, error.wayOut]).toEqual(['INVALID_TARGET', { row: 3, column: 'o' }, 'give 0 or 1'])
    const both = graphOf(['x'], [zeroOrOne, 'o'], [positive, 'o', 'p'])
    expect(refused(both, row([0], [0, 1])).wayOut).toBe('give a number above 0')
    expect(refused(both, row([0], { o: 2, p: 1 })).wayOut).toBe('give 0 or 1')
    expect(read(rowReader(both), row([0], [1, 5])).target).toEqual([1, 5])
  })

  it('[DA6] every fault of a row is listed', () => {
    const { issues } = refused(three, { input: { x1: '1', x3: Number.NaN, y: 1 }, target: [null] })
    expect(issues.map(({ code, place }) => [code, place.column])).toEqual([
      ['NOT_A_NUMBER', 'x1'],
      ['MISSING_COLUMN', 'x2'],
      ['NOT_FINITE', 'x3'],
      ['UNKNOWN_COLUMN', 'y'],
      ['NOT_A_NUMBER', 'o6'],
    ])
  })

  it('[DA6] a row that changes while it is read is refused', () => {
    let asked = 0
    const values = {
      x1: 1,
      x2: 2,
      get x3() {
        return asked++ === 0 ? Number.NaN : 3
      },
    }
    expect(refused(three, { input: values, target: 1 }).code).toBe('INVALID_ROW')
  })
})

/** The same numbers in another form; ids are `x0`, `x1`, … */
function shaped(values: number[], name: string, form: string | undefined): Values {
  if (form === 'typed') return Float64Array.from(values)
  const entries = values.map((value, k) => [`${name}${k}`, value] as const)
  if (form === 'record') return Object.fromEntries(entries)
  return form === 'reversed' ? Object.fromEntries(entries.reverse()) : values
}

describe('what a file leaves in the names of its columns', () => {
  const reader = rowReader(three)
  const read = (input: Record<string, number>) => refusal(() => reader.readInput(input, 4, new Float64Array(3), 0, 1))

  it.each([
    ['\ufeffx1', '"\\ufeffx1"', /^the name begins with a byte order mark: take it off the file first/],
    ['x1\r', '"x1\\r"', /^the name ends with a carriage return: split the lines/],
    ['x1  ', '"x1  "', /^the name begins or ends with a blank: trim\(\) it$/],
    ['"x1"', '"\\"x1\\""', /^the name stands in quotes: take them off$/],
    ['\ufeff"x1"', '"\\ufeff\\"x1\\""', /^the name begins with a byte order mark/],
  ])('[DA20] %j is told of as it is, with the way out', (name, shown, wayOut) => {
    const { code, message, issues } = read({ [name]: 1, x2: 2, x3: 3 })
    expect(code).toBe('MISSING_COLUMN')
    expect(issues.map((one) => one.code)).toEqual(['MISSING_COLUMN', 'UNKNOWN_COLUMN'])
    for (const issue of issues) expect(issue.wayOut).toMatch(wayOut)
    expect(issues[0]?.place).toEqual({ row: 4, column: 'x1', near: name })
    expect(message).toContain(`row 4 has no value for x1, but one for ${shown};`)
    expect(issues[1]?.what).toBe(`row 4: ${shown} is neither an input nor a target of the graph`)
  })

  it('[DA20] also where the node has the name that was left, and where nothing was', () => {
    const g = graphOf(['\ufeffx1'], [anyTarget, 'o'])
    const found = refusal(() => dataset([{ input: { x1: 1 }, target: 1 }], g))
    expect(found.issues[0]).toMatchObject({
      code: 'MISSING_COLUMN',
      what: 'row 0 has no value for "\\ufeffx1", but one for x1',
    })
    expect(found.wayOut).toMatch(/^the name begins with a byte order mark/)
    const columns = refusal(() => dataset({ columns: { x1: [1], o: [1] } }, g))
    expect(columns.wayOut).toMatch(/^the name begins with a byte order mark/)
    const other = read({ z: 1, x2: 2, x3: 3 })
    expect(other.issues.map(({ wayOut }) => wayOut)).toEqual([
      'give every input and target of the graph a value',
      'leave it out, or correct its name',
    ])
  })
})
