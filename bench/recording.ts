/** What remembering costs: the same network with its history and without. */
import { network, sgd } from '@neurite/core'
import type { Contest } from './contest.ts'
import { layered, rows } from './networks.ts'
import { learned, trained } from './trainers.ts'

const NOTE = 'sigmoid, ½ squared error, sgd, float64, rows in their own order'

/** A network of these sizes, trained with and without a history: over data, and one row after the other. */
export function recording(sizes: readonly number[], batch: number, count: number, target: number): Contest {
  const g = layered(sizes)
  const data = rows(sizes[0] as number, sizes.at(-1) as number, count)
  const made = (history: boolean) =>
    network(g, { optimizer: sgd({ learningRate: 0.1 }), seed: 1, ...(!history && { history: false as const }) })
  const [without, withIt] = ['no history', 'with its history']
  const online = batch === 1
  return {
    title: `${sizes.join('-')}, batch ${batch}, remembered`,
    unit: 'rows',
    perPass: count,
    check: 2,
    entries: [
      { name: without, trainer: trained(made(false), data, batch) },
      { name: withIt, trainer: trained(made(true), data, batch), target },
      ...(online
        ? [
            { name: `net.learn, ${without}`, trainer: learned(made(false), data) },
            { name: `net.learn, ${withIt}`, trainer: learned(made(true), data), against: `net.learn, ${without}` },
          ]
        : []),
    ],
    note: `${count} rows, ${NOTE}`,
  }
}
