import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fileStart } from './file-layout.ts'
import type { Item } from './item.ts'
import { readFile } from './read-file.ts'
import { collect, itemText, joined, sampleItems } from './sample-items.ts'
import { writeFile } from './write-file.ts'

/** Any items with distinct keys, some of them with equal prefixes and lengths. */
const anyItems: fc.Arbitrary<Item[]> = fc.uniqueArray(
  fc.record({
    key: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.nat(99).map((n) => `keyframe/${n}`),
    ),
    head: fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    numbers: fc.option(fc.oneof(fc.float64Array({ maxLength: 20 }), fc.float64Array({ minLength: 3, maxLength: 3 }))),
  }),
  { selector: (item) => item.key, maxLength: 12 },
)

function* chunks(file: Uint8Array, size: number) {
  for (let from = 0; from < file.length; from += size) yield file.subarray(from, from + size)
}

const texts = async (source: AsyncIterable<Item>) => {
  const { all, error } = await collect(source)
  return { all: all.map(itemText), error }
}

describe('a round trip', () => {
  test('[TF1] every item comes back in order: head, and numbers bit by bit', async () => {
    const { all, error } = await collect(readFile(writeFile(sampleItems)))
    expect(error).toBe(null)
    expect(all.map(itemText)).toEqual(sampleItems.map(itemText))
    expect(all[0]?.numbers).toBe(null)
    expect(all[4]?.numbers).toEqual(new Float64Array(0))
  })

  test('[TF1] any items, in frames of any size, read in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyItems,
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 500 }),
        async (items, frameBytes, size) => {
          const file = await joined(writeFile(items, { frameBytes }))
          expect(await texts(readFile(chunks(file, size)))).toEqual({ all: items.map(itemText), error: null })
        },
      ),
      { seed: 1, numRuns: 150 },
    )
  })

  test('[TF3] 300 items of 100,000 numbers pass through without being held together', async () => {
    const numbers = (n: number) => {
      const values = new Float64Array(100_000)
      for (let i = 0; i < 300; i++) values[(i * 331 + n) % values.length] = n + 1 / (i + 1)
      return values
    }
    let written = 0
    async function* items() {
      for (; written < 300; written++) yield { key: `k/${written}`, head: { n: written }, numbers: numbers(written) }
    }
    let read = 0
    let ahead = 0
    for await (const item of readFile(writeFile(items()))) {
      ahead = Math.max(ahead, written - read)
      expect(item.key).toBe(`k/${read}`)
      if (read % 25 === 0) expect(itemText(item)).toBe(itemText({ ...item, numbers: numbers(read) }))
      read++
    }
    expect(read).toBe(300)
    expect(ahead).toBeLessThan(12)
  })

  test('[TF3] who leaves early leaves the source as well', async () => {
    const file = await joined(writeFile(sampleItems))
    let left = false
    function* source() {
      try {
        yield* chunks(file, 10)
      } finally {
        left = true
      }
    }
    for await (const item of readFile(source())) {
      expect(item.key).toBe('run')
      break
    }
    expect(left).toBe(true)
  })
})

describe('what is no such file', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a text', new TextEncoder().encode('{"format":"something else"}')],
    ['the beginning of the magic', fileStart().subarray(0, 5)],
  ])('[TF5] %s is refused, recovering or not', async (_, bytes) => {
    for (const recover of [false, true]) {
      expect((await collect(readFile([bytes], { recover }))).error).toMatchObject({ code: 'INVALID_FORMAT' })
    }
  })

  test('[TF5] a newer version is refused, recovering or not', async () => {
    const file = await joined(writeFile(sampleItems))
    file.set(fileStart(2))
    for (const recover of [false, true]) {
      expect((await collect(readFile([file], { recover }))).error).toMatchObject({
        code: 'NEWER_FORMAT',
        place: { version: '2' },
      })
    }
  })

  test('[TF5] a source of texts is refused', async () => {
    const source = ['text'] as unknown as Uint8Array[]
    expect((await collect(readFile(source))).error).toMatchObject({ code: 'INVALID_OPTION' })
  })
})
