import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graph } from '../compose/builder.ts'
import { neuron, product, randomGraph, sigmoid, squared, threeTwoOne } from '../compose/sample-graphs.ts'
import type { Graph, GraphNode } from '../value/graph.ts'
import { ids } from '../value/ids.ts'
import { validate } from './validate.ts'

const unit = neuron(sigmoid)
const kind = 'neuron{"activation":"sigmoid"}'
type Loose = { nodes: Record<string, unknown>; kinds: Record<string, unknown>; order: string[] }

/** The 3-2-1 graph, opened up by copying and then spoilt. */
function spoilt(spoil: (g: Loose, node: (id: string) => Record<string, unknown>) => void): unknown {
  const sound = threeTwoOne()
  const nodes = Object.fromEntries(Object.values(sound.nodes).map((node) => [node.id, { ...node }]))
  const open = { ...sound, nodes, order: [...sound.order], kinds: { ...sound.kinds } } as unknown as Loose
  spoil(open, (id) => nodes[id] as unknown as Record<string, unknown>)
  return open
}

const found = (value: unknown): string[] => validate(value as Graph).map(({ code }) => code)

const wrongs: Record<string, [unknown, string[]]> = {
  nothing: [undefined, ['INVALID_FORMAT']],
  'a number': [3, ['INVALID_FORMAT']],
  'an empty object': [{}, Array(6).fill('INVALID_FORMAT')],
  'nodes in an array': [{ ...threeTwoOne(), nodes: [] }, ['INVALID_FORMAT']],
  'an id twice in order': [spoilt((g) => g.order.push('h4')), ['DUPLICATE_ID']],
  'an id in order without node': [spoilt((g) => g.order.push('h9')), ['UNKNOWN_NODE']],
  'a node that order lacks': [spoilt((g) => { g.nodes.h9 = { id: 'h9', kind, inputs: [] } }), ['INVALID_FORMAT']],
  'a node that is null': [spoilt((g) => { g.nodes.h4 = null }), ['INVALID_FORMAT']],
  'a node under another id': [spoilt((_, node) => { node('h4').id = 'h5' }), ['INVALID_FORMAT']],
  'inputs that are text': [spoilt((_, node) => { node('h4').inputs = 'x1' }), ['INVALID_FORMAT']],
  'an input that is a number': [spoilt((_, node) => { node('o6').inputs = ['h4', 5] }), ['INVALID_FORMAT']],
  'inputs with a hole': [spoilt((_, node) => { node('h4').inputs = Array(3) }), ['INVALID_FORMAT']],
  'weights that are a record': [spoilt((_, node) => { node('h4').weights = { x1: 1 } }), ['INVALID_FORMAT']],
  'delays that are a number': [spoilt((_, node) => { node('h4').delays = 1 }), ['INVALID_FORMAT']],
  'a kind that no table has': [spoilt((_, node) => { node('h4').kind = 'toString' }), ['UNKNOWN_KIND']],
  'a kind that is none': [spoilt((g) => { g.kinds[kind] = { type: 'kind' } }), Array(3).fill('UNKNOWN_KIND')],
  'an edge from nowhere': [spoilt((_, node) => { node('o6').inputs = ['h4', 'h9'] }), ['UNKNOWN_ENDPOINT', 'NO_LOSS_PATH']],
  'an edge twice': [spoilt((_, node) => { node('o6').inputs = ['h4', 'h4'] }), ['DUPLICATE_EDGE', 'NO_LOSS_PATH']],
  'a weight that is NaN': [spoilt((_, node) => { node('o6').weights = [Number.NaN, 1] }), ['INVALID_WEIGHT']],
  'weights that are text and missing': [spoilt((_, node) => { node('o6').weights = ['1', undefined] }), ['INVALID_WEIGHT', 'INVALID_WEIGHT']],
  'too few weights': [spoilt((_, node) => { node('o6').weights = [1] }), ['WRONG_LENGTH']],
  'a bias that is null': [spoilt((_, node) => { node('o6').bias = null }), ['INVALID_BIAS']],
  'a delay that is text': [spoilt((_, node) => { node('o6').delays = ['1', 0] }), ['INVALID_DELAY']],
  'too many delays': [spoilt((_, node) => { node('o6').delays = [0, 0, 1] }), ['WRONG_LENGTH']],
  'an operator that is none': [spoilt((_, node) => { node('o6').through = { 0: null } }), ['INVALID_OPTION']],
  'an operator on no edge': [spoilt((_, node) => { node('o6').through = { 2: { operator: (x: unknown) => x } } }), ['INVALID_OPTION']],
  'a cycle': [spoilt((_, node) => { node('h4').inputs = ['x1', 'x2', 'o6'] }), ['GRAPH_CYCLE']],
  'a self-loop': [spoilt((_, node) => { node('h4').inputs = ['x1', 'x2', 'h4'] }), ['GRAPH_CYCLE']],
  'an input that reads': [spoilt((_, node) => { node('x1').inputs = ['x2'] }), ['WRONG_FAN_IN']],
  'inputs that name no node': [{ ...threeTwoOne(), inputs: ['x1', 'x2', 'x3', 'x4'] }, ['UNKNOWN_NODE']],
  'inputs that name a neuron': [{ ...threeTwoOne(), inputs: ['x1', 'x2', 'x3', 'h4'] }, ['INPUT_MISMATCH']],
  'inputs that leave one out': [{ ...threeTwoOne(), inputs: ['x1', 'x2'] }, ['INPUT_MISMATCH']],
  'outputs that name no text': [{ ...threeTwoOne(), outputs: ['o6', null] }, ['INVALID_ID']],
  'no output': [{ ...threeTwoOne(), outputs: [] }, ['NO_OUTPUT']],
  'a loss that is null': [{ ...threeTwoOne(), losses: [null] }, Array(3).fill('INVALID_OPTION')],
  'a weight of a loss that is infinite': [{ ...threeTwoOne(), losses: [{ loss: squared, nodes: ['o6'], weight: 1 / 0 }] }, ['INVALID_OPTION']],
  'a loss over no node': [{ ...threeTwoOne(), losses: [{ loss: squared, nodes: ['o7'], weight: 1 }] }, ['UNKNOWN_NODE']],
} // biome-ignore format: a table

describe('validate', () => {
  it('[GR70] a sound graph has no issue', () => {
    expect(validate(threeTwoOne())).toEqual([])
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(validate(randomGraph(seed)).filter(({ severity }) => severity === 'error')).toEqual([])
      }),
    )
  })

  it.each(Object.entries(wrongs))('[GR71] %s', (_, [value, codes]) => {
    expect(found(value)).toEqual(codes)
  })

  it('[GR72] each issue says its place and the way out', () => {
    const [cycle] = validate(spoilt((_, node) => { node('h4').inputs = ['x1', 'x2', 'o6'] }) as Graph) // biome-ignore format: short
    expect(cycle).toEqual({
      code: 'GRAPH_CYCLE',
      severity: 'error',
      place: { path: 'h4 → o6 → h4', node: 'h4' },
      what: 'h4 → o6 → h4 has no delay',
      wayOut: 'take one of these edges away: g.disconnect(from, to)',
    })
    const [weight] = validate(spoilt((_, node) => { node('o6').weights = [1, '2'] }) as Graph) // biome-ignore format: short
    expect(weight?.place).toEqual({ edge: 'h5->o6', node: 'o6' })
    const [end] = validate(spoilt((_, node) => { node('h4').inputs = ['x1', 'x2', 'y'] }) as Graph) // biome-ignore format: short
    expect(end?.place).toEqual({ edge: 'y->h4', node: 'h4' })
  })

  it('[GR73] edges of one source with different delays are different edges', () => {
    const twice = (delays: number[]) =>
      found(spoilt((_, node) => Object.assign(node('o6'), { inputs: ['h4', 'h4'], delays })))
    expect(twice([0, 1])).not.toContain('DUPLICATE_EDGE')
    expect(twice([1, 1])).toContain('DUPLICATE_EDGE')
  })

  it('[GR74] a fan-in that nodes share is told of at the first of them, an edge twice at each', () => {
    const inputs = ['x1', 'x1', 'y']
    const value = spoilt((_, node) => {
      for (const id of ['h4', 'h5']) node(id).inputs = inputs
    })
    expect(found(value).filter((code) => code === 'UNKNOWN_ENDPOINT')).toEqual(['UNKNOWN_ENDPOINT'])
    expect(found(value).filter((code) => code === 'DUPLICATE_EDGE').length).toBe(2)
  })

  it('[GR75] reach goes along edges with delay too; nothing of this is looked at where there is no input or no loss', () => {
    const g = graph((g) => {
      g.add('a', unit, { from: g.inputs('x'), delay: 1 })
      g.add('b', unit, { from: 'a', delay: 1 })
      g.loss(squared, 'b')
    })
    expect(validate(g)).toEqual([])
    expect(found({ ...g, losses: [] })).toEqual([])
    expect(found({ ...g, inputs: [] })).toEqual(['INPUT_MISMATCH', 'NO_INPUT'])
  })

  it('[GR76] a node from which no loss can be reached is odd, not wrong', () => {
    const g = graph((g) => {
      const x = g.inputs('x', 'unread')
      g.add(['a', 'end'], unit, { from: x[0] })
      g.loss(squared, 'a')
    })
    expect(validate(g)).toMatchObject([
      { code: 'NO_LOSS_PATH', severity: 'warning', place: { node: 'unread' } },
      { code: 'NO_LOSS_PATH', severity: 'warning', place: { node: 'end' } },
    ])
  })

  it('[GR77] a value that is arbitrarily wrong inside is told of, never crashed on', () => {
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withSparseArray: true })
    fc.assert(fc.property(anything, (value) => Array.isArray(validate(value as Graph))))
    const whole = (seed: number): unknown => thawed(randomGraph(seed, true))
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.tuple(fc.array(fc.nat(), { maxLength: 5 }), anything), { minLength: 1 }),
        (seed, spoils) => {
          const value = whole(seed)
          for (const [path, wrong] of spoils) replace(value, path, wrong)
          expect(Array.isArray(validate(value as Graph))).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('[GR78] a chain of 100,000 nodes, and one wrong fan-in of 300,000, need no recursion and no stack', () => {
    const chain = graph((g) => {
      let last: string = g.inputs('x')[0]
      for (let n = 0; n < 100_000; n++) last = g.add(`n${n}`, unit, { from: last })
      g.loss(squared, last)
    })
    expect(validate(chain)).toEqual([])
    const inputs = ids('y', 300_000)
    const wide: GraphNode = {
      id: 'o',
      kind,
      inputs,
      weights: inputs.map(() => Number.NaN),
      delays: inputs.map(() => -1),
    }
    const value = spoilt((g) => {
      g.nodes.o = wide
      g.order.push('o')
    })
    const counts = new Map<string, number>()
    for (const code of found(value)) counts.set(code, (counts.get(code) ?? 0) + 1)
    expect(Object.fromEntries(counts)).toEqual({
      UNKNOWN_ENDPOINT: 300_000,
      INVALID_WEIGHT: 300_000,
      INVALID_DELAY: 300_000,
      NO_LOSS_PATH: 1,
    })
  })

  it('[GR79] a fan-in outside what the kind takes is refused with both numbers', () => {
    const g = graph((g) => g.add('p', product, { from: g.inputs('a', 'b', 'c') }))
    const four = { ...g.nodes, p: { ...g.nodes.p, inputs: ['a', 'b', 'c', 'd'] } }
    const [issue] = validate({ ...g, nodes: four } as unknown as Graph)
    expect(issue?.what).toBe('"p" has 4 incoming edges, its kind takes 2 to 3')
  })
})

/** A copy that can be written, functions and all. */
function thawed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(thawed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, thawed(inner)]))
}

/** Puts something wrong at the place that the numbers lead to, each counted round among the keys there. */
function replace(value: unknown, path: readonly number[], wrong: unknown): void {
  let at = value
  for (const [depth, n] of path.entries()) {
    if (typeof at !== 'object' || at === null) return
    const keys = Object.keys(at)
    const key = keys[n % keys.length]
    if (key === undefined) return
    const inner = (at as Record<string, unknown>)[key]
    if (depth === path.length - 1 || typeof inner !== 'object') (at as Record<string, unknown>)[key] = wrong
    at = inner
  }
}
