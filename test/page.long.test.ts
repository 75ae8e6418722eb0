/** A page that Vite built from the packed packages, in a real Chromium, under a policy that forbids eval. */

import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fingerprint, train } from '@neurite/core'
import { lastValueFrom } from 'rxjs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bin, install, pack, pinned, run } from '../scripts/packed-packages.ts'
import { findChromium } from './page/browser.ts'
import { killBrowser, killBusiestTab } from './page/processes.ts'
import { fresh, options, rows } from './page/training.ts'

const chromium = await findChromium()
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' }

/** What the page says of itself, once it says that. Asked from outside: the page may not evaluate what a test sends it. */
async function saying(
  page: { title(): Promise<string> },
  holds: (word: string, began: number, kept: number) => boolean,
): Promise<string[]> {
  const ended = (words: readonly string[]) => ['failed', 'done'].includes(words[0] as string)
  for (let k = 0; k < 6000; k++) {
    const words = (await page.title()).split(' ')
    if (ended(words) || holds(words[0] as string, Number(words[1]), Number(words[2]))) return words
    await setTimeout(50)
  }
  throw new Error(`the page still says: ${await page.title()}`)
}

let place = ''
let server: Server
let address = ''
beforeAll(async () => {
  if (chromium === null) return
  place = mkdtempSync(join(tmpdir(), 'neurite-page-'))
  const project = join(place, 'project')
  // As README says of a page: browser-level, and events beside it.
  const beside = { rxjs: pinned('rxjs'), 'browser-level': '3.0.0', events: '3.3.0' }
  const tools = { vite: pinned('vite'), 'playwright-core': '1.65.1' }
  await install(project, await pack(place), { ...beside, ...tools })
  for (const file of ['page.js', 'training.ts'])
    copyFileSync(join(import.meta.dirname, 'page', file), join(project, file))
  writeFileSync(join(project, 'index.html'), '<!doctype html><script type="module" src="/page.js"></script>')
  await run(project, process.execPath, bin('vite', 'vite', project), 'build')
  server = createServer(({ url = '/' }, answer) => {
    try {
      const file = url === '/' ? 'index.html' : url
      const content = readFileSync(join(project, 'dist', file))
      answer.setHeader('content-security-policy', POLICY)
      answer.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(content)
    } catch {
      answer.writeHead(404).end()
    }
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  server?.close()
  if (place !== '') rmSync(place, { recursive: true, force: true, maxRetries: 5 })
})

const browser = () => {
  const { chromium: driver } = createRequire(join(place, 'project', 'x.js'))('playwright-core')
  return (profile: string) =>
    driver.launchPersistentContext(profile, { ...chromium, headless: true, locale: 'en-US', handleSIGINT: false })
}
const trainsOn = (word: string, began: number, kept: number) => word === 'trains' && kept > began

it.skipIf(chromium === null)(
  '[PK5] a page trains, keeps its history in IndexedDB, and ends in Node’s bits, its browser killed (SIGKILL) ten times',
  async () => {
    const profile = join(place, 'profile')
    const launch = browser()
    const steps: number[] = []
    // Once a browser that was killed the first time had nothing of the page any more: that time it ends by itself.
    for (let k = 0; k < 11; k++) {
      const context = await launch(profile)
      const page = await context.newPage()
      await page.goto(address)
      const words = await saying(page, trainsOn)
      expect(words[0], words.join(' ')).toBe('trains')
      // What was there when this browser began: no less than the last one said was kept.
      expect(Number(words[1])).toBeGreaterThanOrEqual(steps.at(-1) ?? 0)
      steps.push(Number(words[2]))
      if (k > 0) killBrowser(profile)
      await context.close().catch(() => {})
    }
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(new Set(steps).size).toBe(11)
    const net = fresh()
    await lastValueFrom(train(net, rows, options))
    const context = await launch(profile)
    try {
      const page = await context.newPage()
      await page.goto(address)
      expect((await saying(page, () => false)).at(-1)).toBe(fingerprint(net.snapshot))
    } finally {
      await context.close()
    }
  },
)

it.skipIf(chromium === null).each(['killed', 'closed'] as const)(
  '[TI44] of two tabs the second is refused, and follows when the first is %s',
  async (how) => {
    const profile = join(place, how)
    const context = await browser()(profile)
    try {
      const open = async () => {
        const page = await context.newPage()
        await page.goto(address)
        return page
      }
      const first = await open()
      const words = await saying(first, (word, _, now) => word === 'trains' && now > 0)
      expect(words[0], words.join(' ')).toBe('trains')
      const second = await open()
      expect((await saying(second, trainsOn)).slice(0, 2)).toEqual(['failed', 'STORE_IN_USE'])
      await second.close()
      // The first goes on as if nothing had been, on a slow machine to its end.
      const after = await saying(first, (word, _, now) => word === 'trains' && now > Number(words[2]))
      expect(after[0], after.join(' ')).toMatch(/^(trains|done)$/)
      if (how === 'closed') await first.close()
      else killBusiestTab(profile)
      let next: string[] = ['failed']
      for (let k = 0; k < 5 && next[0] === 'failed'; k++) {
        // What the first had sent may still come through while one opens it: then one opens it once more.
        const page = await open()
        next = await saying(page, trainsOn)
        if (next[0] === 'failed') await page.close()
      }
      expect(next[0], next.join(' ')).toMatch(/^(trains|done)$/)
      expect(Number(next[1])).toBeGreaterThanOrEqual(Number(after[2]))
    } finally {
      await context.close()
    }
  },
)
