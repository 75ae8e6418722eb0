/** The options of searches, as they are read. */

import {
  alsoCalled,
  callable,
  checkedLater,
  isObject,
  milliseconds,
  option,
  type TableOf,
  trueOrFalse,
} from '../door/option.ts'
import type { LookOptions, SearchOptions, Span } from './search.ts'

/** That there are such steps and such a branch is asked of the log. */
export const SPAN: TableOf<Span> = {
  branch: checkedLater('the name of a branch', (value) => typeof value === 'string'),
  from: alsoCalled(checkedLater('a step'), 'start', 'begin', 'since', 'first'),
  to: alsoCalled(checkedLater('a step'), 'end', 'until', 'last'),
}

export const LOOK_OPTIONS: TableOf<LookOptions> = {
  ...SPAN,
  signal: option('an AbortSignal', (value) => isObject(value) && typeof value.aborted === 'boolean'),
  progress: callable('a function'),
  slice: milliseconds(),
}

export const SEARCH_OPTIONS: TableOf<SearchOptions> = { ...LOOK_OPTIONS, monotone: trueOrFalse() }
