import { describe, expect, test } from 'vitest'
import { linear, product, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { network } from '../network.ts'
import { randomGraph } from '../testing/random-graph.ts'
import { randomRows } from '../testing/random-rows.ts'
import { refusal } from '../testing/refusal.ts'
import { QUANTITIES } from './quantity.ts'

/** Declared in another order than it fires. */
const g = graph((g) => {
  g.inputs('x1', 'x2')
  g.add('p', product, { from: ['x1', 'x2'] })
  g.add('h1', sigmoid, { from: ['x1', 'p'] })
  g.add('q', product, { from: ['h1', 'x2'] })
  g.add('h2', sigmoid, { from: ['x1', 'p'] })
  g.loss(squaredError, g.add('o', linear, { from: ['q', 'h2'] }))
})
const rows = [
  { input: [1, 2], target: [0] },
  { input: [-1, 0.5], target: [1] },
  { input: [0.25, -3], target: [0.5] },
]

describe('the values of a step', () => {
  test.each(['auto', 'never'] as const)(
    '[CH30] are those of each node, node after node in declared order, fuse: %s',
    (fuse) => {
      const net = network(g, { fuse })
      for (const step of [net.learn(rows), net.learn(rows[0] as never)]) {
        for (const what of QUANTITIES) {
          expect(step.values(what)).toEqual(Float64Array.from(g.order.flatMap((id) => step.node(id)[what].toArray())))
        }
      }
      expect(net.timeline.stepAt(1).values('activation')[3 * 3 + 2]).toBe(
        net.timeline.stepAt(1).node('h1').activation.at(2),
      )
    },
  )

  test('[CH30] are copies, also of random graphs and of a step that was refused', () => {
    const random = randomGraph(3, { kinds: [sigmoid, product], losses: [squaredError] })
    const net = network(random)
    const step = net.learn(randomRows(random, 5, 1) as never)
    for (const what of QUANTITIES) {
      step.values(what).fill(7)
      const wanted = random.order.flatMap((id) => step.node(id)[what].toArray())
      expect(Array.from(step.values(what))).toEqual(wanted)
    }
    const broken = network(g)
    expect(refusal(() => broken.learn({ input: [1e300, 1e300], target: [0] })).code).toBe('TRAINING_DIVERGED')
    const { failed } = broken.timeline
    expect(failed?.values('netInput').every(Number.isFinite)).toBe(false)
  })

  test('[CH30] another word is refused, and so is a step that is gone', () => {
    const net = network(g, { history: false })
    const step = net.learn(rows)
    expect(refusal(() => step.values('deltas' as never)).place).toMatchObject({ option: 'what', of: 'values' })
    expect(refusal(() => step.values('toString' as never)).code).toBe('INVALID_OPTION')
    net.learn(rows)
    expect(refusal(() => step.values('delta')).code).toBe('SNAPSHOT_GONE')
  })
})
