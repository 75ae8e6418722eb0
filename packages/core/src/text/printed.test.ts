import { describe, expect, test } from 'vitest'
import { figure } from './figure.ts'
import { inspectable, shape } from './inspectable.ts'
import { folded, INSPECT, type Inspect, listed, type Paint, printed } from './printed.ts'
import { wrapped } from './wrapped.ts'

const plain: Paint = (text) => text
const print = (value: unknown, width = 80): string => printed(value, width, plain)

describe('values in print', () => {
  test.each([
    [0.1 + 0.2, '0.3'],
    [-2.4961122377732705, '-2.49611'],
    [1e-9 / 3, '3.33333e-10'],
    [1_234_567, '1234567'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [1e300, '1e+300'],
  ])('[PR1] %d is printed as %s', (value, wanted) => {
    expect(figure(value)).toBe(wanted)
    expect(print(value)).toBe(wanted)
  })

  test('[PR1] texts are quoted and shown escaped, keys where they are no names', () => {
    expect(print({ 'h4->o6': "it's", '\u001b[2J': null, a: undefined, b: true })).toBe(
      "{ 'h4->o6': 'it\\'s', '\\u001b[2J': null, a: undefined, b: true }",
    )
    expect(print([])).toBe('[]')
    expect(print({})).toBe('{}')
    expect(print(() => 1)).toBe('[function]')
  })

  test('[PR2] a list shows its first ten numbers, fewer where there is less room, and how many more there are', () => {
    expect(print(new Float64Array(10_000))).toBe('[ 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … 9,990 more ]')
    expect(print(Array.from({ length: 12 }, (_, k) => k / 7))).toMatch(/^\[ 0, 0\.142857, .* … \d more \]$/)
    expect(print(Array.from({ length: 12 }, (_, k) => k / 7)).length).toBeLessThanOrEqual(80)
    expect(print([1.5, 2.5, 3.5], 5)).toBe('[ 1.5, … 2 more ]')
  })

  test('[PR2] a record shows its first ten entries, an entry per line where one line has no room', () => {
    const weights = Object.fromEntries(Array.from({ length: 784 }, (_, k) => [`x${k + 1}`, k / 3]))
    const lines = print({ id: 'h', weights }).split('\n')
    expect(lines).toHaveLength(16)
    expect(lines.at(-3)).toBe('    … 774 more')
    expect(print({ a: 1, b: [{ c: 1 }, { d: 2 }] }, 20)).toBe('{\n  a: 1,\n  b: [\n    { c: 1 },\n    { d: 2 }\n  ]\n}')
  })

  test('[PR2] so do names in a row, and lines', () => {
    expect(listed(['a', 'b'])).toBe('a, b')
    expect(listed(Array.from({ length: 1000 }, (_, k) => `neuron${k}`))).toBe('neuron0, neuron1, neuron2, … 997 more')
    expect(folded(Array.from({ length: 12 }, String))).toHaveLength(11)
    expect(wrapped('one two three', 7, '  ')).toBe('one two\n  three')
  })

  test('[PR5] a console colors each value by its own hand, and widths are those of the plain text', () => {
    const paint: Paint = (text, as) => `<${as}>${text}</>`
    expect(printed({ a: 1, b: 'x', c: null }, 30, paint)).toBe(
      "{ a: <number>1</>, b: <string>'x'</>, c: <null>null</> }",
    )
  })

  test('[PR1] a description is one text for a console, String() and templates, and nothing that can be listed', () => {
    const point = shape<{ x: number; y: number }>(({ x, y }) => ({ title: 'Point', value: [x, y] }))
    const made = point({ x: 1, y: 2 })
    const inspect = (made as unknown as Record<symbol, Inspect>)[INSPECT] as Inspect
    expect(inspect.call(made, 0, { breakLength: 80, stylize: plain })).toBe('Point [ 1, 2 ]')
    expect([String(made), `${made}`]).toEqual(['Point [ 1, 2 ]', 'Point [ 1, 2 ]'])
    expect([Reflect.ownKeys(made), JSON.stringify(made)]).toEqual([['x', 'y'], '{"x":1,"y":2}'])
    expect(structuredClone(made)).toEqual({ x: 1, y: 2 })
    expect(Object.isFrozen(made)).toBe(true)
  })

  test('[PR6] lines made for people are their title in the cell of a table', () => {
    const table = {}
    inspectable(table, () => ({ title: 'short', text: 'short\nlong' }))
    const inspect = (table as Record<symbol, Inspect>)[INSPECT] as Inspect
    expect(inspect.call(table, 0, { breakLength: Number.POSITIVE_INFINITY, stylize: plain })).toBe('short')
    expect(String(table)).toBe('short\nlong')
  })
})
