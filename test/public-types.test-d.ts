/** What the public types promise to whoever writes a program by them. */

import {
  edit,
  evaluate,
  type Graph,
  graph,
  heldOut,
  learn,
  network,
  predict,
  type Row,
  type Signal,
  type Snapshot,
  type Step,
  train,
} from '@neurite/core'
import { defineKind, type NodeKind } from '@neurite/core/define'
import { accuracy, confusion, neuron, sigmoid, squaredError } from '@neurite/nodes'
import type { Observable, OperatorFunction } from 'rxjs'
import { tap } from 'rxjs'
import { expectTypeOf, it } from 'vitest'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  expectTypeOf(x).toExtend<readonly ['x1', 'x2']>()
  const o = g.add('o', neuron(sigmoid), { from: x })
  expectTypeOf(o).toEqualTypeOf<'o'>()
  g.connect('x1', 'o', { delay: 1, through: tap((signal) => expectTypeOf(signal).toEqualTypeOf<Signal>()) })
  g.loss(squaredError(), o)
  // @ts-expect-error a kind is not called by its activation
  g.add('p', sigmoid)
})
const net = network(g)

it('[TY1] a recipe keeps the ids it is given, and knows a kind from an activation', () => {
  expectTypeOf(g).toEqualTypeOf<Graph>()
  expectTypeOf(edit(g, () => {}).graph).toEqualTypeOf<Graph>()
  expectTypeOf(neuron(sigmoid)).toExtend<NodeKind>()
})

it('[TY2] one row is answered by numbers, rows by rows', () => {
  expectTypeOf(net.predict([1, 2])).toEqualTypeOf<number[]>()
  expectTypeOf(net.predict({ x1: 1, x2: 2 })).toEqualTypeOf<number[]>()
  expectTypeOf(net.predictAll([[1, 2]])).toEqualTypeOf<number[][]>()
})

it('[TY3] streams carry signals, training carries steps, operators fit into a pipe', () => {
  expectTypeOf(net.node('o').activation$).toEqualTypeOf<Observable<Signal>>()
  expectTypeOf(net.edge('x1', 'o').weight$).toEqualTypeOf<Observable<Signal>>()
  expectTypeOf(net.snapshot$).toEqualTypeOf<Observable<Snapshot>>()
  expectTypeOf(train(net, [{ input: [1, 2], target: 0 }])).toEqualTypeOf<Observable<Step>>()
  expectTypeOf(learn(net)).toEqualTypeOf<OperatorFunction<Row | readonly Row[], Step>>()
  expectTypeOf(predict(net)).returns.toEqualTypeOf<Observable<number[]>>()
})

it('[TY4] what is immutable is read-only', () => {
  // @ts-expect-error a graph is changed by edit
  g.inputs[0] = 'y'
  // @ts-expect-error a snapshot is what it was
  net.snapshot.step = 1
  // @ts-expect-error so is a step
  net.learn({ input: [0, 0], target: 1 }).loss = 0
})

it('[TY5] a kind of one’s own needs both directions', () => {
  // @ts-expect-error there is no backward
  defineKind({ name: 'half', forward: () => {} })
})

it('[TY12] scores have what was asked for, each with its type', async () => {
  const rows = [{ input: [1, 2], target: 0 }]
  const scores = await evaluate(net, rows, { metrics: [accuracy, confusion] })
  expectTypeOf(scores.loss).toEqualTypeOf<number>()
  expectTypeOf(scores.accuracy).toEqualTypeOf<number>()
  expectTypeOf(scores.confusion).toEqualTypeOf<readonly (readonly number[])[]>()
  // @ts-expect-error not asked for
  scores.recall
  // @ts-expect-error nothing was
  ;(await evaluate(net, rows)).accuracy
  train(net, rows, { validation: heldOut(rows, { metrics: [accuracy] }) }).subscribe(({ validation }) => {
    expectTypeOf(validation?.accuracy).toEqualTypeOf<number | undefined>()
    // @ts-expect-error not asked for
    validation?.recall
  })
  // @ts-expect-error no rows of this network
  train(net, rows, { validation: heldOut([{ input: 'x', target: 0 }]) })
})
