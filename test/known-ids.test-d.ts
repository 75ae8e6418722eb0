/** What TypeScript knows of a network: the ids that its recipe returned, and the rows that follow from them. */

import {
  dataset,
  earlyStop,
  edit,
  evaluate,
  fork,
  graph,
  heldOut,
  ids,
  learn,
  type Network,
  network,
  patch,
  pauseWhen,
  predict,
  type Row,
  type Snapshot,
  type Step,
  type Timeline,
  trace,
  train,
  type Values,
  walk,
} from '@neurite/core'
import {
  ablate,
  type Condition,
  compare,
  events,
  find,
  findAll,
  findLast,
  probe,
  stateAt,
  why,
} from '@neurite/core/explain'
import { load, save } from '@neurite/core/files'
import { type LiteNetwork, network as lite } from '@neurite/core/lite'
import { accuracy, neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { from, map, type Observable } from 'rxjs'
import { expectTypeOf, it } from 'vitest'

type In = 'x1' | 'x2'
type Id = In | 'h1' | 'h2' | 'h3' | 'o'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  const h = g.add(['h1', 'h2', 'h3'], neuron(sigmoid), { from: x })
  const o = g.add('o', neuron(sigmoid), { from: [x, h] })
  g.loss(squaredError(), o)
  return { x, hidden: [h], o }
})
const net = network(g)

it('[TY6] a network knows the ids that its recipe returned', () => {
  expectTypeOf(net).toEqualTypeOf<Network<Id, Values<In>, number[]>>()
  expectTypeOf(net.timeline).toEqualTypeOf<Timeline<Id>>()
  expectTypeOf(net.snapshot$).toEqualTypeOf<Observable<Snapshot<Id>>>()
  expectTypeOf(train(net, [{ input: [0, 1], target: 1 }])).toEqualTypeOf<Observable<Step<Id>>>()
  expectTypeOf(net.timeline.at).parameter(0).extract<string>().toEqualTypeOf<'start' | 'end'>()
  net.node('h3')
  net.edge('h1', 'o')
  net.snapshot.node('o')
  net.snapshot.edge('x1', 'o', { delay: 0 })
  // @ts-expect-error misspelt
  net.node('h4')
  // @ts-expect-error
  net.edge('h4', 'o')
  // @ts-expect-error
  net.snapshot.node('h4')
  // @ts-expect-error a delay is an option
  net.snapshot.edge('x1', 'o', 1)
  // @ts-expect-error
  net.timeline.at(0).node('h4')
  // @ts-expect-error
  net.timeline.at('begin')
})

it('[TY6] what is asked of it knows them, too', async () => {
  await find(net, (step) => step.node('h1').activation.at(0) > 0.9, { from: 3 })
  const found = await findLast(net, ({ loss }) => loss > 1)
  found?.node('o')
  // @ts-expect-error
  found?.node('o7')
  // @ts-expect-error
  await find(net, (step) => step.node('h7').activation.at(0) > 0.9)
  // @ts-expect-error
  await findAll(net, (step) => step.node('h7').activation.at(0) > 0.9)
  // @ts-expect-error a promise is no condition
  await find(net, async (step) => step.loss > 1)
  probe(net, 'h1', 'delta', { from: 1, to: 9 })
  // @ts-expect-error
  probe(net, 'h9', 'delta')
  events(net, ['h1', 'o'])
  // @ts-expect-error
  events(net, ['h1', 'h9'])
  compare(net, fork(net, 3)).subscribe(({ a }) => a?.node('h1'))
  // @ts-expect-error
  compare(net, fork(net, 3)).subscribe(({ b }) => b?.node('h9'))
  ablate(net, 'h1', { at: 'end', rows: [{ x1: 0, x2: 1 }] })
  // @ts-expect-error
  ablate(net, 'h1', { at: 'end', rows: [{ x1: 0 }] })
  expectTypeOf(await stateAt(net, 'start')).toEqualTypeOf<Snapshot<Id>>()
  // A condition as data is text.
  await find(net, { what: 'h1:delta', is: '>', value: 1 })
  // Edges and parameters are texts.
  await why(net, 'h1->o', { at: 3 })
})

it('[TY6] a breakpoint knows the ids of the steps that it stops', () => {
  const inPipe = train(net, []).pipe(pauseWhen((step) => step.node('h1').delta.at(0) > 1))
  expectTypeOf(inPipe).toEqualTypeOf<Observable<Step<Id>>>()
  // @ts-expect-error
  train(net, []).pipe(pauseWhen((step) => step.node('h9').delta.at(0) > 1))
  const condition: Condition = (step) => step.node('anything').delta.at(0) > 1
  train(net, []).pipe(pauseWhen(condition))
})

it('[TY6] a walk knows them', () => {
  using w = walk(net, [{ input: [0, 1], target: 1 }])
  w.node('h1')
  // @ts-expect-error
  w.node('h9')
  // @ts-expect-error
  w.forward()?.node('h9')
})

it('[TY6] ids made by count are known by their pattern', () => {
  expectTypeOf(ids('h', 128, { start: 0 })).toEqualTypeOf<`h${number}`[]>()
  const digits = network(
    graph((g) => {
      const pixels = g.inputs(ids('pixel', 784))
      return { pixels, digit: g.add(ids('digit', 10, { start: 0 }), neuron(sigmoid), { from: pixels }) }
    }),
  )
  digits.node('pixel7')
  digits.node('digit0')
  // @ts-expect-error
  digits.node('digits0')
  // @ts-expect-error start is an option
  ids('digit', 10, 0)
})

it('[TY6] where a recipe returns nothing any text is an id', () => {
  const open = network(
    graph((g) => {
      g.add('o', neuron(sigmoid), { from: g.inputs('a') })
    }),
  )
  expectTypeOf(open).toEqualTypeOf<Network>()
  open.node('anything')
  expectTypeOf(open.predict).parameter(0).toEqualTypeOf<Values>()
})

it('[TY7] rows by name have the inputs of the graph', () => {
  train(net, [{ input: { x1: 0, x2: 1 }, target: 1 }])
  // @ts-expect-error x3 is no input
  train(net, [{ input: { x1: 0, x3: 1 }, target: 1 }])
  // @ts-expect-error x2 is missing
  dataset([{ input: { x1: 0 }, target: 1 }], g)
  // @ts-expect-error
  trace(net, { input: { x1: 0 }, target: 1 })
  // @ts-expect-error
  net.learn({ input: { x1: 0 }, target: 1 })
  // @ts-expect-error
  walk(net, [{ input: { x1: 0 }, target: 1 }])
  // @ts-expect-error
  from([{ input: { x1: 0 }, target: 1 }]).pipe(learn(net))
  // @ts-expect-error
  from([{ x1: 0 }]).pipe(predict(net))
  // @ts-expect-error numbers
  train(net, [{ input: ['0', '1'], target: 1 }])
  // @ts-expect-error
  train(net, [{ inptu: [0, 1], target: 1 }])
  const rows = [[0, 1, 1] as const].map(([a, b, y]) => ({ input: [a, b], target: y }))
  train(net, rows)
  train(net, new Set(rows))
  train(net, dataset(rows, g))
  train(net, { inputs: new Float32Array(4), targets: [0, 1] })
  train(net, { columns: { x1: [0], x2: [1], o: [1] } })
  from(rows).pipe(
    learn(net),
    map((step) => step.node('o').delta.mean()),
  )
  net.predict(new Float32Array(2))
  net.predictAll(rows.map(({ input }) => input))
  expectTypeOf(net.predict).parameter(0).toEqualTypeOf<Values<In>>()
  expectTypeOf(learn(net)).parameter(0).toExtend<Observable<Row<Values<In>> | readonly Row<Values<In>>[]>>()
})

it('[TY8] an edit knows what it returns besides, a fork and a loaded network what was known', () => {
  const { graph: next, inversePatches } = edit(g, (g) => g.add('p', neuron(sigmoid), { from: 'x1' }))
  expectTypeOf(network(next)).toEqualTypeOf<Network<Id | 'p', Values<In>, number[]>>()
  expectTypeOf(patch(g, inversePatches)).toEqualTypeOf<typeof g>()
  const wider = edit(g, (g) => ({ y: g.inputs('x3') })).graph
  expectTypeOf(network(wider).predict).parameter(0).toEqualTypeOf<Values<In | 'x3'>>()
  expectTypeOf(edit(g, () => {}).graph).toEqualTypeOf<typeof g>()
  expectTypeOf(fork(net, 'start')).toEqualTypeOf<typeof net>()
  const loaded = () => load(new Uint8Array(), standard, { like: g })
  expectTypeOf(loaded).returns.resolves.toEqualTypeOf<typeof net>()
  const unlike = () => load(new Uint8Array(), standard)
  expectTypeOf(unlike).returns.resolves.toEqualTypeOf<Network>()
})

it('[TY9] a network of known ids is a network of any; not the other way', () => {
  const report = (any: Network) => any.snapshot.node('whatever')
  expectTypeOf(report).toBeCallableWith(net)
  const any: Network = net
  // @ts-expect-error nothing is known of it
  const known: Network<'x1'> = any
  known.node('x1')
  const generic = <I extends string>(net: Network<I>, id: NoInfer<I>) => net.node(id)
  generic(net, 'h1')
  // @ts-expect-error
  generic(net, 'h9')
})

it('[TY10] options in a wrong place are refused', () => {
  // @ts-expect-error
  train(net, [], { epoch: 3 })
  // @ts-expect-error
  network(g, { learningRate: 3 })
  // @ts-expect-error
  fork(net, 3, { learningRate: 3 })
  // @ts-expect-error a delay is an option
  edit(g, (g) => g.disconnect('x1', 'o', 1))
})

it('[TY11] a network of /lite is one without a timeline, which what looks back does not take', () => {
  const light = lite(g, { seed: 2 })
  expectTypeOf(light).toEqualTypeOf<LiteNetwork<Id, Values<In>, number[]>>()
  expectTypeOf(net).toExtend<typeof light>()
  expectTypeOf(train(light, [{ input: [0, 1], target: 1 }])).toEqualTypeOf<Observable<Step<Id>>>()
  expectTypeOf(light.predict({ x1: 0, x2: 1 })).toEqualTypeOf<number[]>()
  light.node('h3').activation$
  // @ts-expect-error
  light.node('h9')
  // @ts-expect-error
  light.timeline
  // @ts-expect-error
  find(light, () => true)
  // @ts-expect-error
  walk(light, [])
  // @ts-expect-error
  fork(light, 3)
  // @ts-expect-error
  save(light)
  // @ts-expect-error it keeps none
  lite(g, { history: { bytes: 1000 } })
})

it('[TY12] scores are of a network of known ids as of any; its held out rows are its rows', () => {
  const rows = [{ input: { x1: 0, x2: 1 }, target: 1 }]
  const steps$ = train(net, rows, { validation: heldOut(rows, { metrics: [accuracy] }) })
  steps$.subscribe((step) => {
    expectTypeOf(step.validation?.accuracy).toEqualTypeOf<number | undefined>()
    step.node('h3')
    // @ts-expect-error no node of it
    step.node('h9')
  })
  expectTypeOf(steps$.pipe(earlyStop(net))).toEqualTypeOf(steps$)
  void evaluate(net, rows, { at: 'start' })
  // @ts-expect-error no input of it
  void evaluate(net, [{ input: { x1: 0, x3: 1 }, target: 1 }])
  // @ts-expect-error no input of it
  train(net, rows, { validation: heldOut([{ input: { x1: 0, x3: 1 }, target: 1 }]) })
})
