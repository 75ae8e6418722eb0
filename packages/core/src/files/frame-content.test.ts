import { describe, expect, test } from 'vitest'
import { checksum } from './checksum.ts'
import { deflate } from './deflate.ts'
import { fileStart, frameHeader } from './file-layout.ts'
import { entryOf, packItems, unpackItems } from './frame-content.ts'
import { readFile } from './read-file.ts'
import { collect, itemText, sampleItems } from './sample-items.ts'

/** A content with any text and as many bytes of numbers. */
function content(text: string, numberBytes = 0, says = Buffer.byteLength(text)): Uint8Array {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(text), Buffer.alloc(numberBytes)])
  bytes.writeUInt32LE(says)
  return new Uint8Array(bytes)
}

/** A file of one frame with sound checksums, whatever is in it; the header may say something else. */
async function fileOf(stored: Uint8Array, contentBytes: number, items: number): Promise<Uint8Array[]> {
  const sum = checksum(0, stored)
  const header = { end: false, sequence: 0, items, contentBytes, storedBytes: stored.length, sum, origin: sum }
  const end = {
    ...header,
    end: true,
    sequence: 1,
    contentBytes: 0,
    storedBytes: 0,
    sum: checksum(1, new Uint8Array(0)),
  }
  return [fileStart(), frameHeader(header), stored, frameHeader(end)]
}

describe('the content of a frame', () => {
  test('[TF1] is text and numbers, and gives the items back', () => {
    expect(unpackItems(packItems(sampleItems.map(entryOf)))?.map(itemText)).toEqual(sampleItems.map(itemText))
    expect(unpackItems(content('[["k",1,2]]', 16))?.map(itemText)).toEqual(['["k",1,["0","0"]]'])
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['a text longer than all', content('[]', 0, 99)],
    ['no JSON', content('[')],
    ['no list', content('{}')],
    ['a line that is no list', content('[1]')],
    ['a line without a head', content('[["k"]]')],
    ['a key that is no text', content('[[1,2]]')],
    ['a count that is none', content('[["k",1,-1]]')],
    ['a line that is too long', content('[["k",1,0,0]]')],
    ['numbers missing', content('[["k",1,2]]', 8)],
    ['numbers that nobody counts', content('[["k",1]]', 8)],
  ])('[TF6] %s is no content, even where the checksums are right', async (_, bytes) => {
    expect(unpackItems(bytes)).toBe(null)
    const { all, error } = await collect(readFile(await fileOf(await deflate(bytes), bytes.length, 1)))
    expect(all).toEqual([])
    expect(error).toMatchObject({ code: 'TIMELINE_DAMAGED', place: { byte: 16, frame: 0 } })
  })

  test('[TF6] a header that says another length or count than there is, and what was not deflated, are damage', async () => {
    const bytes = content('[["k",1]]')
    const stored = await deflate(bytes)
    expect((await collect(readFile(await fileOf(stored, bytes.length, 1)))).error).toBe(null)
    for (const file of [
      await fileOf(stored, bytes.length - 1, 1),
      await fileOf(stored, bytes.length + 1, 1),
      await fileOf(stored, bytes.length, 2),
      await fileOf(bytes, bytes.length, 1),
      await fileOf(await deflate(new Uint8Array(1_000_000)), bytes.length, 1),
    ]) {
      expect((await collect(readFile(file))).error).toMatchObject({ code: 'TIMELINE_DAMAGED' })
    }
  })

  test('[TF6] an end that counts other items than came is damage', async () => {
    const [start, header, stored, end] = (await fileOf(await deflate(content('[["k",1]]')), 13, 1)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const sum = checksum(1, new Uint8Array(0))
    const origin = checksum(0, stored)
    const wrong = frameHeader({ end: true, sequence: 1, items: 2, contentBytes: 0, storedBytes: 0, sum, origin })
    expect((await collect(readFile([start, header, stored, end]))).error).toBe(null)
    expect((await collect(readFile([start, header, stored, wrong]))).error).toMatchObject({
      place: { byte: 16 + 80 + stored.length, frame: 1 },
    })
  })
})
