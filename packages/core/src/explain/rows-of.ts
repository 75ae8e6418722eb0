/** The rows that a step of the past learned from. */

import type { Past } from '../past/past.ts'
import { cursorAt, rowsAt, rowsRead } from '../step/action.ts'
import type { OwnStep } from '../step/step.ts'

/** Their numbers, in the order in which they stand in the slabs: of the data, or of all rows that came. */
export function rowsOf(past: Past, step: OwnStep): readonly number[] {
  const { action, offset } = past.actionOf(step)
  if (action.type === 'change') return []
  if (action.type === 'row') {
    const { first, count } = rowsRead(action, offset)
    return Array.from({ length: count }, (_, n) => first + n)
  }
  const cursor = cursorAt(action, offset)
  const { seed } = past.history.nearest(step.address).state
  const order = past.machine.rows.order(seed, cursor.epoch, action)
  const from = cursor.batch * action.run.batchSize
  return Array.from({ length: rowsAt(action, cursor) }, (_, n) => order?.[from + n] ?? from + n)
}

/** Their inputs. */
export function inputsOf(past: Past, step: OwnStep): number[][] {
  const { plan, slabs } = past.insideOf(step, false)
  const { batch, values } = slabs
  return Array.from({ length: batch }, (_, n) => plan.graph.inputs.map((_, k) => values[k * batch + n] as number))
}
