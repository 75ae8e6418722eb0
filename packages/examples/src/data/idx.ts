/** Reads IDX, the format of the MNIST files: a header of big-endian numbers, then one matrix. Gzipped or not. */

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** One matrix of any number of dimensions, its last dimension running fastest. */
export interface Idx {
  readonly dimensions: readonly number[]
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array
}

/** Why a file is no IDX file. */
export type IdxFault = 'BAD_GZIP' | 'TOO_SHORT' | 'NOT_IDX' | 'UNKNOWN_TYPE' | 'WRONG_SIZE'

/** A file that is damaged, or no IDX file at all. */
export class IdxError extends Error {
  override readonly name = 'IdxError'
  readonly code: IdxFault
  readonly file: string

  constructor(code: IdxFault, file: string, what: string) {
    super(`${file}: ${what}`)
    this.code = code
    this.file = file
  }
}

/** What the third byte of a file may say of its values. */
const TYPES = {
  8: { name: 'unsigned byte', bytes: 1, make: (n: number) => new Uint8Array(n), read: 'getUint8' },
  9: { name: 'signed byte', bytes: 1, make: (n: number) => new Int8Array(n), read: 'getInt8' },
  11: { name: 'short', bytes: 2, make: (n: number) => new Int16Array(n), read: 'getInt16' },
  12: { name: 'int', bytes: 4, make: (n: number) => new Int32Array(n), read: 'getInt32' },
  13: { name: 'float', bytes: 4, make: (n: number) => new Float32Array(n), read: 'getFloat32' },
  14: { name: 'double', bytes: 8, make: (n: number) => new Float64Array(n), read: 'getFloat64' },
} as const

/** What a damaged header could make us unpack at most. */
const MOST_BYTES = 2 ** 30

/** The matrix in a file. Throws an IdxError that says what is wrong with it, and what `readFileSync` throws. */
export function readIdx(file: string): Idx {
  return parseIdx(readFileSync(file), file)
}

/** The matrix in the bytes of a file; `file` is the name for messages. */
export function parseIdx(packed: Uint8Array, file: string): Idx {
  const bytes = unpacked(packed, file)
  if (bytes.length < 4) throw new IdxError('TOO_SHORT', file, `${bytes.length} bytes are too few for an IDX file`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [zero, zero2, code, rank] = bytes as unknown as [number, number, number, number]
  if (zero !== 0 || zero2 !== 0 || rank === 0) {
    const magic = view.getUint32(0).toString(16).padStart(8, '0')
    throw new IdxError(
      'NOT_IDX',
      file,
      `starts with ${magic}; an IDX file starts with 0000, a type and how many dimensions`,
    )
  }
  const type = TYPES[code as keyof typeof TYPES]
  if (type === undefined)
    throw new IdxError('UNKNOWN_TYPE', file, `its values are of type ${code}, which IDX does not have`)
  const start = 4 + 4 * rank
  if (bytes.length < start) {
    throw new IdxError(
      'TOO_SHORT',
      file,
      `ends within its header: ${rank} dimensions need ${start} bytes, ${bytes.length} are there`,
    )
  }
  const dimensions = Array.from({ length: rank }, (_, k) => view.getUint32(4 + 4 * k))
  const count = dimensions.reduce((product, size) => product * size, 1)
  const has = bytes.length - start
  if (has !== count * type.bytes) {
    const wants = `${dimensions.join(' × ')} values of type ${type.name} are ${count * type.bytes} bytes`
    throw new IdxError('WRONG_SIZE', file, `its header says ${wants}, ${has} are there`)
  }
  if (type.bytes === 1) {
    const values = new Uint8Array(bytes.subarray(start)) // a Buffer's own slice would share its memory
    return { dimensions, values: code === 8 ? values : new Int8Array(values.buffer) }
  }
  const values = type.make(count)
  for (let k = 0; k < count; k++) values[k] = view[type.read](start + k * type.bytes)
  return { dimensions, values }
}

function unpacked(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    throw new IdxError('BAD_GZIP', file, `cannot be unpacked: ${(error as Error).message}`)
  }
}
