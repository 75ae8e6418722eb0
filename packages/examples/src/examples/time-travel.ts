/** A run that one bad row spoils: where it went wrong, why, and how it goes from before it without the fault. */

import { fingerprint, fork, graph, ids, network, sgd, train } from '@neurite/core'
import { ablate, changesByNode, compare, diff, find, firstAbnormal, why } from '@neurite/core/explain'
import { identity, neuron, squaredError, tanh } from '@neurite/nodes'
import { lastValueFrom, tap, toArray } from 'rxjs'
import { type GreenhouseRow, greenhouseLog, sensors } from '../data/greenhouse.ts'
import type { Result, Setting } from '../example.ts'
import { finalLoss, lossCurves } from '../parts/loss-curves.ts'
import { showProgress } from '../terminal/show-progress.ts'
import { wrapped } from '../terminal/wrapped.ts'
import { yesOrNo } from '../terminal/yes-or-no.ts'

const plants = graph((g) => {
  const x = g.inputs(...sensors)
  const h = g.add(ids('h', 4), neuron(tanh), { from: x })
  const water = g.add('water', neuron(identity), { from: [x, h] })
  g.loss(squaredError(), water)
})

/** One pass through the log, in the order of time. */
const run = { batchSize: 8, shuffle: false }

export async function timeTravel({ arguments: { seed, steps: wanted = 600 }, output }: Setting): Promise<Result> {
  const say = (text = '') => output.say(wrapped(text))
  const ask = (question: string, call: string) =>
    output.say(`\n${output.style('bold', question)}  ${output.style('dim', call)}`)
  const steps = Math.max(20, wanted) // what is normal has to be seen first
  const { rows, cleaned, badRow } = greenhouseLog(seed, steps * run.batchSize)
  say(`A network learns from ${rows.length} rows of a greenhouse’s log how much water it takes.`)
  say('In one row a sensor wrote its raw count. It is a finite number: nothing refuses it.')
  say()
  const net = network(plants, { optimizer: sgd({ learningRate: 0.05 }), seed })
  const losses: number[] = []
  const curve = () => lossCurves({ loss: losses }, 62)
  await lastValueFrom(
    train(net, rows, run).pipe(
      tap(({ loss }) => losses.push(loss)),
      showProgress(output, { total: steps, panel: curve }),
    ),
  )
  if (!output.isLive) output.say(`\n${curve()}`)

  const t = net.timeline
  ask('Where did it begin?', 'firstAbnormal(net)')
  const abnormal = await firstAbnormal(net)
  if (abnormal === null) throw new Error('a row is bad, but nothing abnormal was found')
  const { step } = abnormal
  say(abnormal.cause)

  ask('When did the loss jump?', 'find(net, (step) => step.loss > 3 * highest)')
  const highest = Math.max(...losses.slice(0, step - 1))
  const jump = await find(net, ({ loss }) => loss > 3 * highest)
  const jumpsThere = jump?.step === step
  say(`Before step ${step} the loss was at most ${figure(highest)}. The first one above 3 times`)
  say(`that is ${figure(jump?.loss)}, at step ${jump?.step}. The same step: ${yesOrNo(jumpsThere, output)}.`)

  ask('What did that step do?', `diff(t.at(${step - 1}), t.at(${step}))`)
  const changes = diff(t.at(step - 1), t.at(step))
  const moved = changesByNode(changes)
  output.say(String(changes))
  say(`By node: ${moved.map(({ node, total }) => `${node} ${figure(total)}`).join(', ')}`)

  const parameter = changes.changes[0]?.parameter as string
  ask('Which row did it?', `why(net, '${parameter}', { at: ${step} })`)
  const { before, after, causes } = await why(net, parameter, { at: step })
  const row = causes[0]?.row as number
  const sum = causes.reduce((total, { gradient }) => total + Math.abs(gradient), 0)
  const share = Math.abs(causes[0]?.gradient as number) / sum
  const { input } = rows[row] as GreenhouseRow
  say(
    `From ${figure(before)} to ${figure(after)}, ${(100 * share).toFixed(2)} % of it by row ${row}. There the log says`,
  )
  say(`${sensors.map((sensor, k) => `${sensor} ${input[k]?.toFixed(2)}`).join(', ')}.`)
  say(`It is the row that was spoilt: ${yesOrNo(row === badRow, output)}.`)

  ask('Through which sensor?', `ablate(net, sensor, { at: ${step - 1}, rows: [row] })`)
  const ablated = sensors.map((sensor) => {
    const [answer] = ablate(net, sensor, { at: step - 1, rows: [input] }).rows
    return { sensor, answer: answer?.outputs[0], without: answer?.without[0] }
  })
  say(`The answer to that row was ${figure(ablated[0]?.answer)} just before it was learned. It would have been`)
  say(`${ablated.map(({ sensor, without }) => `${figure(without)} without ${sensor}`).join(', ')}.`)

  ask('And with that row put right?', `fork(net, ${step - 1}, { data: cleaned })`)
  const forked = fork(net, step - 1, { data: cleaned })
  const [first] = await lastValueFrom(train(forked, cleaned, run).pipe(toArray()))
  const pairs = await lastValueFrom(compare(net, forked, { from: step - Math.ceil(step / 10) }).pipe(toArray()))
  const spoilt = pairs.map(({ a }) => a?.loss as number)
  const right = pairs.map(({ b }) => b?.loss as number)
  output.say(lossCurves({ 'as it was': spoilt, 'put right': right }, 54))
  const samePlace = first?.step === step && first.batch === t.stepAt(step).batch
  const past = [0, Math.floor(step / 2), step - 1]
  const samePast = past.every((k) => fingerprint(t.at(k)) === fingerprint(forked.timeline.at(k)))
  say()
  say(`It went on at the same place of the log, with batch ${first?.batch}: ${yesOrNo(samePlace, output)}.`)
  say(`Their states at steps ${past.join(', ')} are the same bits: ${yesOrNo(samePast, output)}.`)
  const [loss, lossOfFork] = [finalLoss(spoilt), finalLoss(right)]
  say(output.style('bold', `Loss in the end: ${figure(loss)}; with the row put right: ${figure(lossOfFork)}.`))
  return {
    ...{ seed, steps, badRow, abnormal, jump, highest, moved, parameter, before, after, row, share, ablated },
    ...{ samePlace, samePast, loss, lossOfFork, losses, lossesSpoilt: spoilt, lossesPutRight: right },
    fingerprint: fingerprint(net.snapshot),
    fingerprintOfFork: fingerprint(forked.snapshot),
  }
}

const figure = (value: number | undefined): string => String(Number(value?.toPrecision(3)))
