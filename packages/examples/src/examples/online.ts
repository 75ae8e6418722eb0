/** Learning from an endless stream, event by event, while the truth drifts away. */

import { fingerprint, graph, ids, learn, type Network, network, predict, sgd } from '@neurite/core'
import { identity, neuron, squaredError, tanh } from '@neurite/nodes'
import { connect, lastValueFrom, map, type OperatorFunction, tap, zip } from 'rxjs'
import { type Measurement, sensor } from '../data/sensor.ts'
import type { Result, Setting } from '../example.ts'
import { pace } from '../parts/pace.ts'
import { RunningError } from '../parts/running-error.ts'
import { showErrors } from '../parts/show-errors.ts'

/** How many events without --steps, where nobody looks who could end it. */
const EVENTS = 6000
/** A twin of the network learns until then, and no longer. */
const TWIN_LEARNS = 1000

const corrector = graph((g) => {
  const reading = g.inputs('reading')
  const h = g.add(ids('h', 6), neuron(tanh), { from: reading })
  const truth = g.add('truth', neuron(identity), { from: [reading, h] })
  g.loss(squaredError(), truth)
})

export async function online({ arguments: { seed, steps }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const options = { optimizer: sgd({ learningRate: 0.05 }), seed }
  const net = network(corrector, options)
  const twin = network(corrector, options)
  const twinLearns = Math.min(TWIN_LEARNS, Math.ceil((steps ?? EVENTS) / 4))
  say('A sensor ages, and every 2,000 events somebody knocks it. A network corrects')
  say('each reading, then learns what would have been right. A twin of it learns for')
  say(`${twinLearns} events and then no more.${output.isLive ? ' Ctrl-C ends it.' : ''}`)
  say()
  const shown = { 'learning on': new RunningError(), 'the twin': new RunningError() }
  const sinceParted = { net: new RunningError(), twin: new RunningError() }
  const display = showErrors(shown, steps ?? EVENTS, output)
  await lastValueFrom(
    sensor(seed, pace({ isLive: output.isLive, wanted: steps, otherwise: EVENTS })).pipe(
      answered(net, twin),
      tap(({ event, error, errorOfTwin }) => {
        const isParted = event >= twinLearns
        if (event === twinLearns - 1) twin.restore(net.snapshot)
        shown['learning on'].add(error)
        shown['the twin'].add(isParted ? errorOfTwin : error)
        if (isParted) {
          sinceParted.net.add(error)
          sinceParted.twin.add(errorOfTwin)
        }
        display.update(event + 1)
      }),
    ),
    { defaultValue: null },
  )
  display.stop()
  const { step: events } = net.snapshot
  const { mean: error } = sinceParted.net
  const { mean: errorOfTwin } = sinceParted.twin
  say()
  if (events > twinLearns) {
    say(style('bold', `Mean error since the twin stopped: ${error.toFixed(3)}; the twin’s: ${errorOfTwin.toFixed(3)}.`))
  }
  return { seed, events, twinLearns, error, errorOfTwin, fingerprint: fingerprint(net.snapshot) }
}

interface Answered extends Measurement {
  readonly error: number
  readonly errorOfTwin: number
}

/** Both networks answer what was read; then the first one learns what is true. */
function answered(net: Network, twin: Network): OperatorFunction<Measurement, Answered> {
  return connect((event$) => {
    const input$ = event$.pipe(map(({ reading }) => [reading]))
    const row$ = event$.pipe(map(({ reading, truth }) => ({ input: [reading], target: [truth] })))
    return zip(event$, input$.pipe(predict(net)), input$.pipe(predict(twin)), row$.pipe(learn(net))).pipe(
      map(([event, answer, answerOfTwin]) => ({
        ...event,
        error: Math.abs((answer[0] as number) - event.truth),
        errorOfTwin: Math.abs((answerOfTwin[0] as number) - event.truth),
      })),
    )
  })
}
