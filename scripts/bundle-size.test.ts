/** What a page pays for a network that trains: minified, without rxjs and immer. A change that makes it more shows here. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const core = join(import.meta.dirname, '../packages/core/src')

/** A bundle of these names of a door: its kilobytes, and the rooms that have a part in it. */
async function bundle(names: string, door = 'index.ts'): Promise<{ kilobytes: number; rooms: Set<string> }> {
  const { build } = createRequire(createRequire(import.meta.url).resolve('tsup'))('esbuild')
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(join(core, door))}`, resolveDir: core, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['rxjs', 'immer'],
    write: false,
    metafile: true,
    absWorkingDir: core,
  })
  const [{ inputs }] = Object.values(metafile.outputs) as [{ inputs: Record<string, { bytesInOutput: number }> }]
  const taken = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  const rooms = new Set(taken.map(([file]) => file.split('/')[0] as string))
  return { kilobytes: outputFiles[0].text.length / 1000, rooms }
}

const kilobytes = async (names: string, door?: string): Promise<number> => (await bundle(names, door)).kilobytes

// Limits follow what was reached, from above: they come down with the code, and go up only in a review.
test('[PK7] the same of /lite are 137 kB', async () => {
  const past = ['history', 'past', 'timeline']
  const [lite, whole] = [await bundle('graph, network, train', 'exports/lite.ts'), await bundle('network')]
  expect(lite.kilobytes).toBeGreaterThan(80)
  expect(lite.kilobytes).toBeLessThanOrEqual(137)
  expect(past.filter((room) => lite.rooms.has(room))).toEqual([])
  expect(past.filter((room) => whole.rooms.has(room))).toEqual(past)
})

test('[PK6] graph, network and train are 180 kB; what asks the past, files, health and walks come on top where they are imported', async () => {
  const least = await kilobytes('graph, network, train')
  expect(least).toBeGreaterThan(100)
  expect(least).toBeLessThanOrEqual(180)
  expect(await kilobytes('find, why', 'exports/explain.ts')).toBeLessThan(least + 20)
  expect(await kilobytes('graph, network, train, walk, trace')).toBeLessThanOrEqual(least + 16)
})
