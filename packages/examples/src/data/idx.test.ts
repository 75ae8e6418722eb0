import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { IdxError, parseIdx, readIdx } from './idx.ts'
import { mnistFolder } from './mnist-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'neurite-idx-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The bytes of an IDX file: type, dimensions, then whatever follows. */
function idx(type: number, dimensions: number[], ...rest: number[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * dimensions.length))
  header.setUint8(2, type)
  header.setUint8(3, dimensions.length)
  for (const [k, size] of dimensions.entries()) header.setUint32(4 + 4 * k, size)
  return Uint8Array.of(...new Uint8Array(header.buffer), ...rest)
}

function fault(bytes: Uint8Array): string {
  try {
    parseIdx(bytes, 'digits.gz')
  } catch (error) {
    if (error instanceof IdxError) return `${error.code} ${error.file}`
    throw error
  }
  throw new Error('nothing was refused')
}

describe('IDX files', () => {
  it('[EX1] are read from disk, gzipped or not', () => {
    const bytes = idx(8, [2, 3], 1, 2, 3, 4, 5, 255)
    const wanted = { dimensions: [2, 3], values: Uint8Array.of(1, 2, 3, 4, 5, 255) }
    for (const [name, content] of Object.entries({ plain: bytes, 'packed.gz': gzipSync(bytes) })) {
      writeFileSync(join(folder, name), content)
      expect(readIdx(join(folder, name))).toEqual(wanted)
    }
  })

  it.each([
    ['signed bytes', 9, [0xff, 0x7f], Int8Array.of(-1, 127)],
    ['shorts', 11, [0xff, 0xfe, 0x01, 0x00], Int16Array.of(-2, 256)],
    ['ints', 12, [0xff, 0xff, 0xff, 0xff, 0, 1, 0, 0], Int32Array.of(-1, 65536)],
    ['floats', 13, [0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0], Float32Array.of(1.5, -2)],
    ['doubles', 14, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, -2)],
  ])('[EX1] hold %s, big-endian', (_, type, bytes, values) => {
    const file = idx(type, [2], ...bytes)
    expect(parseIdx(file, 'file')).toEqual({ dimensions: [2], values })
    expect(parseIdx(Buffer.from(file), 'file')).toEqual({ dimensions: [2], values })
  })

  it('[EX1] may be empty', () => {
    expect(parseIdx(idx(8, [0, 28, 28]), 'file').values).toHaveLength(0)
  })

  it('[EX1] do not share memory with what they were read from', () => {
    const bytes = Buffer.from(idx(8, [1], 7))
    const { values } = parseIdx(bytes, 'file')
    bytes.fill(0)
    expect([...values]).toEqual([7])
  })
})

/** An archive ends in the sum of what it holds, then its length, four bytes each. */
function withWrongSum(archive: Uint8Array): Uint8Array {
  return Uint8Array.from(archive, (byte, at) => (at === archive.length - 8 ? byte ^ 1 : byte))
}

describe('damaged files are refused by name', () => {
  const good = idx(8, [2, 2], 1, 2, 3, 4)
  it.each([
    ['nothing', new Uint8Array(0), 'TOO_SHORT'],
    ['two bytes', Uint8Array.of(0, 0), 'TOO_SHORT'],
    ['half a header', good.slice(0, 9), 'TOO_SHORT'],
    ['a text', new TextEncoder().encode('x1,x2,o\n1,2,3\n'), 'NOT_IDX'],
    ['no dimensions', idx(8, []), 'NOT_IDX'],
    ['a type that does not exist', idx(10, [1], 1), 'UNKNOWN_TYPE'],
    ['a value too few', good.slice(0, -1), 'WRONG_SIZE'],
    ['a value too many', Uint8Array.of(...good, 5), 'WRONG_SIZE'],
    ['dimensions beyond memory', idx(14, [2 ** 32 - 1, 2 ** 32 - 1], 1), 'WRONG_SIZE'],
    ['half an archive', gzipSync(good).subarray(0, 20), 'BAD_GZIP'],
    ['an archive of half a file', gzipSync(good.slice(0, 9)), 'TOO_SHORT'],
    ['an archive with a wrong sum', withWrongSum(gzipSync(good)), 'BAD_GZIP'],
  ])('[EX2] %s', (_, bytes, code) => {
    expect(fault(bytes)).toBe(`${code} digits.gz`)
  })
})

describe.skipIf(mnistFolder === null)('MNIST’s digits', () => {
  it.each([
    ['train', 8000],
    ['test', 2000],
  ])('[EX1] %s: %i images of 28 × 28 and as many labels', (set, rows) => {
    const images = readIdx(join(mnistFolder as string, `mnist10k-${set}-images-idx3-ubyte.gz`))
    const labels = readIdx(join(mnistFolder as string, `mnist10k-${set}-labels-idx1-ubyte.gz`))
    expect(images.dimensions).toEqual([rows, 28, 28])
    expect(labels.dimensions).toEqual([rows])
    expect(new Set(labels.values)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    expect(images.values.some((value) => value === 255)).toBe(true)
  })
})
