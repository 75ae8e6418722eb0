/** What a log tells: where a state stands, and what was done there. */

/** A state in the log: so many actions along that branch. */
export interface Address {
  readonly branch: number
  readonly position: number
}

/** The same action again and again; `offset` tells the times apart, counted on from `first`. */
export interface Entry<Action> {
  readonly action: Action
  readonly first: number
  /** The position of the state before it. */
  readonly start: number
  /** How many steps there had been before it. */
  readonly startStep: number
  /** Whether each of its actions is a step; others, edits, change a state without being one. */
  readonly isStep: boolean
  readonly count: number
}

/** One action of an entry. */
export interface Happening<Action> {
  readonly action: Action
  readonly offset: number
  readonly isStep: boolean
}

/** A part of an entry: from the state before its first action to the one after its last. */
export interface Stretch<Action> {
  readonly entry: Entry<Action>
  readonly from: number
  readonly to: number
}
