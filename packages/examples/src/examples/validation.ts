/** Rows that are held out say when there is nothing more to learn, and the state that did best on them is put back. */

import {
  adam,
  chain,
  earlyStop,
  evaluate,
  fingerprint,
  finish,
  graph,
  heldOut,
  ids,
  network,
  train,
} from '@neurite/core'
import {
  accuracy,
  binaryCrossEntropy,
  clipByGlobalNorm,
  confusion,
  cosineDecay,
  decayWeights,
  identity,
  neuron,
  tanh,
} from '@neurite/nodes'
import { tap } from 'rxjs'
import { moons } from '../data/moons.ts'
import type { Result, Setting } from '../example.ts'
import { showProgress } from '../terminal/show-progress.ts'
import { sparkline } from '../terminal/sparkline.ts'

/** Few rows to learn from, and more neurons than they need: it will learn them by heart. */
const [LEARNED, HELD, TESTED] = [40, 40, 400] as const
const BATCH = 8
const PATIENCE = 40

const moonGraph = graph((g) => {
  const first = g.add(ids('a', 16), neuron(tanh), { from: g.inputs('x', 'y') })
  const second = g.add(ids('b', 16), neuron(tanh), { from: first })
  g.loss(binaryCrossEntropy(), g.add('upper', neuron(identity), { from: second }))
})

export async function validation({ arguments: { seed, steps = 3000 }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const all = moons(seed, LEARNED + HELD + TESTED, 0.6)
  const rows = all.slice(0, LEARNED)
  const held = all.slice(LEARNED, LEARNED + HELD)
  const tested = all.slice(LEARNED + HELD)
  say(`Two blurred moons: ${LEARNED} points to learn, ${HELD} to look at meanwhile, ${TESTED} for the end.`)
  say()

  const links = chain(
    clipByGlobalNorm(1),
    adam({ learningRate: 0.02 }),
    decayWeights(1e-5),
    cosineDecay({ steps, to: 0.1 }),
  )
  const net = network(moonGraph, { optimizer: links, seed })
  const [losses, scores]: [number[], number[]] = [[], []]
  const epochs = Math.max(1, Math.ceil(steps / (LEARNED / BATCH)))
  const last = await finish(
    train(net, rows, { batchSize: BATCH, epochs, validation: heldOut(held, { metrics: [accuracy] }) }).pipe(
      showProgress(output, { total: epochs * (LEARNED / BATCH) }),
      tap(({ loss, validation }) => {
        losses.push(loss)
        if (validation !== null) scores.push(validation.loss)
      }),
      earlyStop(net, { patience: PATIENCE }),
    ),
  )
  const { step: best } = net.timeline
  const stopped = last?.step ?? 0
  say()
  say(`loss on what it learns    ${sparkline(losses, 50)}`)
  say(`loss on what is held out  ${sparkline(scores, 50)}`)
  say()
  const why = stopped < epochs * (LEARNED / BATCH) ? `after ${PATIENCE} epochs no better` : 'since that was all'
  say(`Stopped at step ${stopped}, ${why}; step ${best} is back in force.`)
  say()

  const metrics = [accuracy, confusion] as const
  const atBest = await evaluate(net, tested, { metrics })
  const atEnd = await evaluate(net, tested, { metrics, at: 'end' })
  const learnedByHeart = await evaluate(net, rows, { metrics, at: 'end' })
  say(style('bold', 'on points it has never seen          loss   right'))
  for (const [what, { loss, accuracy: share }] of [
    [`step ${best}, in force`, atBest],
    [`step ${stopped}, where it stopped`, atEnd],
  ] as const) {
    say(`${what.padEnd(35)} ${loss.toFixed(3).padStart(6)}  ${(100 * share).toFixed(1).padStart(5)}%`)
  }
  say()
  const [[lowerRight, lowerWrong], [upperWrong, upperRight]] = atBest.confusion as [[number, number], [number, number]]
  say('Told and answered, at the best step:')
  say(`  lower  ${String(lowerRight).padStart(4)} right ${String(lowerWrong).padStart(4)} taken for upper`)
  say(`  upper  ${String(upperRight).padStart(4)} right ${String(upperWrong).padStart(4)} taken for lower`)
  return {
    seed,
    stopped,
    best,
    held: Math.min(...scores),
    atBest,
    atEnd,
    learned: learnedByHeart.loss,
    fingerprint: fingerprint(net.snapshot),
  }
}
