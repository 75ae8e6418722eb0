/** Looks for steps of the past: the first, the last, or all of them for which something holds. */

import { readOptions } from '../door/read-options.ts'
import { momentsOf } from '../engine/moments-of.ts'
import type { Rewindable } from '../engine/trainable.ts'
import { type Condition, condition } from '../past/condition.ts'
import { all, first, type LookOptions, last, type SearchOptions } from '../past/search.ts'
import { LOOK_OPTIONS, SEARCH_OPTIONS } from '../past/search-options.ts'
import type { Step } from '../step/step.ts'

/**
 * The first step for which a condition holds; null where it holds for none. One that reads only the loss costs no replay; one
 * that reads snapshots or nodes replays each step once. Rejects with CANCELLED, UNKNOWN_STEP, UNKNOWN_BRANCH, INVALID_OPTION
 * for data that is no condition, and what the condition throws.
 *
 * @example
 * await find(net, (step) => step.node('h4').activation.at(0) > 0.99)
 * await find(net, { what: 'h4:activation', is: '>', value: 0.99 }) // the same, as data
 */
export async function find<Id extends string>(
  net: Rewindable<Id>,
  what: Condition<NoInfer<Id>>,
  options?: SearchOptions,
): Promise<Step<Id> | null> {
  const read = readOptions(options, 'find', SEARCH_OPTIONS)
  return first(momentsOf(net, 'find').range(read), condition(what, 'find'), read)
}

/** Every step for which it holds. As `find`. */
export async function findAll<Id extends string>(
  net: Rewindable<Id>,
  what: Condition<NoInfer<Id>>,
  options?: LookOptions,
): Promise<Step<Id>[]> {
  const read = readOptions(options, 'findAll', LOOK_OPTIONS)
  return all(momentsOf(net, 'findAll').range(read), condition(what, 'findAll'), read)
}

/** The last step for which it holds: a watchpoint that runs backwards. As `find`. */
export async function findLast<Id extends string>(
  net: Rewindable<Id>,
  what: Condition<NoInfer<Id>>,
  options?: LookOptions,
): Promise<Step<Id> | null> {
  const read = readOptions(options, 'findLast', LOOK_OPTIONS)
  return last(momentsOf(net, 'findLast').range(read), condition(what, 'findLast'), read)
}
