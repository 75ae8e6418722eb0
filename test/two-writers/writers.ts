/** Begins threads and processes that write to one database, and tells them what to do. */

import { fork } from 'node:child_process'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Level } from '@neurite/core/files'
import { answerOver, type Line } from './shared-level.ts'

const script = join(import.meta.dirname, 'writer.ts')
const flags = ['--conditions=neurite-source', '--import', 'tsx']

export interface Writer {
  /** Does what it is told, and gives what it says then: a step, 'in', or the code of a refusal. */
  tell(order: object): Promise<unknown>
  kill(): Promise<unknown>
}

/** A writer whose database without a lock is this one, which answers after `latency` milliseconds. */
export async function writer(as: 'thread' | 'process', level: Level, latency: () => number): Promise<Writer> {
  const { line, kill } = as === 'thread' ? thread() : child()
  answerOver(line, level, latency)
  const waiting = new Map<number, (done: unknown) => void>()
  line.hear((message) => {
    const { order, done } = message as { order?: number; done: unknown }
    if (order !== undefined) waiting.get(order)?.(done)
  })
  await new Promise((resolve) => waiting.set(0, resolve))
  return {
    tell: (told) =>
      new Promise((resolve) => {
        const order = waiting.size
        waiting.set(order, resolve)
        line.say({ order, told })
      }),
    kill,
  }
}

function thread(): { line: Line; kill(): Promise<unknown> } {
  const worker = new Worker(
    `import('tsx/esm/api').then(({ register }) => { register(); import(${JSON.stringify(script)}) })`,
    {
      eval: true,
      execArgv: flags.slice(0, 1),
    },
  )
  return {
    line: { say: (message) => worker.postMessage(message), hear: (listener) => void worker.on('message', listener) },
    kill: () => worker.terminate(),
  }
}

function child(): { line: Line; kill(): Promise<unknown> } {
  const child = fork(script, { execArgv: flags, serialization: 'advanced' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  return {
    line: {
      say: (message) => void (child.connected && child.send(message as object, () => {})),
      hear: (listener) => void child.on('message', listener),
    },
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}
