import { describe, expect, it } from 'vitest'
import { type Activation, defineActivation } from '../contracts/activation.ts'
import { defineKind } from '../contracts/define-kind.ts'
import { defineInitializer } from '../contracts/initializer.ts'
import type { NodeKind } from '../contracts/kind.ts'
import { defineLoss } from '../contracts/loss.ts'
import type { Graph } from '../value/graph.ts'
import { graph } from './builder.ts'
import { edit, patch } from './edit.ts'
import type { GraphBuilder, Recipe } from './recipe.ts'
import { codes, neuron, product, sigmoid, squared } from './sample-graphs.ts'

const unit = neuron(sigmoid)
/** Takes the name of sigmoid. */
const bent = (by: number): Activation => defineActivation({ name: 'sigmoid', value: (z) => by * z, slope: () => by })
/** Two inputs x1, x2 and what the recipe adds. */
const built = (recipe: Recipe): Graph =>
  graph((g) => {
    g.inputs('x1', 'x2')
    recipe(g)
  })

const refusals: Record<string, [string, Recipe]> = {
  'an id that is taken': ['DUPLICATE_ID', (g) => g.add(['a', 'a'], unit, { from: 'x1' })],
  'an input twice': ['DUPLICATE_ID', (g) => g.inputs('x1')],
  'an empty id': ['INVALID_ID', (g) => g.add('', unit)],
  'the id __proto__': ['INVALID_ID', (g) => g.add('__proto__', unit)],
  'an id that is no text': ['INVALID_ID', (g) => g.add('a', unit, { from: [undefined as never] })],
  'an edge from nowhere': ['UNKNOWN_ENDPOINT', (g) => g.add('a', unit, { from: 'y' })],
  'an edge to nowhere': ['UNKNOWN_ENDPOINT', (g) => g.connect('x1', 'y')],
  'an edge twice': ['DUPLICATE_EDGE', (g) => g.connect('x1', g.add('a', unit, { from: 'x1' }))],
  'an end twice': ['DUPLICATE_EDGE', (g) => g.connect('x1', [g.add('a', unit), 'a'])],
  'a source twice': ['DUPLICATE_EDGE', (g) => g.add('a', unit, { from: ['x1', ['x1']] })],
  'an edge twice with equal delay': ['DUPLICATE_EDGE', (g) => {
    g.add('a', unit, { from: 'x1', delay: 1 })
    g.connect('x1', 'a', { delay: 1 })
  }], // biome-ignore format: a row of the table
  'a cycle': ['GRAPH_CYCLE', (g) => g.add('a', unit, { from: ['x1', g.add('b', unit, { from: 'a' })] })],
  'a kind that is none': ['UNKNOWN_KIND', (g) => g.add('a', sigmoid as never)],
  'a factory that was not called': ['UNKNOWN_KIND', (g) => g.add('a', neuron as never)],
  'a kind left out': ['UNKNOWN_KIND', (g) => g.add('a', undefined as never)],
  'a kind set that is none': ['UNKNOWN_KIND', (g) => g.set(g.add('a', unit, { from: 'x1' }), { kind: 'neuron' as never })],
  'too few edges': ['WRONG_FAN_IN', (g) => g.add('a', product, { from: 'x1' })],
  'an edge into an input': ['WRONG_FAN_IN', (g) => g.connect('x1', 'x2')],
  'a weight that is not finite': ['INVALID_WEIGHT', (g) => g.add('a', unit, { from: 'x1', weights: [Number.NaN] })],
  'a weight that is text': ['INVALID_WEIGHT', (g) => g.add('a', unit, { from: 'x1', weights: { x1: '1' as never } })],
  'a weight of connect that is not finite': ['INVALID_WEIGHT', (g) => g.connect('x1', g.add('a', unit), { weight: 1 / 0 })],
  'too many weights': ['WRONG_LENGTH', (g) => g.add('a', unit, { from: 'x1', weights: [1, 2] })],
  'too few lists of weights': ['WRONG_LENGTH', (g) => g.add(['a', 'b'], unit, { from: 'x1', weights: [[1]] })],
  'too few biases': ['WRONG_LENGTH', (g) => g.add(['a', 'b'], unit, { from: 'x1', bias: [1] })],
  'one record of weights for many nodes': ['INVALID_OPTION', (g) => g.add(['a', 'b'], unit, { from: 'x1', weights: { x1: 1 } as never })],
  'flat weights for many nodes': ['INVALID_OPTION', (g) => g.add(['a', 'b'], unit, { from: 'x1', weights: [1, 2] as never })],
  'a weight of an edge that is none': ['UNKNOWN_EDGE', (g) => g.add('a', unit, { from: 'x1', weights: { x2: 1 } })],
  'a weight where nothing is weighed': ['UNUSED_WEIGHT', (g) => g.add('a', product, { from: ['x1', 'x2'], weights: [1, 1] })],
  'a bias that is not finite': ['INVALID_BIAS', (g) => g.add('a', unit, { from: 'x1', bias: Number.POSITIVE_INFINITY })],
  'a bias that is text': ['INVALID_BIAS', (g) => g.add('a', unit, { from: 'x1', bias: '0' as never })],
  'a bias where there is none': ['UNUSED_BIAS', (g) => g.add('a', product, { from: ['x1', 'x2'], bias: 1 })],
  'a delay that is no whole number': ['INVALID_DELAY', (g) => g.add('a', unit, { from: 'x1', delay: 0.5 })],
  'a delay below 0': ['INVALID_DELAY', (g) => g.connect('x1', g.add('a', unit), { delay: -1 })],
  'an operator that is none': ['INVALID_OPTION', (g) => g.connect('x1', g.add('a', unit), { through: 3 as never })],
  'a way back that is none': ['INVALID_OPTION', (g) => g.connect('x1', g.add('a', unit), { through: { operator: (source: unknown) => source, back: 1 } as never })],
  'a disconnect of no edge': ['UNKNOWN_EDGE', (g) => g.disconnect('x1', g.add('a', unit, { from: 'x2' }))],
  'a disconnect by another delay': ['UNKNOWN_EDGE', (g) => g.disconnect('x1', g.add('a', unit, { from: 'x1' }), { delay: 1 })],
  'a disconnect by a delay that is none': ['INVALID_OPTION', (g) => g.disconnect('x1', g.add('a', unit, { from: 'x1' }), { delay: -1 })],
  'a disconnect of no node': ['UNKNOWN_EDGE', (g) => g.disconnect('x1', 'y')],
  'a removal of no node': ['UNKNOWN_NODE', (g) => g.remove('y')],
  'a change of no node': ['UNKNOWN_NODE', (g) => g.set('y', { bias: 1 })],
  'an output that is no node': ['UNKNOWN_NODE', (g) => g.outputs('y')],
  'an output twice': ['REPEATED_NODE', (g) => g.outputs(g.add('a', unit, { from: 'x1' }), 'a')],
  'a loss over no node': ['UNKNOWN_NODE', (g) => g.loss(squared, 'y')],
  'a loss over a node twice': ['REPEATED_NODE', (g) => g.loss(squared, [g.add('a', unit, { from: 'x1' }), 'a'])],
  'a loss over nothing': ['INVALID_OPTION', (g) => g.loss(squared, [])],
  'a loss that is none': ['INVALID_OPTION', (g) => g.loss(product as never, 'x1')],
  'a weight of a loss that is not finite': ['INVALID_OPTION', (g) => g.loss(squared, g.add('a', unit, { from: 'x1' }), { weight: Number.NaN })],
  'an output that no input reaches': ['UNREACHABLE_OUTPUT', (g) => g.outputs(g.add('a', unit))],
  'an async recipe': ['ASYNC_NOT_ALLOWED', (async (g: GraphBuilder) => g.add('a', unit, { from: 'x1' })) as Recipe],
} // biome-ignore format: a table

describe('what a recipe is refused for', () => {
  it.each(Object.entries(refusals))('[GR30] %s', (_, [code, recipe]) => {
    const found = codes(() =>
      graph((g) => {
        g.inputs('x1', 'x2')
        g.outputs(g.add('end', unit, { from: ['x1', 'x2'] }))
        return recipe(g)
      }),
    )
    expect(found[0]).toBe(code)
  })

  it('[GR31] a graph without input, and one without output', () => {
    expect(codes(() => graph(() => {}))).toEqual(['NO_INPUT', 'NO_OUTPUT'])
    expect(codes(() => graph((g) => g.add('a', unit)))).toEqual(['NO_INPUT'])
    expect(codes(() => graph((g) => g.inputs('x')))).toEqual(['NO_OUTPUT'])
  })

  it('[GR32] everything wrong in a recipe is told at once, what it said first, then what came of it', () => {
    const run = () =>
      graph((g) => {
        g.inputs('x', 'x')
        g.add('a', unit, { from: ['x', 'y'], bias: Number.NaN })
        g.remove('z')
        g.outputs('q')
      })
    expect(codes(run)).toEqual(['DUPLICATE_ID', 'UNKNOWN_NODE', 'INVALID_BIAS', 'UNKNOWN_ENDPOINT', 'UNKNOWN_NODE'])
    expect(run).toThrow(/^DUPLICATE_ID: two nodes are called "x".*4 more/)
  })

  it('[GR33] warnings do not throw', () => {
    expect(built((g) => g.loss(squared, g.add('a', unit, { from: 'x1' }))).outputs).toEqual(['a'])
  })

  it('[GR34] the builder ends with its recipe', () => {
    let kept: GraphBuilder | undefined
    const g = built((g) => {
      kept = g
      g.add('a', unit, { from: 'x1' })
    })
    expect(codes(() => kept?.add('b', unit))).toEqual(['BUILDER_CLOSED'])
    expect(codes(() => kept?.outputs())).toEqual(['BUILDER_CLOSED'])
    expect(g.order).toEqual(['x1', 'x2', 'a'])
  })

  it('[GR36] two definitions under one name and options are refused, whatever their text, not taken for one', () => {
    // Each closes over its exponent: one text, two functions.
    const pow = (p: number) =>
      defineKind({
        name: 'pow',
        forward: ({ inputs, output }) => output.set(inputs[0]?.map((x) => x ** p) ?? []),
        backward() {},
      })
    const [square, cube] = [pow(2), pow(3)]
    expect(codes(() => built((g) => g.add(['a', 'b'], square, { from: 'x1' })))).toEqual([])
    const both = (g: GraphBuilder) => [g.add('a', square, { from: 'x1' }), g.add('b', cube, { from: 'x1' })]
    expect(codes(() => built(both))).toEqual(['DEFINITION_CONFLICT'])
    expect(codes(() => built((g) => [g.add('a', unit), g.add('b', neuron(bent(1)))]))).toContain('DEFINITION_CONFLICT')
    expect(codes(() => built((g) => g.add('a', { ...square, name: 'input' }, { from: 'x1' })))[0]).toBe(
      'DEFINITION_CONFLICT',
    )
    const losses = [
      defineLoss({ name: 'own', forward() {}, backward() {} }),
      defineLoss({ name: 'own', forward() {}, backward() {} }),
    ]
    const twoLosses = (g: GraphBuilder) => losses.map((loss, n) => g.loss(loss, g.add(`l${n}`, unit, { from: 'x1' })))
    expect(codes(() => built(twoLosses))).toEqual(['DEFINITION_CONFLICT'])
  })

  it('[GR124] what is made of the same functions is one definition, however often it is made', () => {
    const twice = (g: GraphBuilder) => [
      g.add('a', neuron(sigmoid), { from: 'x1' }),
      g.add('b', neuron(sigmoid), { from: 'x1' }),
    ]
    expect(Object.keys(built(twice).kinds)).toHaveLength(2) // the input's, and this one
    const value = (z: number, { slope }: { slope: number }) => (z > 0 ? z : slope * z)
    const slopeAt = (z: number, _: number, { slope }: { slope: number }) => (z > 0 ? 1 : slope)
    const lean = (slope: number) =>
      neuron(defineActivation({ name: 'lean', options: { slope }, value, slope: slopeAt }))
    const leans = built((g) => {
      g.add('a', lean(0.1), { from: 'x1' })
      g.add('b', lean(0.1), { from: 'x1' })
      g.add('c', lean(0.2), { from: 'x1' })
    })
    expect(Object.keys(leans.kinds)).toHaveLength(3)
  })

  it('[GR125] a definition meets another one of its key in an edit, in patches, and where two kinds are made of it', () => {
    const bare = (draw: () => number, name: string) =>
      defineKind({
        name,
        parameters: [{ name: 'weight', per: 'edge', start: defineInitializer({ name: 'one', draw }) }],
        forward() {},
        backward() {},
      })
    const [first, second, other] = [bare(() => 1, 'p'), bare(() => 1, 'p'), bare(() => 1, 'q')]
    const g = built((g) => g.add('a', first, { from: 'x1' }))
    const exchanged = (kind: NodeKind) => () =>
      edit(g, (g) => {
        g.remove('a')
        g.add('b', kind, { from: 'x1' })
        g.outputs('b')
      })
    expect(codes(exchanged(first))).toEqual([])
    expect(codes(exchanged(second))).toContain('DEFINITION_CONFLICT')
    expect(codes(exchanged(other))).toEqual(['DEFINITION_CONFLICT'])
    expect(codes(() => built((g) => [g.add('a', first, { from: 'x1' }), g.add('b', other, { from: 'x1' })]))).toEqual([
      'DEFINITION_CONFLICT',
    ])
    const patches = [{ op: 'replace' as const, path: ['kinds'], value: { ...g.kinds, [first.name]: second } }]
    expect(codes(() => patch(g, patches))).toContain('DEFINITION_CONFLICT')
  })

  it('[GR35] what a recipe throws itself comes out as it is', () => {
    expect(() =>
      graph(() => {
        throw new RangeError('mine')
      }),
    ).toThrow(new RangeError('mine'))
  })
})
