/** Where a snapshot stands in a history: it is one of its states, bit for bit, or refused. */

import { foreignSnapshot } from '../errors/history.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Address } from '../history/log.ts'
import { fingerprint } from '../state/fingerprint.ts'
import type { Snapshot } from '../state/snapshot.ts'
import type { Past } from './past.ts'

/** Looks at the states of its step on every branch, the one in force first. Throws FOREIGN_SNAPSHOT, ROWS_GONE, REPLAY_DIFFERS. */
export function addressOf(past: Past, snapshot: Snapshot): Address {
  const { head } = past.history
  const print = fingerprint(snapshot)
  let unreachable: unknown = null
  for (const address of candidates(past, snapshot.step, head)) {
    try {
      const state = past.at(address)
      if (state === snapshot || fingerprint(state) === print) return address
    } catch (error) {
      unreachable ??= error
    }
  }
  throw unreachable ?? new NeuriteError(foreignSnapshot(snapshot.step))
}

function* candidates({ history: { log } }: Past, step: number, head: Address): Iterable<Address> {
  const others = log.branches.filter(({ index, dropped }) => index !== head.branch && !dropped)
  for (const { index } of [log.branch(head.branch), ...others]) {
    const [first, last] = [log.find(index, step, true), log.find(index, step)]
    if (first === null || last === null) continue
    for (let { position } = last; position >= first.position; position--) yield { branch: index, position }
  }
}
