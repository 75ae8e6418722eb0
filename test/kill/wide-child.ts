/** A process that keeps a wide network in the folder it is given, from its very first flush on, until it is killed. */

import { database, load, persist } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { act, freshWide } from './training.ts'

const level = new ClassicLevel<string, Uint8Array>(process.argv[2] as string)
const net = await load(database(level), standard).catch((error) => {
  if (error.code === 'NOTHING_KEPT') return freshWide()
  throw error
})
process.stdout.write(`step ${net.timeline.step}\n`)
const kept = await persist(net, database(level), { every: 20 })
process.stdout.write('kept\n')
for (;;) {
  for (let k = 0; k < 20; k++) act(net)
  process.stdout.write(`${kept.step}\n`)
  await new Promise((resolve) => setTimeout(resolve, 1))
}
