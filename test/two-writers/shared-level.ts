/** One database for several threads and processes, without any lock: they ask by messages whoever has it. */

import { setTimeout } from 'node:timers/promises'
import type { Level, LevelOperation } from '@neurite/core/files'

/** What both a thread's port and a process can do. */
export interface Line {
  say(message: unknown): void
  hear(listener: (message: unknown) => void): void
}

type Entries = [key: string, value: Uint8Array][]
interface Question {
  readonly question: number
  readonly batch?: LevelOperation[]
  readonly gte?: string
  readonly limit?: number
}

/** The database as those see it who are at the other end of a line. */
export function levelOver(line: Line): Level {
  let count = 0
  const waiting = new Map<number, (answer: Entries) => void>()
  line.hear((message) => {
    const { answer, entries } = message as { answer?: number; entries: Entries }
    if (answer !== undefined) waiting.get(answer)?.(entries)
  })
  const ask = (asked: Omit<Question, 'question'>): Promise<Entries> =>
    new Promise((resolve) => {
      waiting.set(++count, resolve)
      line.say({ question: count, ...asked })
    })
  return {
    async batch(batch) {
      await ask({ batch })
    },
    async *iterator({ gte, limit }) {
      for (const [key, value] of await ask(limit === undefined ? { gte } : { gte, limit }))
        yield [key, new Uint8Array(value)]
    },
  }
}

/** Answers what is asked at this end of a line, each after up to so many milliseconds. */
export function answerOver(line: Line, level: Level, latency: () => number): void {
  const encodings = { keyEncoding: 'utf8', valueEncoding: 'view' } as const
  line.hear(async (message) => {
    const { question, batch, gte = '', limit = Number.POSITIVE_INFINITY } = message as Question
    if (question === undefined) return
    await setTimeout(latency())
    const entries: Entries = []
    if (batch !== undefined)
      await level.batch(
        batch.map((each) => (each.type === 'put' ? { ...each, value: new Uint8Array(each.value) } : each)),
        encodings,
      )
    else {
      for await (const entry of level.iterator({ ...encodings, gte })) {
        if (entries.length >= limit) break
        entries.push(entry)
      }
    }
    await setTimeout(latency())
    line.say({ answer: question, entries })
  })
}
