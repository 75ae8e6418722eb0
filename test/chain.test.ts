/** A chain of optimizers where an optimizer is: in snapshots, JSON, files, changes, traces, forks and on wires. */

import { adam, chain, fingerprint, finish, fork, graph, network, sgd, trace, train } from '@neurite/core'
import { defineOptimizer } from '@neurite/core/define'
import { fromJSON, load, save, toJSON, verify } from '@neurite/core/files'
import { fromWire, toWire } from '@neurite/core/wire'
import {
  clipByGlobalNorm,
  cosineDecay,
  decayWeights,
  l2,
  neuron,
  sigmoid,
  squaredError,
  standard,
} from '@neurite/nodes'
import { expect, test } from 'vitest'

const g = graph((g) => {
  const h = g.add(['h1', 'h2', 'h3'], neuron(sigmoid), { from: g.inputs('x1', 'x2') })
  g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: h }))
})
const rows = Array.from({ length: 10 }, (_, n) => ({ input: [n % 3, (n * 7) % 5], target: [n % 2] }))
const options = { batchSize: 3, epochs: 4 }
const whole = () =>
  chain(
    l2(0.01),
    clipByGlobalNorm(0.1),
    adam({ learningRate: 0.05 }),
    decayWeights(1e-3),
    cosineDecay({ steps: 40, to: 0.1 }),
  )
const make = (optimizer = whole()) => network(g, { optimizer, seed: 2 })
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: { code?: string }) => error.code ?? error,
  )

test('[OP17] it is in the snapshot, whose JSON and fingerprint have it whole', async () => {
  const net = make()
  await finish(train(net, rows, options))
  const { snapshot } = net
  expect(Object.keys(snapshot.slots)).toEqual(['adam.firstMoment', 'adam.secondMoment'])
  expect(snapshot.hyperparameters['cosineDecay.steps']).toBe(40)
  const back = fromJSON(JSON.parse(JSON.stringify(toJSON(snapshot))), standard) as typeof snapshot
  expect(fingerprint(back)).toBe(fingerprint(snapshot))
  const again = make()
  again.restore(back)
  for (const one of [net, again]) one.learn(rows[0] as (typeof rows)[number])
  expect(fingerprint(again.snapshot)).toBe(fingerprint(net.snapshot))
})

test('[OP17] a file has it, and it is found in the table that kinds are found in; every state comes back', async () => {
  const net = make()
  await finish(train(net, rows, options))
  net.change({ hyperparameters: { 'adam.learningRate': 0.2 } })
  net.change({ optimizer: chain(clipByGlobalNorm(1), sgd({ learningRate: 0.1, momentum: 0.5 })) })
  await finish(train(net, rows, options))
  const bytes = await save(net).bytes()
  const back = await load(bytes, standard)
  expect(fingerprint(back.snapshot)).toBe(fingerprint(net.snapshot))
  for (const at of [0, 7, 16, 20]) expect(fingerprint(back.timeline.at(at))).toBe(fingerprint(net.timeline.at(at)))
  await verify(back)
  const { clipByGlobalNorm: _, ...less } = standard
  expect(await codeOf(load(bytes, less))).toBe('UNKNOWN_DEFINITION')
})

const signs = defineOptimizer({
  name: 'signs',
  options: { rate: 0.01 },
  slots: ['count'],
  transform({ gradients, hyperparameters, slots, nextSlots, updates }) {
    for (let i = 0; i < updates.length; i++) {
      updates[i] = (hyperparameters.rate as number) * Math.sign(gradients[i] as number)
      ;(nextSlots[0] as Float64Array)[i] = ((slots[0] as Float64Array)[i] as number) + 1
    }
  },
})

test('[OP17] an own optimizer loads again by { ...standard, mine }, alone and in a chain; without it is UNKNOWN_DEFINITION', async () => {
  for (const optimizer of [signs, chain(clipByGlobalNorm(1), signs)]) {
    const net = make(optimizer)
    await finish(train(net, rows, options))
    const bytes = await save(net).bytes()
    const back = await load(bytes, { ...standard, signs })
    expect(fingerprint(back.timeline.at(9))).toBe(fingerprint(net.timeline.at(9)))
    for (const one of [net, back]) one.learn(rows[0] as (typeof rows)[number])
    expect(fingerprint(back.snapshot)).toBe(fingerprint(net.snapshot))
    expect(await codeOf(load(bytes, standard))).toBe('UNKNOWN_DEFINITION')
    // Something else of that name is none.
    expect(await codeOf(load(bytes, { ...standard, signs: sigmoid }))).toBe('TIMELINE_DAMAGED')
  }
})

test('[OP17] a chain of the same links keeps what was gathered, one of other slots begins anew; changes are undone', () => {
  const net = make()
  for (const row of rows) net.learn(row)
  const { slots, since } = net.snapshot
  net.change({ optimizer: chain(clipByGlobalNorm(9), adam({ learningRate: 1 })) })
  expect(net.snapshot.slots['adam.firstMoment']).toBe(slots['adam.firstMoment'])
  expect(net.snapshot.since).toBe(since)
  net.change({ optimizer: chain(sgd({ learningRate: 1, momentum: 0.5 })) })
  expect([net.snapshot.since, Object.keys(net.snapshot.slots)]).toEqual([10, ['sgd.velocity']])
  net.timeline.undo()
  net.timeline.undo()
  expect(net.snapshot.optimizer).toEqual(JSON.parse(JSON.stringify({ name: 'chain', options: whole().options })))
  // Equal links, made again, are the same definition.
  net.change({ optimizer: whole() })
})

test('[OP17] a trace says bit for bit what its next update does, and a fork goes on with it', () => {
  const net = make()
  for (const row of rows) net.learn(row)
  const row = rows[0] as (typeof rows)[number]
  const traced = trace(net, row)
  const forked = fork(net, 10, {})
  const step = net.learn(row)
  expect(traced.loss).toBe(step.loss)
  const { h1 } = { h1: net.snapshot.node('h1') }
  expect(traced.parameters.find(({ parameter }) => parameter === 'x1->h1')?.after).toBe(h1.weights.x1)
  expect(traced.check().worst).toBeLessThan(1e-6)
  forked.learn(row)
  expect(fingerprint(forked.snapshot)).toBe(fingerprint(net.snapshot))
})

test('[OP17] a wire carries it, as an action too', () => {
  const back = fromWire(JSON.parse(JSON.stringify(toWire(whole()))), standard)
  expect(back).toEqual(whole())
  const plain = fromWire(JSON.parse(JSON.stringify(toWire(signs)))) as { name: string }
  expect(plain.name).toBe('signs')
})
