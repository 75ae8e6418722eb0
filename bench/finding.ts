/** What a search costs, against the bare replay of the same steps. */

import { network, sgd, train } from '@neurite/core'
import { type Condition, find } from '@neurite/core/explain'
import { lastValueFrom } from 'rxjs'
import { type Measurement, type MeasureOptions, measure } from './measure.ts'
import { layered, rows } from './networks.ts'

export interface Found extends Measurement {
  /** What its share of the speed of the bare replay should reach. */
  readonly target: number | null
  /** How many steps one search computed again. */
  readonly recomputed: number
}

export interface FindingResult {
  readonly form: 'finding'
  readonly title: string
  readonly steps: number
  readonly standings: readonly Found[]
}

/** What is asked about every step, and never holds. */
const ASKED: Readonly<Record<string, Condition>> = {
  'find, a delta of each step': (step) => step.node('n1-1').delta.at(0) > 1e9,
  'find, a snapshot of each step': (step) => step.snapshot.parameters.at(0) > 1e9,
  'find, the loss of each step': (step) => step.loss > 1e9,
}

/** Searches a whole run, in turns with going through it by the replay alone. */
export async function finding(
  sizes: readonly number[],
  batch: number,
  steps: number,
  options: MeasureOptions,
): Promise<FindingResult> {
  const data = rows(sizes[0]!, sizes.at(-1)!, 64)
  const net = network(layered(sizes), { optimizer: sgd({ learningRate: 0.1 }), seed: 1 })
  await lastValueFrom(train(net, data, { batchSize: batch, epochs: (steps * batch) / 64 }))
  const { replay } = net.engine.past
  const recomputed: number[] = []
  const once = (k: number, pass: () => void | Promise<void>) => async (passes: number) => {
    const done = replay.performed
    for (let n = 0; n < passes; n++) await pass()
    recomputed[k] = (replay.performed - done) / passes
  }
  const bare = (): void => {
    replay.reach({ branch: 0, position: 0 })
    for (let position = 1; position <= steps; position++) replay.reach({ branch: 0, position })
  }
  const contenders = [
    { name: 'bare replay', run: once(0, bare), perStep: steps },
    ...Object.entries(ASKED).map(([name, predicate], k) => {
      const search = async (): Promise<void> => {
        if ((await find(net, predicate)) !== null) throw new Error(`${name}: found one`)
      }
      return { name, run: once(k + 1, search), perStep: steps }
    }),
  ]
  const measured = await measure(contenders, options)
  return {
    form: 'finding',
    title: `${sizes.join('-')}, batch ${batch}`,
    steps,
    standings: measured.map((own, k) => ({ ...own, target: k === 1 ? 1 / 1.2 : null, recomputed: recomputed[k]! })),
  }
}
