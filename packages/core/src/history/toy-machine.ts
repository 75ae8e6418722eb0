/** A machine for tests: its state is a text, an action appends letters. Nothing here is shipped. */

import { History } from './history.ts'
import type { Address } from './log.ts'
import { Replay, type Replayable } from './replay.ts'

export interface Letter {
  readonly letter: string
  readonly isStep: boolean
}

/** Appends the letter and the offset: 'a0'. It measures the length, unless it is told to lie. */
export class ToyMachine implements Replayable<string, Letter> {
  text = ''
  lie = 0
  readonly most: number
  #recent: string[] = []

  /** It has the last `most` states at hand. */
  constructor(most: number) {
    this.most = most
  }

  load(state: string): void {
    this.text = state
    this.#recent = []
  }

  perform({ letter }: Letter, offset: number): number {
    if (letter === '!') throw new Error('refused')
    this.#recent = [this.text, ...this.#recent].slice(0, this.most)
    this.text += letter + offset
    return this.text.length + this.lie
  }

  capture(): string {
    return this.text
  }

  recent(back: number): string | null {
    return back === 0 ? this.text : (this.#recent[back - 1] ?? null)
  }
}

export interface ToyHistory {
  readonly live: ToyMachine
  /** Goes through the past. */
  readonly past: ToyMachine
  readonly history: History<string, Letter>
  readonly replay: Replay<string, Letter>
  /** Does an action and records it. */
  readonly append: (letter: string, offset?: number, isStep?: boolean, action?: Letter) => Letter
  /** The same action, so many times. */
  readonly run: (letter: string, count: number, first?: number) => void
  readonly moveTo: (address: Address) => void
}

export const toyOf = (bytes: number, others?: () => number): History<string, Letter> =>
  new History({ bytes, bytesOf: (state) => state.length, ...(others !== undefined && { others }) })

/** A history with a live machine, and one that goes through the past with `recent` states at hand. */
export function toyHistory(bytes: number, recent = 1000): ToyHistory {
  const live = new ToyMachine(0)
  const past = new ToyMachine(recent)
  const history = toyOf(bytes)
  history.begin('main', '', 0)
  const replay = new Replay(history, past)
  const append = (letter: string, offset = 0, isStep = true, action: Letter = { letter, isStep }): Letter => {
    history.record(action, offset, action.isStep, live.perform(action, offset), () => live.capture())
    return action
  }
  const run = (letter: string, count: number, first = 0): void => {
    const action = { letter, isStep: true }
    for (let offset = first; offset < first + count; offset++) append(letter, offset, true, action)
  }
  const moveTo = (address: Address): void => {
    live.load(replay.at(address))
    history.moveTo(address)
  }
  return { live, past, history, replay, append, run, moveTo }
}
