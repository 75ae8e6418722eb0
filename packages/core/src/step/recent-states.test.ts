import { describe, expect, test } from 'vitest'
import { layers } from '../flow/sample-graphs.ts'
import type { Graph } from '../graph/value/graph.ts'
import type { Retired } from '../kernels/memory.ts'
import { random } from '../numerics/random.ts'
import { adam } from '../optimize/adam.ts'
import type { Optimizer } from '../optimize/optimizer.ts'
import { sgd } from '../optimize/sgd.ts'
import { cursorAtStart } from '../state/cursor.ts'
import type { Snapshot } from '../state/snapshot.ts'
import { initialSnapshot } from '../state/update.ts'
import { RecentStates } from './recent-states.ts'

const base = (graph: Graph, optimizer: Optimizer): Snapshot => initialSnapshot({ graph, optimizer, seed: 1 })
const bases = [layers([1, 1]), layers([3, 3, 1]), layers([6, 9, 2])].flatMap((graph) =>
  [sgd({ learningRate: 1 }), sgd({ learningRate: 1, momentum: 0.5 }), adam({ learningRate: 1 })].map((optimizer) =>
    base(graph, optimizer),
  ),
)

/** Keeps state number `step`, in these arrays where they fit, as a machine does; gives what is free for the next. */
function keep(recent: RecentStates, of: Snapshot, step: number, spare: Retired | null): Retired {
  const slotNames = Object.keys(of.slots)
  const { length } = of.parameters
  const fits = spare?.parameters.length === length && spare.slots.length === slotNames.length
  const { parameters, slots } = fits
    ? (spare as Retired)
    : { parameters: new Float64Array(length), slots: slotNames.map(() => new Float64Array(length)) }
  parameters.fill(step)
  slots.forEach((slot, k) => {
    slot.fill(step + (k + 1) / 4)
  })
  return { ...recent.keep(parameters, slots, slotNames, of, step, cursorAtStart) }
}

function expectState(found: Snapshot, of: Snapshot, step: number): void {
  expect([found.step, found.graph, found.parameters.slice()]).toEqual([
    step,
    of.graph,
    new Float64Array(of.parameters.length).fill(step),
  ])
  Object.keys(of.slots).forEach((name, k) => {
    expect(found.slots[name]?.slice()[0]).toBe(step + (k + 1) / 4)
  })
}

describe('the last states', () => {
  test('[CH11] are as many as were asked for, and as their bytes allow', () => {
    const [of] = bases as [Snapshot]
    const size = of.parameters.length * 8
    for (const [most, bytes, wanted] of [
      [5, 1e6, 5],
      [1000, 7 * size, 7],
      [1000, size - 1, 0],
      [0, 1e6, 0],
    ] as const) {
      const recent = new RecentStates(most, bytes)
      let spare: Retired | null = null
      for (let step = 0; step < 50; step++) spare = keep(recent, of, step, spare)
      for (let back = 1; back <= wanted; back++) expectState(recent.at(back) as Snapshot, of, 50 - back)
      expect([recent.at(wanted + 1), recent.at(0), recent.bytes]).toEqual([null, null, wanted * size])
    }
  })

  test.each([0, 300, 1000, 4000, 1e6])('[CH12] are right or not there, for any mix of sizes, in %i bytes', (bytes) => {
    const next = random(bytes, 0)
    for (const most of [1, 3, 10, 64]) {
      const recent = new RecentStates(most, bytes)
      const passed: { of: Snapshot; step: number }[] = []
      let [of, spare] = [bases[0] as Snapshot, null as Retired | null]
      let since = 0
      for (let step = 0; step < 150; step++) {
        if (next() < 0.06) of = bases[Math.floor(next() * bases.length)] as Snapshot
        if (next() < 0.01) {
          recent.clear()
          since = step
        }
        spare = keep(recent, of, step, spare)
        passed.push({ of, step })
        expect(recent.bytes).toBeLessThanOrEqual(bytes)
        for (let back = 1; back <= most + 1; back++) {
          const found = recent.at(back)
          const wanted = passed[passed.length - back]
          if (wanted === undefined || wanted.step < since) expect(found).toBeNull()
          else if (found !== null) expectState(found, wanted.of, wanted.step)
        }
        if (bytes === 1e6) expect(recent.at(Math.min(most, step + 1 - since))).not.toBeNull()
      }
    }
  })
})
