/** Single keys, as they are pressed, where somebody sits at a terminal. */

import { emitKeypressEvents, type Key } from 'node:readline'
import { Observable } from 'rxjs'

/** Where keys come from. */
export type KeyInput = NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(mode: boolean): unknown }

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/**
 * The names of keys: 'left', 'n', 'space'. It ends with Ctrl-C, Ctrl-D or the input. Keys come one by one, unechoed, while
 * somebody listens; then, however that ends, the terminal is as it was.
 */
export function keys(input: KeyInput): Observable<string> {
  return new Observable((subscriber) => {
    const press = (text: string | undefined, { name, ctrl }: Key): void => {
      if (ctrl && (name === 'c' || name === 'd')) subscriber.complete()
      else subscriber.next(name ?? text ?? '')
    }
    const end = () => subscriber.complete()
    const restore = () => input.setRawMode?.(false)
    const die = (signal: NodeJS.Signals) => {
      restore()
      process.off(signal, die)
      process.kill(process.pid, signal)
    }
    emitKeypressEvents(input)
    input.on('keypress', press)
    input.on('end', end)
    process.on('exit', restore)
    for (const signal of SIGNALS) process.on(signal, die)
    input.setRawMode?.(true)
    input.resume()
    return () => {
      for (const signal of SIGNALS) process.off(signal, die)
      process.off('exit', restore)
      input.off('end', end)
      input.off('keypress', press)
      restore()
      input.pause()
    }
  })
}
