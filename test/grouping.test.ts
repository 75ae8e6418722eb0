/** The same run has the same bits whatever the grouping: seeded random graphs, fused and not, batch by batch. */

import { readFileSync } from 'node:fs'
import { adam, fingerprint, type Graph, NeuriteError, network, type Optimizer, sgd, train } from '@neurite/core'
import { graphShapes, randomGraph, randomRows } from '@neurite/core/testing'
import { identity, meanSquaredError, neuron, product, relu, sigmoid, squaredError, tanh } from '@neurite/nodes'
import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs'
import { describe, expect, it } from 'vitest'

const SEEDS = 9
const STEPS = 300
const BATCHES = [1, 7, 32]
const GROUPINGS = ['never', 'auto'] as const
const OPTIMIZERS: readonly Optimizer[] = [
  sgd({ learningRate: 0.02 }),
  sgd({ learningRate: 0.01, momentum: 0.9 }),
  sgd({ learningRate: 0.01, momentum: 0.8, nesterov: true }),
  adam({ learningRate: 0.005 }),
]

const cases = graphShapes.flatMap((shape) => Array.from({ length: SEEDS }, (_, seed) => ({ shape, seed })))

function make({ shape, seed }: (typeof cases)[number]): Graph {
  const kinds = [neuron(sigmoid), neuron(tanh), neuron(relu), neuron(identity), product]
  return randomGraph(seed, { shape, kinds, losses: [squaredError(), meanSquaredError()] })
}

/** How a run ends: the fingerprint of its last state, with the refusal that stopped it if one did. */
async function run(graph: Graph, seed: number, batchSize: number, fuse: 'never' | 'auto'): Promise<string> {
  const optimizer = OPTIMIZERS[seed % OPTIMIZERS.length] as Optimizer
  const net = network(graph, { optimizer, seed, fuse })
  const rows = randomRows(graph, 61, seed)
  let ended = 'ended'
  try {
    await lastValueFrom(train(net, rows, { batchSize, epochs: Number.POSITIVE_INFINITY }).pipe(take(STEPS)))
  } catch (error) {
    if (!(error instanceof NeuriteError)) throw error
    ended = `${error.code} ${JSON.stringify(error.place)}`
  }
  return `${fingerprint(net.snapshot)} ${net.snapshot.step} ${ended}`
}

/** Where each of them stood when the table was made: `<fingerprint> <step> <how it ended>` by graph and batch size. */
const golden: Record<string, Record<string, string>> = JSON.parse(
  readFileSync(new URL('./golden/trained.json', import.meta.url), 'utf8'),
)

describe('the grouping never shows', () => {
  it.each(cases)('[BI1] $shape graph $seed has the same bits after 300 steps, fused or not, as ever', async (which) => {
    const graph = make(which)
    for (const batchSize of BATCHES) {
      const [never, auto] = await Promise.all(GROUPINGS.map((fuse) => run(graph, which.seed, batchSize, fuse)))
      expect(auto, `batch ${batchSize}`).toBe(never)
      expect(auto, `batch ${batchSize}`).toBe(golden[`${which.shape} ${which.seed}`]?.[batchSize])
    }
  })

  it.each(cases.filter(({ seed }) => seed < 3))(
    '[BI2] $shape graph $seed tells its watchers the same in the same order, fused or not',
    async (which) => {
      const graph = make(which)
      const [never, auto] = await Promise.all(
        GROUPINGS.map(async (fuse) => {
          const net = network(graph, { seed: which.seed, fuse, optimizer: sgd({ learningRate: 0.01 }) })
          const told: unknown[] = []
          const watching = net.events$.subscribe((event) => told.push(JSON.parse(JSON.stringify(event))))
          await firstValueFrom(train(net, randomRows(graph, 20, 3), { batchSize: 7, epochs: 2 }).pipe(toArray()))
          net.predictAll(randomRows(graph, 5, 4).map(({ input }) => input))
          watching.unsubscribe()
          return told
        }),
      )
      expect(never?.length).toBeGreaterThan(6 * graph.order.length)
      expect(auto).toEqual(never)
    },
  )

  it('[BI3] fusing really fuses: every kind of layered graph has dense blocks, and fewer blocks than nodes', () => {
    for (const which of cases.filter(({ shape }) => shape === 'layered' || shape === 'skip' || shape === 'outputs')) {
      const graph = make(which)
      const auto = network(graph).plan
      const never = network(graph, { fuse: 'never' }).plan
      expect(never.blocks.length).toBe(graph.order.length)
      expect(never.parts.every(({ lanes }) => lanes === 1)).toBe(true)
      expect(auto.parts.filter(({ form }) => form === 'dense').length).toBeGreaterThan(0)
      expect(auto.parts.length).toBeLessThan(graph.order.length)
      expect(auto.blocks.filter(({ form }) => form === 'chain').length).toBeGreaterThan(0)
      expect(auto.blocks.length).toBeLessThan(auto.parts.length)
    }
  })
})
