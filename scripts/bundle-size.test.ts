/** What a page pays for a network that trains: minified, without rxjs and immer. A change that makes it more shows here. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const core = join(import.meta.dirname, '../packages/core/src')

/** Kilobytes of a bundle of these names of a door. */
async function kilobytes(names: string, door = 'index.ts'): Promise<number> {
  const { build } = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild')
  const { outputFiles } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(join(core, door))}`, resolveDir: core, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['rxjs', 'immer'],
    write: false,
  })
  return outputFiles[0].text.length / 1000
}

// Limits follow what was reached, from above: they come down with the code, and go up only in a review.
test('[PK7] the same of /lite are 132 kB', async () => {
  const lite = await kilobytes('graph, network, train', 'exports/lite.ts')
  expect(lite).toBeGreaterThan(80)
  expect(lite).toBeLessThanOrEqual(132)
})

test('[PK6] graph, network and train are 174 kB; what asks the past, files, health and walks come on top where they are imported', async () => {
  const least = await kilobytes('graph, network, train')
  expect(least).toBeGreaterThan(100)
  expect(least).toBeLessThanOrEqual(174)
  expect(await kilobytes('find, why', 'exports/explain.ts')).toBeLessThan(least + 20)
  expect(await kilobytes('graph, network, train, walk, trace')).toBeLessThanOrEqual(least + 16)
})
