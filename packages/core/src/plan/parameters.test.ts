import { describe, expect, test } from 'vitest'
import { diff } from '../diff/diff.ts'
import { radial, radialGraph } from '../flow/sample-radial.ts'
import { edit } from '../graph/compose/edit.ts'
import type { GraphNode } from '../graph/value/graph.ts'
import { network } from '../network.ts'
import { initialParameters } from '../state/initial.ts'
import { checkKind } from '../testing/check-kind.ts'
import { readParameter } from '../text/names.ts'
import { namesOf, offsetAt, offsetOf, offsetOfName, parametersOf, placeAt } from './parameters.ts'

const node: GraphNode = { id: 'h', kind: 'radial', inputs: ['x', 'y'], delays: [0, 2] }

describe('parameters as named places', () => {
  test('[PL20] a node has what its kind declares, per edge slot by slot, and each place has one offset and one name', () => {
    expect([0, 1, 2, 3].map((fanIn) => parametersOf(radial, fanIn))).toEqual([1, 4, 7, 10])
    expect(namesOf(node, radial)).toEqual([
      'x->h:center[0]',
      'x->h:center[1]',
      'y->h@2:center[0]',
      'y->h@2:center[1]',
      'x->h',
      'y->h@2',
      'h:width',
    ])
    for (let offset = 0; offset < 7; offset++) {
      const place = placeAt(radial, 2, offset)
      expect(offsetAt(radial, 2, place)).toBe(offset)
      const named = readParameter(namesOf(node, radial)[offset] as string)
      expect(named === null ? -1 : offsetOfName(node, radial, named)).toBe(offset)
    }
    expect(['center', 'weight', 'width', 'bias'].map((name) => offsetOf(radial, 2, name))).toEqual([0, 4, 6, -1])
  })

  test('[PL20] a place that a node has not is none', () => {
    const none = ['h:center[0]', 'x->h:width', 'x->h:center', 'x->h:center[2]', 'z->h', 'h:bias', 'y->h', 'h:width[0]']
    for (const name of none) {
      const named = readParameter(name)
      expect(named === null ? -1 : offsetOfName(node, radial, named), name).toBe(-1)
    }
    expect(() => placeAt(radial, 2, 7)).toThrow(RangeError)
  })
})

describe('a kind with parameters of its own names', () => {
  test('[PL21] passes the suite, and learns', () => {
    expect(checkKind(radial).passed).toBe(true)
    const net = network(radialGraph(), { seed: 2 })
    const losses = Array.from({ length: 200 }, (_, k) => net.learn({ input: [k % 2, 0.5], target: [k % 2] }).loss)
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 4)
  })

  test('[PL21] is seen, changed, compared, kept and taken back by its names', () => {
    const net = network(radialGraph(), { seed: 2 })
    const { snapshot: before } = net
    net.change({ parameters: { h: { parameters: { width: [0.5], center: [1, 2, 3, 4] } } } })
    expect(net.snapshot.node('h')).toMatchObject({
      bias: null,
      weights: before.node('h').weights,
      parameters: { width: [0.5], center: [1, 2, 3, 4] },
    })
    const names = diff(before, net.snapshot).changes.map(({ parameter, edge }) => [parameter, edge])
    expect(names).toContainEqual(['y->h:center[1]', 'y->h'])
    expect(names).toContainEqual(['h:width', null])
    expect(names).toHaveLength(5)
    net.timeline.undo()
    expect(net.snapshot.node('h')).toEqual(before.node('h'))
    const wrong = [{ width: [1, 2] }, { width: [Number.NaN] }, { bias: [1] }, { weight: [1, 2] }, { with: [1] }]
    for (const parameters of wrong) {
      expect(() => net.change({ parameters: { h: { parameters } } })).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      )
    }
  })

  test('[PL21] each number starts from its own sequence, and stays with its edge through edits', () => {
    const g = radialGraph()
    const start = initialParameters(g, 2)
    const { graph: wider } = edit(g, (e) => {
      e.disconnect('x', 'h')
      e.connect('x', 'h')
    })
    const net = network(g, { seed: 2 })
    net.learn({ input: [1, 0.5], target: [1] })
    const { center = [], width } = net.snapshot.node('h').parameters ?? {}
    net.change({ graph: wider })
    const after = net.snapshot.node('h').parameters
    expect(after).toEqual({ center: [center[2], center[3], center[0], center[1]], width })
    expect(network(wider, { seed: 2 }).snapshot.node('h').parameters?.width).toEqual([start.at(6)])
  })
})
