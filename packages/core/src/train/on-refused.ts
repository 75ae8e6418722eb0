/** What becomes of an event of a live stream that is refused: the stream errors, goes on without it, or tells of it. */

import { filter, map, type OperatorFunction, pipe } from 'rxjs'
import { type Option, option } from '../door/option.ts'
import { NeuriteError } from '../errors/neurite-error.ts'

/** 'error' ends the stream; 'skip' leaves the event out; a function is told of it, and then it is left out. */
export type OnRefused<Event> = 'error' | 'skip' | ((refusal: NeuriteError, event: Event) => void)

export const onRefusedOption: Option<'error' | 'skip' | ((refusal: NeuriteError, event: never) => void)> = option(
  "'error', 'skip', or a function that is told of the refusal",
  (value) => value === 'error' || value === 'skip' || typeof value === 'function',
  'error' as const,
)

/** What was thrown because of an event itself, not of the network's state or of an observer. */
const blamed = new WeakSet<object>()

/** The error, for which the event itself is to be blamed; where the network was not free it is not. */
export function blame(error: unknown): unknown {
  if (error instanceof NeuriteError && error.code !== 'TICK_BUSY') blamed.add(error)
  return error
}

const LEFT_OUT = Symbol('left out')

/** Answers each event, counted from 0; `isRefusal` says which errors are the event's own beside those it was blamed for. */
export function answering<Event, Answer>(
  answer: (event: Event, number: number) => Answer,
  isRefusal: (error: unknown) => boolean,
  onRefused: OnRefused<Event>,
): OperatorFunction<Event, Answer> {
  if (onRefused === 'error') return map(answer)
  return pipe(
    map((event: Event, number: number): Answer | typeof LEFT_OUT => {
      try {
        return answer(event, number)
      } catch (error) {
        if (!(error instanceof NeuriteError) || !(blamed.has(error) || isRefusal(error))) throw error
        if (typeof onRefused === 'function') onRefused(error, event)
        return LEFT_OUT
      }
    }),
    filter((answered): answered is Answer => answered !== LEFT_OUT),
  )
}
