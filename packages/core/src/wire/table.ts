/** Everything that crosses a wire under a name of its own, by that name. */

import { ANSWERS } from './answers.ts'
import { EVENTS } from './events.ts'
import { STATES } from './states.ts'
import type { Wired } from './wired.ts'

export const TABLE: Readonly<Record<string, Wired>> = { ...EVENTS, ...STATES, ...ANSWERS }

/** More levels than these no value has that is meant to cross. */
export const DEEPEST = 64
