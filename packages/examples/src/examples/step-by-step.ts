/** The worked 3-2-1 example a neuron at a time, forth and back: what is known when, and the same bits each time. */

import { fingerprint, walk } from '@neurite/core'
import { filter, from, lastValueFrom, map, type Observable, takeWhile, tap } from 'rxjs'
import { row } from '../data/worked-example.ts'
import type { Result, Setting } from '../example.ts'
import { type Move, WalkLog } from '../parts/walk-log.ts'
import { walkPicture } from '../parts/walk-picture.ts'
import { workedNetwork } from '../parts/worked-network.ts'
import { yesOrNo } from '../terminal/yes-or-no.ts'

/** Where no keys are pressed: one whole update; back over some of its firings, and forward again; then in larger strides. */
const SCRIPT: readonly Move[] = [
  ...Array<Move>(11).fill(['forward', 'node']),
  ...Array<Move>(4).fill(['back', 'node']),
  ...Array<Move>(4).fill(['forward', 'node']),
  ['forward', 'phase'],
  ['back', 'phase'],
  ['back', 'phase'],
  ['back', 'step'],
]

const KEYS: Readonly<Record<string, Move>> = {
  right: ['forward', 'node'],
  n: ['forward', 'node'],
  left: ['back', 'node'],
  b: ['back', 'node'],
  p: ['forward', 'phase'],
  s: ['forward', 'step'],
  e: ['forward', 'epoch'],
}
const HELP = '→ n: a node forth   ← b: a node back   p: phase   s: step   e: epoch   q: quit'

export async function stepByStep({ output, keys }: Setting): Promise<Result> {
  const { say, style } = output
  say('One row is learned, a neuron at a time: net input z, activation a, δ = ∂L/∂z;')
  say('— is not known yet. Weights change at the end of a step, when all have fired.')
  say()
  const net = workedNetwork('auto')
  const log = new WalkLog(Object.keys(net.graph.nodes))
  const screen = keys === null ? null : output.live()
  const walking = walk(net, [row], { batchSize: 1, epochs: 1000 })
  const show = (move?: Move): void => {
    log.add(move ?? null, walking.here)
    const picture = walkPicture(walking.here, net, output)
    const call = move === undefined ? 'walk(net, [row])' : `walk.${move[0]}('${move[1]}')`
    const text = `${style('dim', call)}\n${picture}`
    if (screen === null) say(`${text}\n`)
    else screen.draw(`${text}\n\n${style('dim', HELP)}`)
  }
  try {
    show()
    const moves$ = keys === null ? from(SCRIPT) : movesOf(keys)
    await lastValueFrom(
      moves$.pipe(
        tap(([direction, by]) => walking[direction](by)),
        tap(show),
      ),
      { defaultValue: null },
    )
  } finally {
    walking.close()
  }
  const { places, again, isSame } = log
  say(`${again} of ${places.length} places had been seen before. The same bits each time: ${yesOrNo(isSame, output)}.`)
  return { places, again, isSame, fingerprint: fingerprint(net.snapshot) }
}

/** What the keys ask for, until q. */
function movesOf(keys: Observable<string>): Observable<Move> {
  return keys.pipe(
    takeWhile((key) => key !== 'q'),
    map((key) => KEYS[key]),
    filter((move) => move !== undefined),
  )
}
