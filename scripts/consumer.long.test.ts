/** The packed packages beside every rxjs and TypeScript that they are for, with the library checks on. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bin, install, pack, use } from './packed-packages.ts'

let place = ''
let tarballs: readonly string[] = []
beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'neurite-consumers-'))
  tarballs = await pack(place)
})
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))

const typescripts = ['5.4.5', '5.9.3', '6.0.3']
// The lowest versions that the packages ask for, and the newest.
const besides = [
  { rxjs: '7.8.0', immer: '11.0.0' },
  { rxjs: '7.8.2', immer: '11.2.10' },
]

it.each(besides.flatMap((beside) => typescripts.map((typescript) => ({ ...beside, typescript }))))(
  '[PK2] ESM, CJS and types work with rxjs $rxjs, immer $immer, TypeScript $typescript',
  async ({ rxjs, immer, typescript }) => {
    const folder = join(place, `rxjs-${rxjs}-typescript-${typescript}`)
    await install(folder, tarballs, { rxjs, typescript }, { immer })
    const version = (name: string) =>
      JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
    expect([version('rxjs'), version('typescript')]).toEqual([rxjs, typescript])
    await use(folder, bin('typescript', 'tsc', folder))
  },
)
