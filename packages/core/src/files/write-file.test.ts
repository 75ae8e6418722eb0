import { describe, expect, test } from 'vitest'
import { readFile } from './read-file.ts'
import { collect, itemText, joined, sampleItems } from './sample-items.ts'
import { writeFile } from './write-file.ts'

describe('writing a file', () => {
  test('[TF1] an empty history is a file as well', async () => {
    const file = await joined(writeFile([]))
    expect(file.length).toBe(16 + 80)
    expect(await collect(readFile([file]))).toEqual({ all: [], error: null })
  })

  test('[TF2] the file begins with magic and version, and the same items give the same bytes', async () => {
    const file = await joined(writeFile(sampleItems))
    expect(Buffer.from(file.subarray(0, 12)).toString('hex')).toBe('8e4e52540d0a1a0a01000000')
    expect(await joined(writeFile(sampleItems))).toEqual(file)
  })

  test('[TF3] items are asked for as the file is, a frame ahead at most, and not after it was left', async () => {
    let asked = 0
    let left = false
    function* items() {
      try {
        for (; ; asked++) yield { key: `k/${asked}`, head: null, numbers: new Float64Array(100) }
      } finally {
        left = true
      }
    }
    const file = writeFile(items(), { frameBytes: 4000 })
    await file.next()
    expect(asked).toBe(0)
    await file.next()
    expect(asked).toBe(4)
    await file.return()
    expect([asked, left]).toEqual([4, true])
  })

  test('[TF3] an item may be changed as soon as the next one is asked for', async () => {
    function* items() {
      const numbers = new Float64Array(3)
      const head = { step: 0 }
      for (; head.step < 3; head.step++) yield { key: `k/${head.step}`, head, numbers: numbers.fill(head.step) }
    }
    const { all } = await collect(readFile(writeFile(items())))
    expect(all.map(itemText)).toEqual([0, 1, 2].map((n) => `["k/${n}",{"step":${n}},["${n}","${n}","${n}"]]`))
  })

  test('[TF4] numbers that resemble those of the same prefix before them take less room', async () => {
    const first = Float64Array.from({ length: 50_000 }, (_, k) => Math.sin(k))
    const second = first.map((value) => value * (1 + 1e-9))
    const size = async (key: string) => {
      const items = [
        { key: 'a/0', head: null, numbers: first },
        { key, head: null, numbers: second },
      ]
      return (await joined(writeFile(items))).length
    }
    expect(await size('a/1')).toBeLessThan(0.8 * (await size('b/1')))
  })

  test('[TF1] what the source throws, and a head that is no JSON, end the writing', async () => {
    const broken = new Error('source')
    const failing = (async function* () {
      yield* sampleItems
      throw broken
    })()
    expect((await collect(writeFile(failing))).error).toBe(broken)
    expect((await collect(writeFile([{ key: 'k', head: 1n, numbers: null }]))).error).toBeInstanceOf(TypeError)
  })

  test.each([0, -1, 1.5, Number.NaN])('[TF3] a frame of %d bytes is refused', async (frameBytes) => {
    expect((await collect(writeFile([], { frameBytes }))).error).toMatchObject({
      code: 'INVALID_OPTION',
      place: { option: 'frameBytes' },
    })
  })
})
