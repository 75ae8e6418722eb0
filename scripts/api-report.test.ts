import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apiReport } from './api-report.ts'

it('[PK4] lists what a package exports, and what that names or extends without exporting it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'neurite-api-'))
  try {
    mkdirSync(join(folder, 'dist'))
    const exports = { '.': { import: { types: './dist/index.d.ts' } }, './package.json': './package.json' }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'some', type: 'module', exports }))
    writeFileSync(
      join(folder, 'dist', 'index.d.ts'),
      `import { E as Engine } from './chunk.js'
declare class Handle extends Base { readonly engine: Engine }
declare class Base {}
declare function make(): Handle
export { type Handle, make }`,
    )
    writeFileSync(join(folder, 'dist', 'chunk.d.ts'), 'declare class Engine {}\nexport { Engine as E }')
    expect(apiReport(folder).split('\n')).toEqual([
      ...['some', '  type Handle', '  value make'],
      ...[
        'extended by these without being exported',
        '  Base',
        'named by these without being exported',
        '  Engine',
        '',
      ],
    ])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
