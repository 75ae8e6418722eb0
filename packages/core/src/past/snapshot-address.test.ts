/** A snapshot as a moment: that state of this history, or refused. */

import { describe, expect, test } from 'vitest'
import { diff, find, firstAbnormal } from '../exports/explain.ts'
import { bitRows, layers, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { snapshotFromJSON } from '../state/snapshot-from-json.ts'
import { snapshotToJSON } from '../state/snapshot-to-json.ts'
import { refusal } from '../testing/refusal.ts'

const rows = bitRows(8, 3)
function learned(from: number, count: number): Network {
  const net = network(layers([3, 3, 1]), { seed: 4 })
  for (let k = from; k < from + count; k++) net.learn(rows[k % 8] as never)
  return net
}

describe('a snapshot as a moment', () => {
  test('[IN41] is that very state, on whatever branch, also where it was JSON meanwhile', () => {
    const net = learned(0, 5)
    const t = net.timeline
    const [fifth, print] = [net.snapshot, fingerprint(net.snapshot)]
    t.seek(3)
    net.learn(rows[7] as never)
    net.learn(rows[6] as never)
    const other = net.snapshot
    expect([t.branch, fifth.step, other.step]).toEqual(['branch 1', 5, 5])
    expect(fingerprint(t.at(fifth))).toBe(print)
    expect(diff(t.at(fifth), t.at(other)).changes.length).toBeGreaterThan(0)
    expect(diff(t.at(fifth), t.at({ branch: 'main', step: 5 })).changes).toEqual([])
    const read = snapshotFromJSON(snapshotToJSON(fifth), { input, sigmoid, squaredError })
    t.seek(read)
    expect([t.branch, t.step, fingerprint(net.snapshot)]).toEqual(['main', 5, print])
  })

  test('[IN41] of before and after a change it is the one that it is', () => {
    const net = learned(0, 2)
    const before = net.snapshot
    net.change({ parameters: { l2n0: { bias: 3 } } })
    const after = net.snapshot
    const position = ({ step, position }: Network['timeline']): number[] => [step, position]
    net.timeline.seek(before)
    expect(position(net.timeline)).toEqual([2, 2])
    net.timeline.seek(after)
    expect(position(net.timeline)).toEqual([2, 3])
  })

  test('[IN41] of another network or its own past gone another way it is refused, and nothing moves', () => {
    const [net, other] = [learned(0, 5), learned(1, 5)]
    const { timeline: t } = net
    for (const ask of [() => t.at(other.snapshot), () => t.seek(other.snapshot), () => t.stepAt(other.snapshot)]) {
      expect(refusal(ask).code).toBe('FOREIGN_SNAPSHOT')
    }
    expect(refusal(() => diff(t.at(other.snapshot), t.at(1))).code).toBe('FOREIGN_SNAPSHOT')
    expect(refusal(() => diff(t.at(1), t.at(other.snapshot))).code).toBe('FOREIGN_SNAPSHOT')
    expect(refusal(() => fork(net, other.snapshot, {})).code).toBe('FOREIGN_SNAPSHOT')
    expect([t.step, t.branch]).toEqual([5, 'main'])
  })
})

test('[IN42] where the first rows of a live run have gone, searches begin at the first step that can be come back to', async () => {
  const net = network(layers([3, 3, 1]), { seed: 4, history: { bytes: 60_000 } })
  for (let k = 0; k < 3000; k++) net.learn(rows[k % 8] as never)
  const { timeline: t } = net
  expect(t.firstStep).toBeGreaterThan(0)
  expect(refusal(() => t.stepAt(1).node('l1n0')).code).toBe('ROWS_GONE')
  const found = await find(net, (step) => Number.isFinite(step.node('l1n0').activation.at(0)))
  expect(found?.step).toBe(t.firstStep + 1)
  await expect(firstAbnormal(net)).resolves.toBeNull()
})
