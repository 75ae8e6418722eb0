import fc from 'fast-check'
import { setAutoFreeze } from 'immer'
import { tap } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { validate } from '../check/validate.ts'
import type { Graph, GraphNode, NodeId } from '../value/graph.ts'
import { ids } from '../value/ids.ts'
import { graph } from './builder.ts'
import { edit, type GraphEdit, type Patch, patch } from './edit.ts'
import type { GraphBuilder } from './recipe.ts'
import {
  chance,
  codes,
  huber,
  leaky,
  neuron,
  product,
  randomGraph,
  sigmoid,
  squared,
  threeTwoOne,
} from './sample-graphs.ts'

const unit = neuron(sigmoid)
const node = (g: Graph, id: string): GraphNode => g.nodes[id] as GraphNode

/** A few words by chance over what is there; some of them may be refused. */
function randomWords(seed: number, base: Graph): (g: GraphBuilder) => void {
  const { below, some, number } = chance(seed)
  const ids = (): NodeId[] => some(base.order, 1 + below(2))
  const words: ((g: GraphBuilder, n: number) => void)[] = [
    (g, n) => g.add([`new${n}`, `${n}`], unit, { from: ids(), bias: number() }),
    (g) => g.connect(ids(), ids(), { delay: 1 + below(2), weight: number() }),
    (g) => g.connect(ids(), ids()),
    (g) => g.set(ids()[0] as NodeId, { bias: below(2) === 0 ? null : number() }),
    (g) => g.set(ids()[0] as NodeId, { kind: neuron(leaky(0.3)), weights: null }),
    (g) => g.remove(ids()[0] as NodeId),
    (g) => g.loss(huber(2), ids()),
    (g) => g.outputs(...ids()),
    (g, n) => void g.inputs(`in${n}`),
  ]
  return (g) => {
    for (let n = 0; n < 1 + below(4); n++) words[below(words.length)]?.(g, n)
  }
}

const tried = (base: Graph, recipe: (g: GraphBuilder) => void): GraphEdit | null => {
  try {
    return edit(base, recipe)
  } catch {
    return null
  }
}

describe('edit', () => {
  it('[GR80] the builder’s words change a graph; the graph before stays, and what did not change is shared', () => {
    const before = threeTwoOne()
    const copy = JSON.stringify(before)
    const { graph: after } = edit(before, (g) => {
      g.add('h7', unit, { from: ['x1', 'x2', 'x3'], bias: 1 })
      g.connect('h7', 'o6', { weight: 0.5 })
    })
    expect(JSON.stringify(before)).toBe(copy)
    expect(after.order).toEqual([...before.order, 'h7'])
    expect(node(after, 'o6')).toEqual({ ...node(before, 'o6'), inputs: ['h4', 'h5', 'h7'], weights: [-0.3, -0.2, 0.5] })
    for (const id of ['x1', 'h4', 'h5']) expect(node(after, id)).toBe(node(before, id))
    expect(node(after, 'h7').inputs).toBe(node(before, 'h4').inputs)
    for (const part of ['inputs', 'outputs', 'losses', 'kinds'] as const) expect(after[part]).toBe(before[part])
  })

  it('[GR81] an edit comes out as building it at once would, however it was cut into edits', () => {
    const words: ((g: GraphBuilder) => void)[] = [
      (g) => void g.inputs('a', '2'),
      (g) => void g.add(['c', '1'], unit, { from: ['a', '2'], weights: [[1, 2], { a: 3 }] }),
      (g) => void g.add('p', product, { from: ['c', '1', 'a'] }),
      (g) => g.connect('c', '1', { delay: 1, weight: 4 }),
      (g) => g.loss(squared, ['p', '1']),
      (g) => g.remove('c'),
      (g) => void g.add('c', unit, { from: '1' }),
      (g) => g.connect('c', 'p'),
      (g) => g.set('p', { kind: neuron(leaky(1)), bias: 1 }),
      (g) => g.disconnect('a', '1'),
    ]
    const atOnce = graph((g) => words.forEach((word) => void word(g)))
    for (const cut of [2, 3, 5, 6, 7, 8]) {
      const first = graph((g) => words.slice(0, cut).forEach((word) => void word(g)))
      const { graph: second } = edit(first, (g) => words.slice(cut).forEach((word) => void word(g)))
      expect(second).toEqual(atOnce)
      expect(Object.keys(second.kinds)).toEqual(Object.keys(atOnce.kinds))
    }
  })

  it('[GR82] patches lead to the graph after, inverse patches back to one deep equal to the graph before', () => {
    let edits = 0
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, words) => {
        const before = randomGraph(seed, true)
        const edited = tried(before, randomWords(words, before))
        if (edited === null) return
        edits++
        const { graph: after, patches, inversePatches } = edited
        expect(patch(before, patches)).toEqual(after)
        expect(patch(after, inversePatches)).toEqual(before)
        expect(patch(after, inversePatches).order).toEqual(before.order)
      }),
      { numRuns: 300 },
    )
    expect(edits).toBeGreaterThan(100)
  })

  it('[GR83] removing a node and taking that back gives its place in the order back', () => {
    const before = threeTwoOne()
    const { graph: after, inversePatches } = edit(before, (g) => g.remove('x2', 'h4'))
    expect(after.order).toEqual(['x1', 'x3', 'h5', 'o6'])
    expect(node(after, 'h5').weights).toEqual([-0.3, 0.2])
    expect(after.inputs).toEqual(['x1', 'x3'])
    expect(patch(after, inversePatches).order).toEqual(before.order)
    expect(patch(after, inversePatches).nodes.h4).toBe(before.nodes.h4)
  })

  it('[GR84] a refused edit leaves no trace', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, words) => {
        const before = randomGraph(seed)
        const copy = JSON.stringify(before)
        tried(before, (g) => {
          randomWords(words, before)(g)
          g.set(before.order[0] as NodeId, { bias: Number.NaN })
        })
        expect(JSON.stringify(before)).toBe(copy)
        expect(validate(before).every(({ severity }) => severity === 'warning')).toBe(true)
      }),
    )
  })

  it('[GR85] edits are refused as recipes are', () => {
    const refused = (recipe: (g: GraphBuilder) => unknown) => codes(() => edit(threeTwoOne(), recipe))[0]
    expect(refused((g) => g.add('h4', unit))).toBe('DUPLICATE_ID')
    expect(refused((g) => g.connect('x1', 'h4'))).toBe('DUPLICATE_EDGE')
    expect(refused((g) => g.connect('o6', 'h4'))).toBe('GRAPH_CYCLE')
    expect(refused((g) => g.connect('h9', 'h4'))).toBe('UNKNOWN_ENDPOINT')
    expect(refused((g) => g.connect('h4', 'h9'))).toBe('UNKNOWN_ENDPOINT')
    expect(refused((g) => g.disconnect('x1', 'o6'))).toBe('UNKNOWN_EDGE')
    expect(refused((g) => g.remove('h4', 'h5'))).toBe('UNREACHABLE_OUTPUT')
    expect(refused((g) => g.remove('x1', 'x2', 'x3'))).toBe('NO_INPUT')
    expect(refused((g) => g.set('h4', { bias: Number.NaN }))).toBe('INVALID_BIAS')
    expect(refused((g) => g.set('h4', { weights: { x1: Number.NaN } }))).toBe('INVALID_WEIGHT')
    expect(refused((g) => g.set('h4', { kind: product }))).toBe('UNUSED_BIAS')
    expect(refused((g) => g.set('h4', { kind: neuron({ ...sigmoid, forward: leaky(1).forward }) }))).toBe(
      'DEFINITION_CONFLICT',
    )
    expect(refused(async (g) => g.set('h4', { bias: 1 }))).toBe('ASYNC_NOT_ALLOWED')
  })

  it('[GR86] outputs that nobody named go on following the losses; named ones stay', () => {
    const grown = (base: Graph) => edit(base, (g) => g.loss(squared, g.add('o7', unit, { from: 'h4' }))).graph.outputs
    expect(grown(threeTwoOne())).toEqual(['o6', 'o7'])
    expect(grown(edit(threeTwoOne(), (g) => g.outputs('h4', 'o6')).graph)).toEqual(['h4', 'o6'])
    const bare = graph((g) => g.add('a', unit, { from: g.inputs('x') }))
    expect(edit(bare, (g) => g.add('b', unit, { from: 'a' })).graph.outputs).toEqual(['b'])
  })

  it('[GR87] kinds come and go with the nodes that use them', () => {
    const { graph: after } = edit(threeTwoOne(), (g) => g.add('p', product, { from: ['h4', 'h5'] }))
    expect(Object.keys(after.kinds)).toContain('product')
    expect(Object.keys(edit(after, (g) => g.remove('p')).graph.kinds)).not.toContain('product')
    expect(Object.keys(edit(after, (g) => g.set('p', { kind: unit })).graph.kinds)).not.toContain('product')
  })

  it('[GR88] an edit that changes nothing gives the same graph and no patches', () => {
    const before = threeTwoOne()
    const { graph: after, patches } = edit(before, () => {})
    expect(after).toBe(before)
    expect(patches).toEqual([])
  })

  it('[GR89] what comes of edits and patches is frozen, whatever Immer’s own switch says', () => {
    setAutoFreeze(false)
    try {
      const { graph: after, inversePatches } = edit(threeTwoOne(), (g) => {
        g.add('p', product, { from: ['h4', 'h5'] })
        g.connect('p', 'o6', { through: tap() })
      })
      for (const g of [after, patch(after, inversePatches)]) {
        for (const part of [g, ...Object.values(g), ...Object.values(g.nodes)]) expect(Object.isFrozen(part)).toBe(true)
        expect(Object.isFrozen(node(g, 'o6').weights)).toBe(true)
      }
    } finally {
      setAutoFreeze(true)
    }
  })

  it('[GR90] patches may have been JSON meanwhile; equal fan-ins are one array again', () => {
    const before = threeTwoOne()
    const {
      graph: after,
      patches,
      inversePatches,
    } = edit(before, (g) => {
      g.set('h4', { bias: 3 })
      g.add(['h7', 'constructor'], unit, { from: ['x1', 'x2', 'x3'] })
    })
    const json = JSON.parse(JSON.stringify({ patches, inversePatches })) as {
      patches: Patch[]
      inversePatches: Patch[]
    }
    const again = patch(before, json.patches)
    expect(again).toEqual(after)
    for (const id of ['h4', 'h7', 'constructor']) expect(node(again, id).inputs).toBe(node(before, 'h5').inputs)
    expect(Object.isFrozen(node(again, 'h7').inputs)).toBe(true)
    expect(patch(again, json.inversePatches)).toEqual(before)
  })

  it('[GR91] patches that lead to a wrong graph, or to no place, are refused', () => {
    const g = threeTwoOne()
    const refused = (one: unknown) => codes(() => patch(g, [one as Patch]))
    expect(refused({ op: 'replace', path: ['nodes', 'h4', 'bias'], value: '3' })).toEqual(['INVALID_BIAS'])
    expect(refused({ op: 'replace', path: ['nodes', 'h4', 'weights'], value: 3 })[0]).toBe('INVALID_FORMAT')
    expect(refused({ op: 'remove', path: ['nodes', 'h4'] })).toContain('UNKNOWN_NODE')
    expect(refused({ op: 'replace', path: ['nodes', 'h9', 'bias'], value: 3 })).toEqual(['INVALID_FORMAT'])
    expect(refused({ op: 'replace', path: [], value: 3 })).toEqual(['INVALID_FORMAT'])
    expect(refused({ op: 'add', path: ['nodes', '__proto__'], value: {} })).toEqual(['INVALID_FORMAT'])
    expect(refused({ op: 'add', path: ['__proto__', 'polluted'], value: 1 })).toEqual(['INVALID_FORMAT'])
    expect(refused({ op: 'add', path: ['constructor', 'polluted'], value: 1 })).toEqual(['INVALID_FORMAT'])
    expect(refused({ op: 'remove', path: ['outputs', 0] })).toEqual(['NO_OUTPUT'])
    expect(patch(g, [{ op: 'replace', path: ['nodes', 'h4', 'bias'], value: 3 }]).nodes.h4?.bias).toBe(3)
  })

  it('[GR92] an edit of one node among 100,000 makes one patch, and shares the rest', () => {
    const before = graph((g) => g.add(ids('h', 100_000), unit, { from: g.inputs('x') }))
    const { graph: after, patches } = edit(before, (g) => g.set('h500', { bias: 1 }))
    expect(patches).toEqual([{ op: 'replace', path: ['nodes', 'h500'], value: { ...node(before, 'h500'), bias: 1 } }])
    const other = after.order.filter((id) => after.nodes[id] !== before.nodes[id])
    expect(other).toEqual(['h500'])
    const grown = edit(before, (g) => g.add('new', unit, { from: 'h1' }))
    expect(grown.patches.length).toBeLessThan(4)
  })
})
