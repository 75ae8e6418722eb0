/** Lets another process train, and kills it on the way. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Told {
  readonly step: number
  readonly loss: number
}

/** What became of it: 'SIGKILL', or null where it was done before it could be killed. */
export type Fate = NodeJS.Signals | null

/** Starts the training, tells how far it is, and kills it as soon as it has told of that step. */
export function trainUntilKilled(
  { folder, seed, steps, kill }: { folder: string; seed: number; steps: number; kill: number },
  tell: (told: Told) => void,
): Promise<Fate> {
  const child = fork(
    fileURLToPath(new URL('./kept-training.ts', import.meta.url)),
    [folder, String(seed), String(steps)],
    { execArgv: ['--import', 'tsx', '--conditions=neurite-source'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  )
  child.on('message', (told: Told) => {
    tell(told)
    if (told.step >= kill) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(signal)
      else reject(new Error(`the other process ended with ${code ?? signal}`))
    })
  })
}
