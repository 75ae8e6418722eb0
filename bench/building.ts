/** What it takes to bring a graph of many edges to life: milliseconds and bytes. To be measured in a process of its own. */
import { type Fuse, type Graph, graph, ids, plan } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { cpuTime } from './measure.ts'
import { generator, layered, made } from './networks.ts'

/** Milliseconds on the wall, and those that this process computed (compiler and garbage collector in other threads included). */
export interface Taken {
  readonly wall: number
  readonly cpu: number
}

export interface BuildingResult {
  readonly form: 'building'
  readonly title: string
  readonly edges: number
  readonly blocks: number
  /** `graph()`: composing, checking and freezing it. */
  readonly graph: Taken
  /** `network()`: checking again, planning, drawing the start weights, wiring. */
  readonly network: Taken
  /** Both. */
  readonly all: Taken
  /** `plan()` alone, of an equal graph; `network` contains as much. */
  readonly plan: Taken
  /** Heap and external memory that graph and network hold, after a collection. */
  readonly bytesPerEdge: number
  readonly targets: { readonly all: number; readonly bytesPerEdge: number } | null
}

/** Two layers of `width` neurons, each reading all before it, and 10 outputs. */
export function dense(width: number): Graph {
  return layered([width, width, 10])
}

/** `neurons` neurons in layers of `width`, each reading 10 of the layer before, drawn at random: nothing to share. */
export function sparse(neurons: number, width: number): Graph {
  const random = generator(2)
  const kind = neuron(sigmoid)
  return graph((g) => {
    let layer: readonly string[] = g.inputs(ids('x', width))
    for (let made = 0; made < neurons; made += width) {
      const before = layer
      layer = ids('n', width, { start: made + 1 })
      for (const id of layer) g.add(id, kind, { from: tenOf(before, random) })
    }
    g.loss(squaredError(), layer)
  })
}

function tenOf(from: readonly string[], random: () => number): string[] {
  const chosen = new Set<string>()
  while (chosen.size < 10) chosen.add(from[Math.floor(random() * from.length)]!)
  return [...chosen]
}

/** Builds, plans and wires once, from cold, as a program that starts does. `mode` is watched by no target where it is 'never'. */
export function build(title: string, make: () => Graph, mode: Fuse): BuildingResult {
  const before = bytes()
  const [g, graphTaken] = timed(make)
  const [net, networkTaken] = timed(() => made(g, 0.1, mode))
  const held = bytes() - before
  const edges = net.graph.order.reduce((sum, id) => sum + net.graph.nodes[id]!.inputs.length, 0)
  const again = make()
  const [, planTaken] = timed(() => plan(again, mode))
  const reach = mode === 'auto' && title.includes('dense')
  return {
    form: 'building',
    title,
    edges,
    blocks: net.plan.blocks.length,
    graph: graphTaken,
    network: networkTaken,
    all: { wall: graphTaken.wall + networkTaken.wall, cpu: graphTaken.cpu + networkTaken.cpu },
    plan: planTaken,
    bytesPerEdge: held / edges,
    targets: reach ? { all: 3000, bytesPerEdge: 100 } : null,
  }
}

function timed<T>(work: () => T): [T, Taken] {
  const [wall, cpu] = [performance.now(), cpuTime()]
  const result = work()
  return [result, { wall: performance.now() - wall, cpu: cpuTime() - cpu }]
}

function bytes(): number {
  const { gc } = globalThis
  if (gc === undefined) throw new Error('run node with --expose-gc')
  // Once to let go, once more for what finalizers let go.
  gc()
  gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
