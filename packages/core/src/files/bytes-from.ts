/** Bytes from whatever one has in hand: a stream, a buffer, a Blob, a response, a place. */

import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'

/** Where a file is written to and read from: `file(path)` of `@neurite/core/node`, or one's own. */
export interface FilePlace {
  /** All bytes that are there. */
  read(): AsyncIterable<Uint8Array>
  /** These bytes instead of what was there, all of them or none. */
  write(bytes: AsyncIterable<Uint8Array>): Promise<void>
}

/** A web stream, of any library's type. */
export interface WebStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: unknown }>
    cancel(): Promise<unknown>
  }
}

/** What gives bytes. A Blob is also a File, a stream also one of Node's; a response is what `fetch` gives. */
export type Source =
  | Uint8Array
  | ArrayBufferLike
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  | WebStream
  | { stream(): WebStream }
  | { readonly body: WebStream | null; readonly ok: boolean; readonly status: number }
  | FilePlace

/** The bytes of a source in pieces. Throws INVALID_OPTION for what gives none. */
export function bytesFrom(source: Source): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  const given = source as unknown
  if (typeof given !== 'object' || given === null) throw refused(given)
  if (given instanceof Uint8Array) return [given]
  const kind = Object.prototype.toString.call(given)
  if (kind === '[object ArrayBuffer]' || kind === '[object SharedArrayBuffer]')
    return [new Uint8Array(given as ArrayBuffer)]
  if (ArrayBuffer.isView(given)) throw refused(given)
  if (has(given, 'getReader')) return streamed(given as unknown as WebStream)
  if (Symbol.asyncIterator in given || Symbol.iterator in given) return given as AsyncIterable<Uint8Array>
  if (has(given, 'stream')) return streamed((given as { stream(): WebStream }).stream())
  if ('body' in given && 'status' in given)
    return bodyOf(given as { body: WebStream | null; ok: boolean; status: number })
  if (has(given, 'read') && has(given, 'write')) return (given as FilePlace).read()
  throw refused(given)
}

function has(given: object, name: string): boolean {
  return typeof (given as Record<string, unknown>)[name] === 'function'
}

function bodyOf({
  body,
  ok,
  status,
}: {
  body: WebStream | null
  ok: boolean
  status: number
}): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (!ok)
    throw new NeuriteError(invalidOption('source', `a response of status ${status}`, 'a response that has the file'))
  return body === null ? [] : streamed(body)
}

const WANTS =
  'bytes: a stream, a Buffer, Uint8Array or ArrayBuffer, a Blob or File, a response of fetch that was awaited, or file(path)'
const refused = (given: unknown): NeuriteError => new NeuriteError(invalidOption('source', given, WANTS))

/** By its reader, since not every browser iterates over streams. */
async function* streamed(stream: WebStream): AsyncGenerator<Uint8Array, void, void> {
  const reader = readerOf(stream)
  let isOver = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      isOver = done
      if (done) return
      yield value as Uint8Array
    }
  } finally {
    if (!isOver) await reader.cancel().catch(() => {})
  }
}

function readerOf(stream: WebStream): ReturnType<WebStream['getReader']> {
  try {
    return stream.getReader()
  } catch (cause) {
    throw new NeuriteError(invalidOption('source', 'a stream that is read already', WANTS), { cause })
  }
}
