import fc from 'fast-check'
import { tap } from 'rxjs'
import { describe, expect, it } from 'vitest'
import type { NeuriteError } from '../../errors/neurite-error.ts'
import { graph } from '../compose/builder.ts'
import { edit } from '../compose/edit.ts'
import { graphFromJSON } from '../compose/from-json.ts'
import {
  codes,
  leaky,
  neuron,
  product,
  randomGraph,
  sigmoid,
  squared,
  table,
  threeTwoOne,
} from '../compose/sample-graphs.ts'
import type { Graph, GraphNode } from './graph.ts'
import { ids } from './ids.ts'
import { graphToJSON } from './json.ts'
import type { GraphJson } from './json-form.ts'

const unit = neuron(sigmoid)
type Loose = Record<string, unknown> & { nodes: Record<string, unknown>[]; kinds: Record<string, unknown> }

const again = (g: Graph): Graph => graphFromJSON(JSON.stringify(graphToJSON(g)), table)
const changed = (change: (json: Loose) => void): unknown => {
  const json = JSON.parse(JSON.stringify(graphToJSON(threeTwoOne()))) as Loose
  change(json)
  return json
}
const h4 = (fields: object) => changed(({ nodes }) => Object.assign(nodes[3] as object, fields))

describe('a graph as JSON', () => {
  it('[GR110] it reads like a list of nodes in declared order, with kinds by short labels', () => {
    expect(JSON.parse(JSON.stringify(graphToJSON(threeTwoOne())))).toEqual({
      format: 'neurite/graph',
      version: 1,
      kinds: { input: 'input', neuron: { name: 'neuron', options: { activation: 'sigmoid' } } },
      nodes: [
        { id: 'x1', kind: 'input' },
        { id: 'x2', kind: 'input' },
        { id: 'x3', kind: 'input' },
        { id: 'h4', kind: 'neuron', inputs: ['x1', 'x2', 'x3'], weights: [0.2, 0.4, -0.5], bias: -0.4 },
        { id: 'h5', kind: 'neuron', inputsOf: 'h4', weights: [-0.3, 0.1, 0.2], bias: 0.2 },
        { id: 'o6', kind: 'neuron', inputs: ['h4', 'h5'], weights: [-0.3, -0.2], bias: 0.1 },
      ],
      inputs: ['x1', 'x2', 'x3'],
      outputs: ['o6'],
      losses: [{ loss: 'squared', nodes: ['o6'] }],
    })
  })

  it('[GR111] written and read again it is deep equal, as value and as text, order included', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const g = randomGraph(seed)
        expect(graphFromJSON(graphToJSON(g), table)).toEqual(g)
        expect(again(g)).toEqual(g)
        expect(Object.keys(again(g).kinds)).toEqual(Object.keys(g.kinds))
      }),
      { numRuns: 200 },
    )
  })

  it('[GR112] a fan-in that nodes share is written once, and shared again: a million edges in 100 kB', () => {
    const dense = graph((g) => g.add(ids('h', 1000), unit, { from: g.inputs(ids('x', 1000)) }))
    expect(JSON.stringify(graphToJSON(dense)).length).toBeLessThan(100_000)
    expect(again(dense)).toEqual(dense)
    const { h1, h1000 } = again(dense).nodes
    expect(h1000?.inputs).toBe((h1 as GraphNode).inputs)
  })

  it('[GR113] what is read is frozen, and nothing that was handed in is kept', () => {
    const json = JSON.parse(JSON.stringify(graphToJSON(threeTwoOne()))) as GraphJson
    const g = graphFromJSON(json, table)
    for (const part of [g, ...Object.values(g), g.nodes.h4, g.nodes.h4?.inputs, g.nodes.h4?.weights, g.losses[0]]) {
      expect(Object.isFrozen(part)).toBe(true)
    }
    const open = json as unknown as Loose
    const lists = [open.nodes[3]?.inputs, open.outputs] as string[][]
    for (const list of lists) list.push('x9')
    expect(g).toEqual(threeTwoOne())
    expect(Object.isFrozen(open.kinds.neuron)).toBe(false)
  })

  it('[GR114] kinds of one name get labels of their own', () => {
    const g = graph((g) => {
      const x = g.inputs('x')
      g.add('a', unit, { from: x })
      g.add('b', neuron(leaky(0.1)), { from: x })
      g.add('c', neuron(leaky(0.2)), { from: x })
    })
    expect(Object.keys(graphToJSON(g).kinds)).toEqual(['input', 'neuron', 'neuron 2', 'neuron 3'])
  })

  it('[GR115] edges that carry operators are refused, each by name', () => {
    const { graph: g } = edit(threeTwoOne(), (g) => {
      g.connect('x1', 'o6', { through: tap(), delay: 1 })
      g.connect('x2', 'o6', { through: tap() })
    })
    const run = () => graphToJSON(g)
    expect(codes(run)).toEqual(['THROUGH_NOT_JSON', 'THROUGH_NOT_JSON'])
    expect(run).toThrow(/x1->o6@1/)
  })

  const wrongs: Record<string, [unknown, string]> = {
    'text that is no JSON': ['{', 'INVALID_FORMAT'],
    nothing: [undefined, 'INVALID_FORMAT'],
    'an array': [[], 'INVALID_FORMAT'],
    'another format': [changed((json) => { json.format = 'neurite/snapshot' }), 'INVALID_FORMAT'],
    'a newer version': [changed((json) => { json.version = 2 }), 'NEWER_FORMAT'],
    'a newer version of a form unknown today': [{ format: 'neurite/graph', version: 7, layers: [] }, 'NEWER_FORMAT'],
    'no version': [changed((json) => { delete json.version }), 'INVALID_FORMAT'],
    'a version that is text': [changed((json) => { json.version = '2' }), 'INVALID_FORMAT'],
    'nodes as a record': [changed((json) => { json.nodes = {} as never }), 'INVALID_FORMAT'],
    'no outputs': [changed((json) => { delete json.outputs }), 'INVALID_FORMAT'],
    'an unknown field': [changed((json) => { json.layers = [] }), 'INVALID_FORMAT'],
    'an unknown field of a node': [h4({ wieghts: [1] }), 'INVALID_FORMAT'],
    'a node that is null': [changed(({ nodes }) => nodes.push(null as never)), 'INVALID_FORMAT'],
    'a node without id': [h4({ id: 4 }), 'INVALID_FORMAT'],
    'a node twice': [changed(({ nodes }) => nodes.push({ id: 'h4', kind: 'neuron' })), 'DUPLICATE_ID'],
    'inputs that are text': [h4({ inputs: 'x1' }), 'INVALID_FORMAT'],
    'the inputs of a later node': [changed(({ nodes }) => nodes.splice(5, 0, { id: 'q', kind: 'neuron', inputsOf: 'o6' })), 'INVALID_FORMAT'],
    'inputs twice': [h4({ inputsOf: 'x1' }), 'INVALID_FORMAT'],
    'too few weights': [h4({ weights: [1] }), 'WRONG_LENGTH'],
    'a weight that is text': [h4({ weights: [1, 2, '3'] }), 'INVALID_WEIGHT'],
    'a bias that was NaN': [h4({ bias: null }), 'INVALID_BIAS'],
    'a delay below 0': [h4({ delays: [0, 0, -1] }), 'INVALID_DELAY'],
    'a label that is not there': [h4({ kind: 'toString' }), 'UNKNOWN_KIND'],
    'a kind that the table lacks': [changed(({ kinds }) => { kinds.neuron = 'gru' }), 'UNKNOWN_KIND'],
    'a kind that is a loss': [changed(({ kinds }) => { kinds.neuron = 'squared' }), 'INVALID_FORMAT'],
    'a kind that is no reference': [changed(({ kinds }) => { kinds.neuron = 3 }), 'INVALID_FORMAT'],
    'an activation that the table lacks': [changed(({ kinds }) => { kinds.neuron = { name: 'neuron', options: { activation: 'gelu' } } }), 'UNKNOWN_DEFINITION'],
    'a loss that the table lacks': [changed((json) => { json.losses = [{ loss: 'hinge', nodes: ['o6'] }] }), 'UNKNOWN_DEFINITION'],
    'a loss without nodes': [changed((json) => { json.losses = [{ loss: 'squared' }] }), 'INVALID_FORMAT'],
    'an edge from nowhere': [h4({ inputs: ['x1', 'x2', 'x9'] }), 'UNKNOWN_ENDPOINT'],
    'an output that is no node': [changed((json) => { json.outputs = ['o7'] }), 'UNKNOWN_NODE'],
    'a cycle': [h4({ inputs: ['x1', 'x2', 'o6'] }), 'GRAPH_CYCLE'],
  } // biome-ignore format: a table

  it.each(Object.entries(wrongs))('[GR116] refused: %s', (_, [json, code]) => {
    expect(codes(() => graphFromJSON(json, table))[0]).toBe(code)
  })

  it('[GR117] whatever is read is a graph or refused by code', () => {
    const text = JSON.stringify(graphToJSON(randomGraph(7)))
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(10), fc.string(), (at, cut, put) => {
        const run = () => graphFromJSON(text.slice(0, at) + put + text.slice(at + cut), table)
        expect(Array.isArray(codes(run))).toBe(true)
      }),
      { numRuns: 500 },
    )
    fc.assert(fc.property(fc.jsonValue(), (value) => codes(() => graphFromJSON(value, table)).length > 0))
  })

  it('[GR118] issues name their place', () => {
    const places = (json: unknown): unknown[] => {
      try {
        graphFromJSON(json, table)
      } catch (error) {
        return (error as NeuriteError).issues.map(({ place }) => place)
      }
      return []
    }
    expect(places(h4({ inputs: 3, weights: 3 }))).toEqual([{ at: 'nodes[3].inputs' }, { at: 'nodes[3].weights' }])
    expect(places(changed(({ kinds }) => { kinds.neuron = 'gru' }))).toEqual([{ node: 'h4', kind: 'gru' }]) // biome-ignore format: short
  })

  it('[GR119] a table with one’s own kinds reads them', () => {
    const g = graph((g) => g.loss(squared, g.add('p', product, { from: g.inputs('a', 'b') })))
    const { product: _, ...without } = table
    expect(codes(() => graphFromJSON(graphToJSON(g), without))).toEqual(['UNKNOWN_KIND'])
    expect(graphFromJSON(graphToJSON(g), { ...without, product })).toEqual(g)
  })
})
