/** A process that trains the two spirals and keeps its history in a folder, until it is done or killed. */

import { train } from '@neurite/core'
import { database, persist } from '@neurite/core/files'
import { ClassicLevel } from 'classic-level'
import { spiralTraining } from './spiral-training.ts'

const [folder, seed, steps] = process.argv.slice(2) as [string, string, string]
const { net, rows, options } = spiralTraining(Number(seed), Number(steps))
const level = new ClassicLevel<string, Uint8Array>(folder)
const kept = await persist(net, database(level), { every: 20 })

train(net, rows, options).subscribe({
  // Every hundredth step is told to whoever started this process.
  next: ({ step, loss }) => step % 100 === 0 && process.send?.({ step, loss }),
  complete: () => {
    kept
      .close()
      .then(() => level.close())
      .then(() => process.disconnect?.())
  },
})
