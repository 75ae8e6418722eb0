/** A process that opens spoilt inputs, seed by seed, and tells of each what takes too long, too much, or is wrong. */

import { load } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { openSpoilt } from './open-spoilt.ts'
import { originals } from './originals.ts'

const MOST_MILLISECONDS = 2000
const MOST_BYTES = 256 * 2 ** 20

const [from, to] = process.argv.slice(2).map(Number) as [number, number]
const given = await originals((bytes) => load(bytes, standard))
const counts = { right: 0, refused: 0 }
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)
const used = (): number => process.resourceUsage().maxRSS * 1024

for (let seed = from; seed < to; seed++) {
  if (seed % 100 === 0) tell({ at: seed })
  const before = used()
  const began = process.cpuUsage()
  const outcome = await openSpoilt(seed, given)
  // Of the processor: on a busy machine a clock says little.
  const { user, system } = process.cpuUsage(began)
  const took = (user + system) / 1000
  const bytes = used() - before
  if (typeof outcome === 'string') counts[outcome]++
  else tell({ seed, wrong: outcome.wrong })
  if (took > MOST_MILLISECONDS) tell({ seed, wrong: `it took ${Math.round(took)} ms` })
  if (bytes > MOST_BYTES) tell({ seed, wrong: `it took ${bytes} bytes` })
}
tell({ done: counts })
