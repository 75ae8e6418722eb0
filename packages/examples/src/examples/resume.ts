/** A training that is killed in the middle, opened again from what it left behind, and finished: to the very same bits. */

import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint, train } from '@neurite/core'
import { database, load, save, verify } from '@neurite/core/files'
import { file } from '@neurite/core/node'
import { standard } from '@neurite/nodes'
import { ClassicLevel } from 'classic-level'
import { lastValueFrom } from 'rxjs'
import type { Result, Setting } from '../example.ts'
import { spiralTraining } from '../parts/spiral-training.ts'
import { trainUntilKilled } from '../parts/train-until-killed.ts'
import { showProgress } from '../terminal/show-progress.ts'

export async function resume({ arguments: { seed, steps = 8000 }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const folder = await mkdtemp(join(tmpdir(), 'neurite-resume-'))
  try {
    say('Once without stopping, for the fingerprint that all depends on:')
    const { net, rows, options } = spiralTraining(seed, steps)
    await lastValueFrom(train(net, rows, options).pipe(showProgress(output, { total: steps })))
    const neverStopped = fingerprint(net.snapshot)

    say()
    say('The same in another process, which keeps its history in a LevelDB folder as it')
    say('goes. It is killed (SIGKILL) without a warning:')
    const bar = output.progress(steps)
    const kill = Math.floor(steps / 2)
    const fate = await trainUntilKilled({ folder, seed, steps, kill }, ({ step, loss }) => bar.update(step, loss))
    bar.stop()

    const level = new ClassicLevel<string, Uint8Array>(folder)
    const opened = await load(database(level), standard)
    await level.close()
    const { step, memory } = opened.timeline
    say()
    say(fate === null ? 'It was done before it could be killed.' : `What it left opens at step ${step},`)
    say(`with ${memory.keyframes} kept states from which every step before can be recomputed.`)
    const { actions, states } = await verify(opened)
    say(`Verified: ${actions} steps done again, ${states} states compared bit by bit.`)

    const path = join(folder, 'run.neurite')
    await save(opened).to(file(path))
    const loaded = await load(file(path), standard)
    say(`Saved as one file of ${Math.ceil((await stat(path)).size / 1024)} KiB, and loaded from it.`)
    say()
    say('Finished from there:')
    const rest = train(loaded, rows, options).pipe(showProgress(output, { total: steps, from: step }))
    await lastValueFrom(rest, { defaultValue: null })
    const resumed = fingerprint(loaded.snapshot)
    say()
    say(`never stopped  ${neverStopped}`)
    say(`resumed        ${resumed}`)
    say(style('bold', resumed === neverStopped ? 'The same bits.' : 'NOT THE SAME'))
    return { seed, steps, neverStopped, fingerprint: resumed, same: resumed === neverStopped }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
