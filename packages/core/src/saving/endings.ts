/** What is kept when a process or a page ends: all of it, or it says so. */

import { shared } from './shared.ts'

/** What keeps something, as far as an end concerns it. */
export interface Ending {
  /** Whether something is not kept; and how far it is. */
  readonly isBehind: boolean
  readonly told: string
  flush(): Promise<void>
}

/** What is used of Node, reached without importing it. */
interface Process {
  readonly pid: number
  readonly stderr: { write(text: string): unknown }
  exitCode?: number | string | null | undefined
  on(event: string, listener: (...given: never[]) => void): unknown
  off(event: string, listener: (...given: never[]) => void): unknown
  listenerCount(event: string): number
  kill(pid: number, signal: string): unknown
}

/** And of a page. */
interface Page {
  addEventListener(event: string, listener: () => void): void
  removeEventListener(event: string, listener: () => void): void
}

const SIGNALS = ['SIGINT', 'SIGTERM']

/** All that is kept in this process or page, whichever copy of this package does it: who is first listens for all. */
const all = shared('endings', () => ({ open: new Set<Ending>(), stopListening: () => {} }))
const { open } = all

export function startsToKeep(ending: Ending): void {
  if (open.size === 0) all.stopListening = listen()
  open.add(ending)
}

export function endsWith(ending: Ending): void {
  if (open.delete(ending) && open.size === 0) all.stopListening()
}

function listen(): () => void {
  const host = globalThis as unknown as { process?: Process; document?: Page; addEventListener?: unknown }
  const { process } = host
  if (typeof process?.on === 'function' && typeof process.off === 'function') return listenToProcess(process)
  if (host.document === undefined || host.addEventListener === undefined) return () => {}
  return listenToPage(host.document, globalThis as unknown as Page)
}

function listenToPage(document: Page, window: Page): () => void {
  const flush = (): void => {
    for (const each of open) each.flush().catch(() => {})
  }
  document.addEventListener('visibilitychange', flush)
  window.addEventListener('pagehide', flush)
  return () => {
    document.removeEventListener('visibilitychange', flush)
    window.removeEventListener('pagehide', flush)
  }
}

function listenToProcess(process: Process): () => void {
  const say = (text: string): unknown => process.stderr.write(`neurite: ${text}\n`)
  /** Flushes all that is behind, and says what fails. */
  const flush = async (): Promise<boolean> => {
    let isKept = true
    const one = async (ending: Ending): Promise<void> => {
      try {
        if (ending.isBehind) await ending.flush()
      } catch (error) {
        isKept = false
        open.delete(ending)
        say(`${ending.told}, and that is all: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    await Promise.all(Array.from(open, one))
    return isKept
  }
  // Nothing is left to do: what is flushed now keeps the process alive until it is written.
  const beforeExit = (): void => {
    flush().then((isKept) => {
      if (!isKept) process.exitCode ||= 1
    })
  }
  const exit = (): void => {
    for (const each of open) {
      if (each.isBehind) say(`the process ends, and ${each.told}; await kept.close() before process.exit()`)
    }
  }
  const onSignal = SIGNALS.map((signal) => {
    const listener = (): void => {
      // Where its owner listens as well, ending the process is up to them.
      const isOurs = process.listenerCount(signal) === 1
      if (isOurs) process.off(signal, listener)
      flush().then(() => {
        if (!isOurs) return
        open.clear()
        process.kill(process.pid, signal)
      })
    }
    return [signal, listener] as const
  })
  const listeners = [['beforeExit', beforeExit] as const, ['exit', exit] as const, ...onSignal]
  for (const [event, listener] of listeners) process.on(event, listener)
  return () => {
    for (const [event, listener] of listeners) process.off(event, listener)
  }
}
