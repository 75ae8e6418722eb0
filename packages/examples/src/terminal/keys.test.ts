import { describe, expect, it } from 'vitest'
import { fakeKeys } from './fake-keys.ts'
import { keys } from './keys.ts'

/** Long enough for a key that has been written to come, a lone escape included. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('keys', () => {
  it('[EX22] come one by one while somebody listens; then the terminal is as it was', async () => {
    const input = fakeKeys()
    const listeners = process.listenerCount('exit')
    const pressed: string[] = []
    const listening = keys(input).subscribe((key) => pressed.push(key))
    expect(input.modes).toEqual([true])
    input.write('n\x1b[C\x1b[D?')
    await settled()
    listening.unsubscribe()
    input.write('q')
    await settled()
    expect([pressed, input.modes]).toEqual([
      ['n', 'right', 'left', '?'],
      [true, false],
    ])
    expect([process.listenerCount('exit'), input.listenerCount('keypress')]).toEqual([listeners, 0])
  })

  it.each([
    ['Ctrl-C', (input: ReturnType<typeof fakeKeys>) => input.write('\x03')],
    ['Ctrl-D', (input: ReturnType<typeof fakeKeys>) => input.write('\x04')],
    ['the input’s end', (input: ReturnType<typeof fakeKeys>) => input.end()],
  ])('[EX22] end with %s', async (_, end) => {
    const input = fakeKeys()
    await new Promise<void>((resolve) => {
      keys(input).subscribe({ complete: resolve })
      end(input)
    })
    expect(input.modes).toEqual([true, false])
  })

  it('[EX22] the end of the process leaves the terminal as it was', () => {
    const input = fakeKeys()
    const before = process.listeners('exit')
    const listening = keys(input).subscribe()
    const added = process.listeners('exit').filter((listener) => !before.includes(listener))
    for (const listener of added) listener.call(process, 0)
    expect(input.modes).toEqual([true, false])
    listening.unsubscribe()
  })
})
