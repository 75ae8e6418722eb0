/** The worked 3-2-1 example: the post's figures, the consistent ones and ours, side by side. */

import { fingerprint, trace } from '@neurite/core'
import { type Figure, figures, row, slips } from './data/worked-example.ts'
import type { Result, Setting } from './example.ts'
import { workedFigures, workedNetwork } from './worked-network.ts'

/** How far a figure may be from the reference. */
const TOLERANCE = 1e-15

export async function threeTwoOne({ output: { say, style } }: Setting): Promise<Result> {
  const paper = trace(workedNetwork('auto'), row)
  const fused = workedNetwork('auto')
  const single = workedNetwork('never')
  const ours = workedFigures(fused)
  const singly = workedFigures(single)
  const sameBits = fingerprint(fused.snapshot) === fingerprint(single.snapshot)
  const isClose = ({ name, consistent }: Figure) => Math.abs((ours[name] as number) - consistent) <= TOLERANCE
  const groupingsAgree = sameBits && figures.every(({ name }) => Object.is(ours[name], singly[name]))
  const agrees = groupingsAgree && figures.every(isClose)

  say('Six neurons learn one row, once: x = (1, 0, 1), target 1, learning rate 0.9,')
  say('all sigmoid, L = ½(t − a6)². An error is the textbook’s: −δ = −∂L/∂z.')
  say()
  say(style('bold', 'figure    the post  consistent  Neurite'))
  for (const figure of figures) {
    const { name, post, consistent } = figure
    const slipped = post !== null && Math.abs(post - consistent) > 0.0006
    const typed = (post === null ? '–' : String(post)).padStart(8)
    say(
      [
        name.padEnd(8),
        slipped ? style('red', typed) : typed,
        consistent.toFixed(3).padStart(10),
        `${String(ours[name]).padEnd(22)} ${isClose(figure) ? '' : 'not the reference'}${slipped ? '← the post slips' : ''}`,
      ].join('  ').trimEnd(),
    )
  }
  say()
  say(`All ${figures.length} figures within 1e-15 of the reference: ${agrees ? style('green', 'yes') : style('red', 'NO')}.`)
  say(`One block per neuron (fuse: 'never') gives the same bits: ${groupingsAgree ? style('green', 'yes') : style('red', 'NO')}.`)
  say()
  say(style('bold', 'What slipped in the post'))
  for (const { post, consistent, note } of slips) {
    say(`  ${post}`)
    say(style('dim', `    consistent: ${consistent}  (${note})`))
  }
  say()
  say(style('bold', 'The same update on paper: trace(net, row)'))
  say(String(paper))
  const check = paper.check()
  say()
  say(`Against central differences the gradients are off by ${check.worst.toExponential(1)} at most (${check.parameter}).`)
  return {
    agrees,
    groupingsAgree,
    loss: paper.loss,
    figures: figures.map(({ name, post, consistent }) => ({ name, post, consistent, ours: ours[name] })),
    slips,
    check,
    fingerprint: fingerprint(fused.snapshot),
  }
}
