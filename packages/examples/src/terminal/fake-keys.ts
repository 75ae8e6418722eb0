/** For tests: a terminal to press keys on, which remembers whether they came one by one. */

import { PassThrough } from 'node:stream'

export interface FakeKeys extends PassThrough {
  readonly isTTY: true
  /** Each setting of the raw mode, in order. */
  readonly modes: readonly boolean[]
  setRawMode(mode: boolean): void
}

export function fakeKeys(): FakeKeys {
  const modes: boolean[] = []
  const setRawMode = (mode: boolean): void => void modes.push(mode)
  return Object.assign(new PassThrough(), { isTTY: true as const, modes, setRawMode })
}
