/** For tests: a stream that keeps what is written, a terminal if wanted. */

import type { OutputStream } from './output.ts'

export interface FakeStream {
  readonly stream: OutputStream
  text(): string
}

export function fakeStream({ isTTY = false, columns = 80, rows = 24 } = {}): FakeStream {
  let text = ''
  const write = (chunk: string | Uint8Array): boolean => {
    text += chunk
    return true
  }
  const room = isTTY ? { columns, rows } : {}
  return { stream: { isTTY, write, ...room, getColorDepth: () => 8 } as OutputStream, text: () => text }
}
