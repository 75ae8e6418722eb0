/** Kinds, losses and graphs that the tests of this room are about. Nothing here is shipped. */

import { NeuriteError } from '../../errors/neurite-error.ts'
import { type Activation, defineActivation } from '../contracts/activation.ts'
import { defineKind } from '../contracts/define-kind.ts'
import { type Definitions, reference } from '../contracts/definition.ts'
import { defineInitializer, type Initializer } from '../contracts/initializer.ts'
import { input, type NodeKind } from '../contracts/kind.ts'
import { defineLoss, type Loss } from '../contracts/loss.ts'
import type { Graph, NodeId } from '../value/graph.ts'
import { graph } from './builder.ts'

export const zeros: Initializer = defineInitializer({ name: 'zeros', draw: () => 0 })

/** Sigmoid by name; its formula is a simpler one of that shape, since nothing runs here. */
export const sigmoid: Activation = defineActivation({
  name: 'sigmoid',
  value: (z) => (1 + z / (1 + Math.abs(z))) / 2,
  slope: (z) => 1 / (2 * (1 + Math.abs(z)) * (1 + Math.abs(z))),
})

/** What is asked for again is the same thing, so that deep equality may look at functions too. */
function once<T>(make: (argument: number) => T): (argument: number) => T {
  const made = new Map<number, T>()
  return (argument) => {
    if (!made.has(argument)) made.set(argument, make(argument))
    return made.get(argument) as T
  }
}

export const leaky: (slope: number) => Activation = once((slope) => ({
  ...defineActivation({ name: 'leaky', value: (z) => (z > 0 ? z : slope * z), slope: (z) => (z > 0 ? 1 : slope) }),
  options: { slope },
}))

export function neuron(activation: Activation): NodeKind {
  const options = { activation: reference(activation) }
  return defineKind({
    name: 'neuron',
    options,
    activation,
    parameters: [
      { name: 'bias', start: zeros },
      { name: 'weight', per: 'edge', start: zeros },
    ],
  })
}

export const product: NodeKind = defineKind({
  name: 'product',
  fanIn: { min: 2, max: 3 },
  forward() {},
  backward() {},
})

export const squared: Loss = defineLoss({ name: 'squared', forward() {}, backward() {} })

export const huber: (delta: number) => Loss = once((delta) =>
  defineLoss({ name: 'huber', options: { delta }, forward() {}, backward() {} }),
)

export const table: Definitions = {
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
      weights: [[0.2, 0.4, -0.5], { x1: -0.3, x2: 0.1, x3: 0.2 }],
      bias: [-0.4, 0.2],
    })
    g.loss(squared, g.add('o6', neuron(sigmoid), { from: h, weights: [-0.3, -0.2], bias: 0.1 }))
  })

/**
 * A sound graph by chance: skips, delays, shared fan-ins, odd ids, several kinds, losses and outputs, on demand operators.
 * The same seed, the same graph.
 */
export function randomGraph(seed: number, operators = false): Graph {
  const { below, some, nextId, number } = chance(seed)
  const kinds = [neuron(sigmoid), neuron(leaky(0.1)), neuron(leaky(0.2))]
  return graph((g) => {
    const all: NodeId[] = [...g.inputs(Array.from({ length: 1 + below(4) }, nextId))]
    const neurons: NodeId[] = []
    for (let layers = 1 + below(4); layers > 0; layers--) {
      const from = some(all, 1 + below(5))
      const made = Array.from({ length: 1 + below(4) }, nextId)
      const weights = made.map(() => from.map(() => (below(3) === 0 ? null : number())))
      const start = { ...(below(2) === 0 ? { weights } : {}), ...(below(2) === 0 ? { bias: number() } : {}) }
      g.add(made, kinds[below(3)] as NodeKind, { from, ...start })
      if (from.length > 1 && below(3) === 0) g.add(nextId(), product, { from: from.slice(0, 3) })
      for (const id of made) {
        all.push(id)
        neurons.push(id)
      }
    }
    for (const to of some(neurons, below(3))) {
      const options = { delay: 1 + below(3), ...(below(2) === 0 ? { weight: number() } : {}) }
      g.connect(some(all, 1 + below(2)), to, operators ? { ...options, through: (source) => source } : options)
    }
    g.loss(squared, some(neurons, 1 + below(2)))
    if (below(2) === 0) g.loss(huber(0.5), some(neurons, 1), { weight: number() })
    if (below(3) === 0) g.outputs(some(neurons, 2))
  })
}

/** Numbers that look random and are a function of the seed, and ids of every sort. */
export function chance(seed: number): {
  below: (limit: number) => number
  some: <T>(from: readonly T[], count: number) => T[]
  nextId: () => NodeId
  number: () => number
} {
  let state = (Math.imul(seed, 2654435761) + 1) >>> 0
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const some = <T>(from: readonly T[], count: number): T[] => {
    const left = [...from]
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)[0] as T)
  }
  const odd = some(['constructor', 'toString', 'x', '0', '01', '-1'], 3)
  let met = 0
  const nextId = (): NodeId => {
    const n = met++
    return odd.pop() ?? ([`${90 - n}`, `n${n}`, `ä ${n}->`, `${n}@1`][below(4)] as NodeId)
  }
  return { below, some, nextId, number: () => below(2001) / 1000 - 1 }
}

/** The codes of what is thrown, in order; none where nothing is. */
export function codes(run: () => unknown): string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof NeuriteError) return error.issues.map(({ code }) => code)
    throw error
  }
  return []
}
