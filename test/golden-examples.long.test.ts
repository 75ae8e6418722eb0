/** The examples at their full size come to the bits that they came to when the table was made. */

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runExample } from '../packages/examples/src/run-example.ts'
import { fakeStream } from '../packages/examples/src/terminal/fake-stream.ts'

const golden: Record<string, string[]> = JSON.parse(
  readFileSync(new URL('./golden/examples.json', import.meta.url), 'utf8'),
)

describe('the examples', () => {
  it.each(Object.entries(golden))('[BI13] %s comes to its fingerprint', async (name, fingerprints) => {
    const { stream, text } = fakeStream({ isTTY: false })
    await runExample([name, '--json'], stream)
    const found = text().match(/"(neverStopped|fingerprint\w*)":"[0-9a-f]{32}"/g) ?? []
    expect(found.map((text) => text.split(':')[1]?.slice(1, -1))).toEqual(fingerprints)
  })
})
