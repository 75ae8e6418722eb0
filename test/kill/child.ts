/** A process that trains and keeps its history in the folder it is given, until it is done or killed. */

import { train } from '@neurite/core'
import { database, load, persist } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { EMPTY } from 'rxjs'
import { fresh, isDone, options, rows } from './training.ts'

const level = new ClassicLevel<string, Uint8Array>(process.argv[2] as string)
const net = await load(database(level), standard).catch((error) => {
  if (error.code === 'NOTHING_KEPT') return fresh()
  throw error
})
const kept = await persist(net, database(level), { every: 5 })
process.stdout.write(`step ${net.timeline.step}\n`)
// In short stretches, so that it lasts long enough to be killed in the middle.
const rest$ = isDone(net) ? EMPTY : train(net, rows, { ...options, slice: 0.5 })
rest$.subscribe({
  complete: () => {
    kept
      .close()
      .then(() => level.close())
      .then(() => process.stdout.write('done\n'))
  },
})
