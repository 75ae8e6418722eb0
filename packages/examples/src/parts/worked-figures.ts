/** Every figure of the worked 3-2-1 example: as the post has it, as it follows, and as the network finds it. */

import { type Fuse, fingerprint, type Network } from '@neurite/core'
import { events } from '@neurite/core/explain'
import { takeWhile } from 'rxjs'
import { type Figure, figures, row } from '../data/worked-example.ts'
import { workedNetwork } from './worked-network.ts'

export interface ComparedFigure extends Figure {
  readonly ours: number
  /** Whether ours is within 1e-15 of what follows. */
  readonly isClose: boolean
  /** Whether the post's number is not what follows, rounded as it is. */
  readonly isSlip: boolean
}

export interface WorkedFigures {
  readonly figures: readonly ComparedFigure[]
  /** Whether `fuse: 'auto'` and `fuse: 'never'` gave the same bits. */
  readonly groupingsAgree: boolean
  /** Whether they did, and every figure is close. */
  readonly agrees: boolean
  /** Of the state after the update. */
  readonly fingerprint: string
}

/** Makes the one update, under both groupings, and compares. */
export function workedFigures(): WorkedFigures {
  const [auto, never] = (['auto', 'never'] as const).map(update) as [Updated, Updated]
  const compared = figures.map((figure) => {
    const { post, consistent } = figure
    const ours = auto.found[figure.name] as number
    return {
      ...figure,
      ours,
      isClose: Math.abs(ours - consistent) <= 1e-15,
      isSlip: post !== null && Math.abs(post - consistent) > 0.0006,
    }
  })
  const sameFigures = figures.every(({ name }) => Object.is(auto.found[name], never.found[name]))
  const groupingsAgree = sameFigures && auto.fingerprint === never.fingerprint
  const agrees = groupingsAgree && compared.every(({ isClose }) => isClose)
  return { figures: compared, groupingsAgree, agrees, fingerprint: auto.fingerprint }
}

interface Updated {
  /** By the figure's name. */
  readonly found: Readonly<Record<string, number>>
  readonly fingerprint: string
}

function update(fuse: Fuse): Updated {
  const net = workedNetwork(fuse)
  const found: Record<string, number> = {}
  listen(net, found)
  net.learn(row)
  found['t − a6'] = 1 - (found.a6 as number)
  for (const id of ['h4', 'h5', 'o6']) {
    const { bias, weights } = net.snapshot.node(id)
    found[`b${id.slice(1)}`] = bias as number
    for (const [from, weight] of Object.entries(weights)) found[`w${from.slice(1)}${id.slice(1)}`] = weight
  }
  return { found, fingerprint: fingerprint(net.snapshot) }
}

/** Writes down what the neurons say, until the update. */
function listen(net: Network, found: Record<string, number>): void {
  events(net, ['h4', 'h5', 'o6'])
    .pipe(takeWhile(({ type }) => type !== 'update'))
    .subscribe((event) => {
      if (!('node' in event)) return
      const value = event.signal.at(0)
      const number = event.node.slice(1)
      if (event.type === 'netInput') found[`z${number}`] = value
      if (event.type === 'activation') found[`a${number}`] = value
      if (event.type === 'delta') found[`error ${number}`] = 0 - value
    })
}
