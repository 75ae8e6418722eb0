import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgeAt, edgeName, nodeName, parameterName, readEdge, readNode, readParameter, sourceNames } from './names.ts'
import { shown } from './shown.ts'

const pieces = [
  'a',
  'b',
  '->',
  '-',
  '>',
  '@1',
  '@',
  '"',
  '\\',
  ' ',
  '\n',
  '\ufeff',
  'bias ',
  'ä',
  '→',
  '\ud800',
  '😀',
  '0',
  '{',
]
/** Everything that could be taken for a part of a name, and text of any sort. */
const odd = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
)
const delay = fc.constantFrom(0, 1, 2, 10)

const biasName = (id: string): string => parameterName(nodeName(id), 'bias', null)

describe('the names of edges and parameters', () => {
  it('[GR160] plain ids stand as they are, all others quoted', () => {
    expect(edgeName('h4', 'o6', 0)).toBe('h4->o6')
    expect(edgeName('conv/3/5,7', 'a-b.c#1', 1)).toBe('conv/3/5,7->a-b.c#1@1')
    expect(edgeName('größe', 'o_', 0)).toBe('größe->o_')
    expect(edgeName('a-', 'b', 0)).toBe('a-->b')
    expect(edgeName('a->b', 'c', 0)).toBe('"a->b"->c')
    expect(edgeName('a', 'b->c', 0)).toBe('a->"b->c"')
    expect(edgeName('a', 'b@1', 0)).toBe('a->"b@1"')
    expect(edgeName('a', 'b', 1)).toBe('a->b@1')
    expect(biasName('h4')).toBe('h4:bias')
    expect(parameterName('x->h', 'gain', 2)).toBe('x->h:gain[2]')
    expect(biasName('my node')).toBe('"my node":bias')
    expect(nodeName('\ufeffx1\r')).toBe('"\\ufeffx1\\r"')
    expect(nodeName('\u{e0001}')).toBe('"\\udb40\\udc01"')
  })

  it('[GR160] a name leads back to the edge, the bias, the node; different ones have different names', () => {
    fc.assert(
      fc.property(odd, odd, delay, odd, odd, delay, (a, b, m, c, d, n) => {
        const [one, other] = [edgeName(a, b, m), edgeName(c, d, n)]
        expect(readEdge(one)).toEqual({ from: a, to: b, delay: m })
        expect(one === other).toBe(a === c && b === d && m === n)
        expect(readParameter(biasName(a))).toEqual({ node: a, edge: null, parameter: 'bias', k: null })
        const gain = { node: b, edge: { from: a, to: b, delay: m }, parameter: 'gain', k: n }
        expect(readParameter(parameterName(one, 'gain', n))).toEqual(gain)
        expect(readParameter(one)).toEqual({ ...gain, parameter: 'weight', k: null })
        expect(readNode(nodeName(a))).toBe(a)
        expect([readEdge(biasName(a)), readParameter(nodeName(a)), readEdge(nodeName(a))]).toEqual([null, null, null])
        expect(shown(one)).toBe(one)
      }),
      { numRuns: 3000, seed: 8 },
    )
  })

  it('[GR160] what is no name of an edge is none; what is like no name is an id itself', () => {
    for (const name of [
      '',
      '->',
      'a->',
      '->b',
      'a->b->c',
      'a b->c',
      'a->b@',
      'a->b@x',
      '"a->b',
      '"\\q"->b',
      'a->b\n',
    ]) {
      expect(readEdge(name), name).toBeNull()
    }
    expect(readEdge('"h4"->o6')).toEqual({ from: 'h4', to: 'o6', delay: 0 })
    expect([readNode('my node'), readNode('"half')]).toEqual(['my node', '"half'])
    expect([readParameter('my node:bias')?.node, readParameter('h4')]).toEqual(['my node', null])
  })

  it('[GR161] the edges that enter a node have different names by their sources alone', () => {
    expect(sourceNames({ id: 'o', inputs: ['my x', 'x@1'] })).toEqual(['my x', 'x@1'])
    expect(sourceNames({ id: 'o', inputs: ['x', 'y'], delays: [1, 0] })).toEqual(['x', 'y'])
    expect(sourceNames({ id: 'o', inputs: ['x', 'x', 'x@1'], delays: [0, 1, 0] })).toEqual(['x', 'x@1', '"x@1"'])
    const fanIn = fc.uniqueArray(fc.tuple(odd, delay), {
      minLength: 1,
      maxLength: 8,
      selector: (pair) => pair.join('\0'),
    })
    fc.assert(
      fc.property(fanIn, odd, (edges, id) => {
        const node = { id, inputs: edges.map(([from]) => from), delays: edges.map(([, n]) => n) }
        expect(new Set(sourceNames(node)).size).toBe(edges.length)
        expect(new Set(edges.map((_, slot) => edgeAt(node, slot))).size).toBe(edges.length)
      }),
      { seed: 8 },
    )
  })
})
