/** Every question, table and refusal that names an edge or a parameter, asked of a graph whose ids could be taken for names. */

import { map } from 'rxjs'
import { expect, test } from 'vitest'
import { trace } from '../explain/trace.ts'
import { ablate, diff, why } from '../exports/explain.ts'
import { linear, squaredError } from '../flow/sample-graphs.ts'
import { validate } from '../graph/check/validate.ts'
import { graph } from '../graph/compose/builder.ts'
import { edges } from '../graph/value/graph.ts'
import { network } from '../network.ts'
import { refusal } from '../testing/refusal.ts'

/** Two edges that were `a->b->c`, and two biases beside an edge that looks like one. */
const twins = () =>
  graph((g) => {
    g.inputs('a', 'a->b', 'c:bias')
    g.add('c', linear, { from: ['a->b', 'c:bias'], weights: [2, 3], bias: 0 })
    g.add('b->c', linear, { from: 'a', weights: [5], bias: 0 })
    g.add('o', linear, { from: ['c', 'b->c'], weights: [1, 1], bias: 0 })
    g.loss(squaredError, 'o')
  })
const row = { input: [1, 1, 1], target: 0 }
const NAMES = ['"a->b"->c', '"c:bias"->c', 'a->"b->c"', 'c->o', '"b->c"->o']

test('[GR160] ids in which an arrow stands: each edge and parameter has one name, everywhere', async () => {
  const net = network(twins())
  expect([...edges(net.graph)].map(({ id }) => id)).toEqual(NAMES)
  const before = net.snapshot
  const { parameters, errors } = trace(net, row)
  expect(parameters.map(({ parameter }) => parameter).sort()).toEqual(
    [...NAMES, 'c:bias', '"b->c":bias', 'o:bias'].sort(),
  )
  expect(errors.flatMap(({ shares }) => shares.map(({ from }) => from))).toContain('"b->c"->o')
  net.learn(row)
  expect(
    diff(net.timeline.at(before), net.timeline.at(1))
      .changes.map(({ parameter }) => parameter)
      .sort(),
  ).toEqual([...NAMES, 'c:bias', '"b->c":bias', 'o:bias'].sort())
  for (const { id, from, to } of edges(net.graph)) {
    expect(net.edge(from, to).id).toBe(id)
    const told = await why(net, id, { at: 1 })
    expect(told).toEqual(await why(net, { from, to }, { at: 1 }))
    expect([told.parameter, told.before]).toEqual([id, before.edge(from, to)])
    const ablation = ablate(net, id, { at: before, rows: [[1, 1, 1]] })
    expect(ablation).toEqual(ablate(net, { from, to, delay: 0 }, { at: before, rows: [[1, 1, 1]] }))
    expect(ablation.ablated).toBe(id)
  }
  const without = (what: string) => ablate(net, what, { at: before, rows: [[1, 1, 1]] }).rows[0]?.without[0]
  expect(NAMES.map(without)).toEqual([8, 7, 5, 5, 5])
  expect([without('"b->c"'), without('"a->b"'), without('a'), without('c:bias'), without('"c:bias"')]).toEqual([
    5, 8, 5, 7, 7,
  ])
  expect(ablate(net, 'c:bias', { at: before, rows: [[1, 1, 1]] }).ablated).toBe('"c:bias"')
  const bias = await why(net, '"b->c":bias', { at: 1 })
  expect(bias).toEqual(await why(net, '"b->c":bias', { at: 1 }))
  expect(bias.parameter).toBe('"b->c":bias')
})

test('[GR162] a name that is none of the graph’s is refused with how names are written', async () => {
  const net = network(twins())
  net.learn(row)
  for (const name of ['a->b->c', 'b->c', 'a->b', 'a:bias', 'bias', 'c', '"c"', 'a->"b->c"@1', 'x y->c']) {
    await expect(why(net, name, { at: 1 }), name).rejects.toMatchObject({
      code: 'UNKNOWN_EDGE',
      wayOut: expect.stringContaining('write a->b, "my x"->b or b:bias'),
    })
  }
  for (const what of ['a->b->c', 'b->c', 'a->b', 'a:bias']) {
    expect(
      refusal(() => ablate(net, what, { at: 1 })),
      what,
    ).toMatchObject({ code: 'UNKNOWN_EDGE' })
  }
  for (const wrong of [{}, { from: 'a' }, { from: 'a', to: 'c', delay: -1 }, null, 3]) {
    expect(refusal(() => ablate(net, wrong as never, { at: 1 })).code).toBe('INVALID_ARGUMENT')
    await expect(why(net, wrong as never, { at: 1 })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  }
})

test('[GR160] refusals name the edge that it is', () => {
  const net = network(twins())
  expect(refusal(() => net.snapshot.edge('a', 'c')).place).toEqual({ edge: 'a->c' })
  expect(refusal(() => net.edge('a->b', 'b->c')).place).toEqual({ edge: '"a->b"->"b->c"' })
  const spoilt = { ...net.graph.nodes['b->c'], inputs: ['a', 'a'] }
  const issues = validate({ ...net.graph, nodes: { ...net.graph.nodes, 'b->c': spoilt } } as never)
  expect(issues.map(({ code, place }) => [code, place.edge])).toContainEqual(['DUPLICATE_EDGE', 'a->"b->c"'])
  const through = graph((g) => {
    g.inputs('a', 'a->b')
    g.add('c', linear, { from: 'a->b', weights: [2], bias: 0 })
    g.add('b->c', linear, { weights: [], bias: 0 })
    g.connect('a', 'b->c', { weight: 5, through: map((signal) => (signal.at(0) > 1 ? (undefined as never) : signal)) })
    g.loss(squaredError, ['c', 'b->c'])
  })
  expect(network(through).edge('a->b', 'c').id).toBe('"a->b"->c')
  expect(refusal(() => network(through).learn({ input: [2, 0], target: [0, 0] }))).toMatchObject({
    place: { edge: 'a->"b->c"' },
  })
})

test('[GR160] the operator of one edge is not taken for another’s', () => {
  const g = graph((g) => {
    g.inputs('a', 'a->b')
    g.add('b->c', linear, { bias: 0 })
    g.connect('a', 'b->c', { weight: 1, through: map((signal) => signal.map((a) => 10 * a)) })
    g.add('c', linear, { from: 'a->b', weights: [1], bias: 0 })
    g.loss(squaredError, ['b->c', 'c'])
  })
  const net = network(g)
  const seen: number[] = []
  net.edge('a->b', 'c').activation$.subscribe((signal) => seen.push(signal.at(0)))
  net.edge('a', 'b->c').activation$.subscribe((signal) => seen.push(signal.at(0)))
  net.predict([1, 2])
  expect(seen.sort((a, b) => a - b)).toEqual([2, 10])
})
