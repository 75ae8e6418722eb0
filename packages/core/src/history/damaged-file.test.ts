import { beforeAll, describe, expect, test } from 'vitest'
import { HEADER_BYTES, START_BYTES } from '../files/file-layout.ts'
import { type FileDamage, readFile } from '../files/read-file.ts'
import { collect, itemText, sampleItems } from '../files/sample-items.ts'
import { writeFile } from '../files/write-file.ts'

const originals = sampleItems.map(itemText)
/** A small file with one item in each frame: its start, its frames, and all of it. */
let start: Uint8Array
let frames: Uint8Array[]
let file: Uint8Array

const bytes = (...pieces: Uint8Array[]) => new Uint8Array(Buffer.concat(pieces))

beforeAll(async () => {
  const { all } = await collect(writeFile(sampleItems, { frameBytes: 1 }))
  const end = all.at(-1) as Uint8Array
  start = all[0] as Uint8Array
  frames = sampleItems.map((_, k) => bytes(all[2 * k + 1] as Uint8Array, all[2 * k + 2] as Uint8Array))
  frames.push(end)
  file = bytes(...all)
})

/** Reads strictly, and again while recovering. */
async function readBoth(damaged: Uint8Array) {
  const strict = await collect(readFile([damaged]))
  const damages: FileDamage[] = []
  const recovered = await collect(readFile([damaged], { recover: true, onDamage: (damage) => damages.push(damage) }))
  return {
    error: strict.error as { code: string; place: object; wayOut: string } | null,
    before: strict.all.map(itemText),
    recovered: recovered.all.map(itemText),
    recoveryError: recovered.error as { code: string } | null,
    damages,
  }
}

/** What holds of any damage: refused; read up to there; recovered items are original ones, each once, in order. */
async function expectNoticed(damaged: Uint8Array, label: string) {
  const { error, before, recovered, recoveryError, damages } = await readBoth(damaged)
  expect(error?.code, label).toMatch(/^(TIMELINE_DAMAGED|INVALID_FORMAT)$/)
  expect(before, label).toEqual(originals.slice(0, before.length))
  expect(recovered, label).toEqual(originals.filter((text) => recovered.includes(text)))
  if (recoveryError === null) expect(damages.length, label).toBeGreaterThan(0)
  else expect(recoveryError.code, label).toBe('INVALID_FORMAT')
  return recovered.length
}

describe('every small damage', () => {
  test('[TF6] a file that ends at any byte before its end is refused, and its whole frames recovered', async () => {
    const ends = [START_BYTES]
    for (const frame of frames) ends.push((ends.at(-1) as number) + frame.length)
    for (let length = 0; length < file.length; length++) {
      const recovered = await expectNoticed(file.subarray(0, length), `cut at ${length}`)
      expect(recovered).toBe(ends.slice(1, -1).filter((end) => end <= length).length)
    }
  })

  test('[TF7] a flip in any byte is refused, and costs one frame at most', async () => {
    for (let at = 0; at < file.length; at++) {
      for (const flip of [1 << (at % 8), 0xff]) {
        const damaged = file.slice()
        damaged[at] = (damaged[at] as number) ^ flip
        expect(await expectNoticed(damaged, `byte ${at} ^ ${flip}`)).toBeGreaterThanOrEqual(originals.length - 1)
      }
    }
  })

  test('[TF7] a byte that is lost or added anywhere is refused, and costs one frame at most', async () => {
    for (let at = 0; at < file.length; at++) {
      const lost = bytes(file.subarray(0, at), file.subarray(at + 1))
      expect(await expectNoticed(lost, `lost ${at}`)).toBeGreaterThanOrEqual(originals.length - 1)
      const added = bytes(file.subarray(0, at), Uint8Array.of(0x4e), file.subarray(at))
      expect(await expectNoticed(added, `added ${at}`)).toBeGreaterThanOrEqual(originals.length - 1)
    }
  })
})

describe('damage has a place', () => {
  test('[TF6] the error names byte, frame and the way out; items of frames before it have come', async () => {
    const damaged = file.slice()
    const at = START_BYTES + (frames[0]?.length ?? 0)
    damaged[at + HEADER_BYTES] = (damaged[at + HEADER_BYTES] as number) ^ 1
    const { error, before, recovered, damages } = await readBoth(damaged)
    expect(error).toMatchObject({ code: 'TIMELINE_DAMAGED', place: { byte: at, frame: 1 } })
    expect(error?.wayOut).toContain('recover: true')
    expect(before).toEqual(originals.slice(0, 1))
    expect(recovered).toEqual(originals.toSpliced(1, 1))
    expect(damages).toEqual([{ at, frame: 1, what: 'its checksum is wrong' }])
  })

  test('[TF8] a frame that is missing, moved, or there twice is noticed', async () => {
    const [a, b, c, ...others] = frames as [Uint8Array, Uint8Array, Uint8Array, ...Uint8Array[]]
    const place = start.length + a.length

    const missing = await readBoth(bytes(start, a, c, ...others))
    expect(missing.error?.place).toEqual({ byte: place, frame: 1 })
    expect(missing.damages).toEqual([{ at: place, frame: 1, what: 'frame 2 is in its place' }])
    expect(missing.recovered).toEqual(originals.toSpliced(1, 1))

    const moved = await readBoth(bytes(start, a, c, b, ...others))
    expect(moved.error?.place).toEqual({ byte: place, frame: 1 })
    expect(moved.recovered.toSorted()).toEqual(originals.toSorted())

    const twice = await readBoth(bytes(start, a, a, b, c, ...others))
    expect(twice.damages).toEqual([{ at: place, frame: 0, what: 'it is here again' }])
    expect(twice.recovered).toEqual(originals)
  })

  test('[TF8] the rest of another file, left over behind this one, gives no item', async () => {
    const other = await collect(
      writeFile([{ key: 'other', head: 1, numbers: null }, ...sampleItems.slice(1)], { frameBytes: 1 }),
    )
    const leftOver = other.all.slice(5)
    const { error, before, recovered } = await readBoth(bytes(start, ...frames.slice(0, 2), ...leftOver))
    expect(error).toMatchObject({ code: 'TIMELINE_DAMAGED', place: { frame: 2 } })
    expect(before).toEqual(originals.slice(0, 2))
    expect(recovered).toEqual(originals.slice(0, 2))
  })

  test('[TF8] bytes behind the end, and an end before other frames, are noticed', async () => {
    const behind = await readBoth(bytes(file, Uint8Array.of(0)))
    expect(behind.error?.place).toEqual({ byte: file.length, frame: frames.length })
    expect(behind.recovered).toEqual(originals)
    const early = await readBoth(bytes(start, ...frames.slice(0, 3), ...frames.slice(-1), ...frames.slice(3, -1)))
    expect(early.error?.place).toMatchObject({ frame: 3 })
    expect(early.recovered).toEqual(originals)
  })

  test('[TF9] a file without its beginning is recovered from the first whole frame on', async () => {
    const { error, recovered } = await readBoth(file.subarray(START_BYTES + 10))
    expect(error?.code).toBe('INVALID_FORMAT')
    expect(recovered).toEqual(originals.slice(1))
  })

  test('[TF9] a stretch of zeros costs the frames that it touches', async () => {
    const damaged = file.slice()
    const from = START_BYTES + (frames[0]?.length ?? 0) + 5
    damaged.fill(0, from, from + (frames[1]?.length ?? 0))
    const { recovered, damages } = await readBoth(damaged)
    expect(recovered).toEqual([originals[0], ...originals.slice(3)])
    expect(damages.map(({ frame }) => frame)).toEqual([1])
  })
})
