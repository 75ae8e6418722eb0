/** What an example writes and the object that it ends with, for its tests. */
import { expect } from 'vitest'
import { runExample } from '../run-example.ts'
import { fakeStream } from '../terminal/fake-stream.ts'

/** What an example writes, to a pipe or to a terminal. */
export async function written(given: readonly string[], isTTY = false): Promise<string> {
  const { stream, text } = fakeStream({ isTTY })
  await runExample(given, stream)
  return text()
}

/** The object that it ends with. */
// biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the object
export async function result(...given: string[]): Promise<any> {
  const lines = (await written([...given, '--json'])).split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toBe('')
  return JSON.parse(lines[0] as string)
}
