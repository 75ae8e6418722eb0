/** Random graphs, the same for the same seed: to try a claim on many topologies. It knows no kinds: they are handed in. */

import { type Option, oneOf, option, required, type TableOf } from '../door/option.ts'
import { readOptions } from '../door/read-options.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { graph } from '../graph/compose/builder.ts'
import type { GraphBuilder } from '../graph/compose/recipe.ts'
import { isKind, isLoss } from '../graph/contracts/is-definition.ts'
import { declares, type NodeKind } from '../graph/contracts/kind.ts'
import type { Loss } from '../graph/contracts/loss.ts'
import type { Graph, NodeId } from '../graph/value/graph.ts'
import { random, streamOf } from '../numerics/random.ts'
import { evenly, pick, wholeNumber } from './draw.ts'

/**
 * 'layered' dense layers of 1 to 9 nodes · 'sparse' nodes that read up to 5 of all before them, in any order ·
 * 'skip' dense layers that read earlier layers too · 'chain' one node after the other · 'outputs' several outputs on
 * different depths, each with a loss of its own.
 */
export type GraphShape = 'layered' | 'sparse' | 'skip' | 'chain' | 'outputs'

export const graphShapes: readonly GraphShape[] = Object.freeze([
  'layered',
  'sparse',
  'skip',
  'chain',
  'outputs',
] as const)

export interface RandomGraphOptions {
  /** What its nodes are. One must be affine, or take any fan-in; those of custom form are mixed in one by one, with at most 3 edges. */
  readonly kinds: readonly NodeKind[]
  readonly losses: readonly Loss[]
  /** Default: drawn. */
  readonly shape?: GraphShape
}

const listOf = <T>(wants: string, is: (value: unknown) => boolean): Option<readonly T[]> =>
  required(option<readonly T[]>(wants, (value) => Array.isArray(value) && value.every(is)))

const OPTIONS: TableOf<RandomGraphOptions, 'kinds' | 'losses'> = {
  kinds: listOf<NodeKind>('a list of kinds', isKind),
  losses: listOf<Loss>('a list of losses', isLoss),
  shape: oneOf<GraphShape>(graphShapes),
}

/**
 * A graph drawn from the seed. Some of its nodes have start weights and biases, the others draw them.
 * Throws INVALID_OPTION where the kinds cannot make a graph or there is no loss.
 *
 * @example
 * const g = randomGraph(7, { kinds: [neuron(sigmoid), neuron(relu), product], losses: [squaredError()], shape: 'skip' })
 * const net = network(g, { optimizer: sgd({ learningRate: 0.01 }), seed: 7 })
 */
export function randomGraph(seed: number, given: RandomGraphOptions): Graph {
  const options = readOptions(given, 'randomGraph', OPTIONS)
  const { losses } = options
  const next = random(seed, streamOf('random graph'))
  const shape = options.shape ?? pick(next, graphShapes)
  const dense = options.kinds.filter(
    ({ fanIn, computation: { form } }) => form !== 'source' && fanIn.min <= 1 && fanIn.max === Number.POSITIVE_INFINITY,
  )
  const affine = dense.filter(({ computation }) => computation.form === 'affine')
  const custom = options.kinds.filter(({ computation }) => computation.form === 'custom')
  if (dense.length === 0)
    throw new NeuriteError(
      invalidOption('kinds', options.kinds, 'at least one kind that takes any fan-in, such as neuron(tanh)'),
    )
  if (losses.length === 0) throw new NeuriteError(invalidOption('losses', losses, 'at least one loss'))
  return graph((g) => shapes[shape](new Sketch(g, next, affine.length > 0 ? affine : dense, custom, losses)))
}

/** Adds nodes by chance, and remembers which there are. */
class Sketch {
  /** Layer by layer, the inputs first. */
  readonly layers: NodeId[][] = []
  #count = 0

  constructor(
    readonly g: GraphBuilder,
    readonly next: () => number,
    readonly kinds: readonly NodeKind[],
    readonly custom: readonly NodeKind[],
    readonly losses: readonly Loss[],
  ) {}

  get last(): NodeId[] {
    return this.layers.at(-1) as NodeId[]
  }

  inputs(most: number): void {
    this.layers.push([...this.g.inputs(this.#ids('x', wholeNumber(this.next, 1, most)))])
  }

  /** A dense layer; now and then a custom node that reads some of it is added to it. */
  layer(width: number, from: readonly NodeId[]): NodeId[] {
    const made = this.#ids('n', width)
    const kind = pick(this.next, this.kinds)
    const given = this.next() < 0.25
    const bias = made.map(() => this.weight())
    const weights = declares(kind, 'weight') ? made.map(() => from.map(() => this.weight())) : undefined
    this.g.add(made, kind, {
      from,
      ...(given && declares(kind, 'bias') ? { bias } : {}),
      ...(given && weights !== undefined ? { weights } : {}),
    })
    const layer = this.next() < 0.5 ? [...made, ...this.gate(made)] : made
    this.layers.push(layer)
    return layer
  }

  /** A node of a custom kind over some of these; none where no kind fits. */
  gate(from: readonly NodeId[]): NodeId[] {
    const fitting = this.custom.filter(({ fanIn }) => fanIn.min <= from.length)
    if (fitting.length === 0) return []
    const kind = pick(this.next, fitting)
    const least = Math.max(1, kind.fanIn.min)
    const most = Math.min(kind.fanIn.max, from.length, Math.max(least, 3))
    const made = this.#ids('n', 1)
    this.g.add(made, kind, { from: this.some(from, wholeNumber(this.next, least, most)) })
    return made
  }

  /** `count` of these, in random order. */
  some(from: readonly NodeId[], count: number): NodeId[] {
    const rest = [...from]
    return Array.from({ length: count }, () => rest.splice(Math.floor(this.next() * rest.length), 1)[0] as NodeId)
  }

  weight(): number {
    return evenly(this.next, -0.8, 0.8)
  }

  loss(nodes: readonly NodeId[]): void {
    this.g.loss(
      pick(this.next, this.losses),
      nodes,
      this.next() < 0.5 ? {} : { weight: pick(this.next, [0.25, 0.7, 2]) },
    )
  }

  #ids(prefix: string, count: number): NodeId[] {
    return Array.from({ length: count }, () => `${prefix}${++this.#count}`)
  }
}

const shapes: Readonly<Record<GraphShape, (sketch: Sketch) => void>> = {
  layered(sketch) {
    sketch.inputs(6)
    for (let depth = wholeNumber(sketch.next, 2, 5); depth > 0; depth--) {
      sketch.layer(wholeNumber(sketch.next, 1, 9), sketch.last)
    }
    sketch.loss(sketch.last)
  },

  sparse(sketch) {
    sketch.inputs(5)
    const all = [...sketch.last]
    const unread = new Set(all)
    const grow = (from: readonly NodeId[]) => {
      for (const id of from) unread.delete(id)
      for (const id of sketch.layer(1, from)) {
        all.push(id)
        unread.add(id)
      }
    }
    for (let count = wholeNumber(sketch.next, 8, 40); count > 0; count--) {
      grow(sketch.some(all, wholeNumber(sketch.next, 1, Math.min(5, all.length))))
    }
    const left = (sketch.layers[0] as NodeId[]).filter((id) => unread.has(id))
    if (left.length > 0) grow(left)
    sketch.loss(sketch.some([...unread], unread.size))
  },

  skip(sketch) {
    sketch.inputs(4)
    for (let depth = wholeNumber(sketch.next, 3, 5); depth > 0; depth--) {
      const earlier = sketch.layers.slice(0, -1).filter(() => sketch.next() < 0.6)
      const from = sketch.next() < 0.5 ? [...earlier, sketch.last] : [sketch.last, ...earlier]
      sketch.layer(wholeNumber(sketch.next, 1, 6), from.flat())
    }
    sketch.loss(sketch.last)
  },

  chain(sketch) {
    sketch.inputs(1)
    for (let length = wholeNumber(sketch.next, 2, 60); length > 0; length--) sketch.layer(1, sketch.last.slice(-1))
    sketch.loss(sketch.last.slice(-1))
  },

  outputs(sketch) {
    sketch.inputs(5)
    for (let depth = wholeNumber(sketch.next, 1, 3); depth > 0; depth--) {
      sketch.layer(wholeNumber(sketch.next, 2, 9), sketch.last)
    }
    const trunk = [...sketch.layers]
    const heads = Array.from({ length: wholeNumber(sketch.next, 2, 4) }, (_, n) =>
      sketch.layer(wholeNumber(sketch.next, 1, 3), n === 0 ? sketch.last : pick(sketch.next, trunk)),
    )
    heads.push(sketch.last.slice(0, 1)) // read by two losses
    for (const head of heads) sketch.loss(head)
    const outputs = [...new Set(heads.flat())]
    sketch.g.outputs(sketch.some(outputs, outputs.length))
  },
}
