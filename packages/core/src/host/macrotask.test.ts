import { afterEach, describe, expect, test, vi } from 'vitest'
import { macrotask } from './macrotask.ts'

/** Some turns of the host. */
async function turn(): Promise<void> {
  for (let k = 0; k < 5; k++) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe.each(['with setImmediate', 'without it, as in a page'])('a macrotask %s', (host) => {
  const later = (work: () => void): (() => void) => {
    if (host !== 'with setImmediate') vi.stubGlobal('setImmediate', undefined)
    return macrotask(work)
  }
  afterEach(() => vi.unstubAllGlobals())

  test('[TR1] runs once, after the present task and what was promised in it', async () => {
    const log: string[] = []
    later(() => log.push('work'))
    Promise.resolve().then(() => log.push('promised'))
    log.push('now')
    await turn()
    expect(log).toEqual(['now', 'promised', 'work'])
  })

  test('[TR1] does not run when it was canceled', async () => {
    let ran = 0
    const cancel = later(() => ran++)
    cancel()
    cancel()
    await turn()
    expect(ran).toBe(0)
  })

  test('[TR1] may be canceled afterwards, and from inside', async () => {
    let ran = 0
    const cancel = later(() => {
      ran++
      cancel()
    })
    await turn()
    cancel()
    expect(ran).toBe(1)
  })

  test('[TR1] lets timers have their turn in between', async () => {
    let turns = 0
    let works = 0
    const timer = setInterval(() => turns++, 1)
    await new Promise<void>((resolve) => {
      const again = (): void => {
        works++
        if (turns < 3) later(again)
        else resolve()
      }
      again()
    })
    clearInterval(timer)
    expect(works).toBeGreaterThan(3)
  })
})
