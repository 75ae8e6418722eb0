/** Kinds, losses and graphs that the tests of this room are about. Nothing here is shipped. */

import { tap } from 'rxjs'
import { type Activation, defineActivation } from './activation.ts'
import { graph } from './builder.ts'
import { type DefinitionTable, reference } from './definition.ts'
import type { Graph, NodeId } from './graph.ts'
import { defineInitializer, type Initializer } from './initializer.ts'
import { defineNeuron, defineNode, input, type NodeKind } from './kind.ts'
import { defineLoss, type Loss } from './loss.ts'

export const zeros: Initializer = defineInitializer({ name: 'zeros', draw: () => 0 })

export const sigmoid: Activation = defineActivation({
  name: 'sigmoid',
  value: (z) => 1 / (1 + Math.exp(-z)),
  slope: (_, a) => a * (1 - a),
})

export const leaky = (slope: number): Activation => ({
  ...defineActivation({ name: 'leaky', value: (z) => (z > 0 ? z : slope * z), slope: (z) => (z > 0 ? 1 : slope) }),
  options: { slope },
})

export function neuron(activation: Activation): NodeKind {
  const options = { activation: reference(activation) }
  return defineNeuron({ name: 'neuron', options, activation, weights: zeros, bias: zeros })
}

export const product: NodeKind = defineNode({
  name: 'product',
  fanIn: { min: 2, max: 3 },
  forward() {},
  backward() {},
})

export const squared: Loss = defineLoss({ name: 'squared', forward() {}, backward() {} })

export const huber = (delta: number): Loss =>
  defineLoss({ name: 'huber', options: { delta }, forward() {}, backward() {} })

export const table: DefinitionTable = {
  input,
  product,
  squared,
  sigmoid,
  leaky: ({ slope }) => leaky(slope as number),
  huber: ({ delta }) => huber(delta as number),
  neuron: ({ activation }, resolve) => neuron(resolve(activation as string) as Activation),
}

/** The textbook's 3-2-1 network. */
export const threeTwoOne = (): Graph =>
  graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const h = g.add(['h4', 'h5'], neuron(sigmoid), {
      from: x,
      weights: [
        [0.2, 0.4, -0.5],
        { x1: -0.3, x2: 0.1, x3: 0.2 },
      ],
      bias: [-0.4, 0.2],
    })
    g.loss(squared, g.add('o6', neuron(sigmoid), { from: h, weights: [-0.3, -0.2], bias: 0.1 }))
  })

/** A sound graph by chance: skips, delays, shared fan-ins, odd ids, several kinds and losses. The same seed, the same graph. */
export function randomGraph(seed: number, operators = false): Graph {
  let state = (seed * 2654435761 + 1) >>> 0
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const some = <T>(from: readonly T[], count: number): T[] => {
    const left = [...from]
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0] as T)
  }
  const shapes = [(n: number) => `${100 - n}`, (n: number) => `n${n}`, (n: number) => `ä ${n}->`, (n: number) => `${n}@1`]
  const names = some(['constructor', 'toString', 'x', '0', '01', '-1'], 3)
  const nextId = (): NodeId => names.pop() ?? (shapes[below(4)] as (n: number) => string)(below(1e6))
  const kinds = [neuron(sigmoid), neuron(leaky(0.1)), neuron(leaky(0.2))]
  const number = (): number => below(2001) / 1000 - 1
  return graph((g) => {
    const all: NodeId[] = [...g.inputs(Array.from({ length: 1 + below(4) }, nextId))]
    const made: NodeId[] = []
    for (let layer = 0; layer < 1 + below(4); layer++) {
      const from = some(all, 1 + below(5))
      const kind = kinds[below(3)] as NodeKind
      const layerIds = Array.from({ length: 1 + below(4) }, nextId)
      const weights = layerIds.map(() => from.map(() => (below(3) === 0 ? null : number())))
      g.add(layerIds, kind, { from, ...(below(2) === 0 ? { weights } : {}), ...(below(2) === 0 ? { bias: number() } : {}) })
      if (from.length > 1 && below(3) === 0) made.push(g.add(nextId(), product, { from: from.slice(0, 3) }))
      all.push(...layerIds)
      made.push(...layerIds)
    }
    for (const to of some(made, below(3))) {
      if (!g.has(to)) continue
    }
    g.loss(squared, some(made, 1 + below(2)))
    if (below(2) === 0) g.loss(huber(0.5), some(made, 1), { weight: number() })
    if (below(3) === 0) g.outputs(...some(made, 2))
    void operators
    void tap
  })
}
