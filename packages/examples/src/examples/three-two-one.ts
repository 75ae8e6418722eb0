/** The worked 3-2-1 example: the post's figures, the consistent ones and ours, side by side. */

import { trace } from '@neurite/core'
import { row, slips } from '../data/worked-example.ts'
import type { Result, Setting } from '../example.ts'
import { type ComparedFigure, workedFigures } from '../parts/worked-figures.ts'
import { workedNetwork } from '../parts/worked-network.ts'
import type { Output } from '../terminal/output.ts'
import { yesOrNo } from '../terminal/yes-or-no.ts'

export async function threeTwoOne({ output }: Setting): Promise<Result> {
  const { say, style } = output
  const { figures, groupingsAgree, agrees, fingerprint } = workedFigures()
  say('A 3-2-1 network learns one row, once: x = (1, 0, 1), target 1, learning rate')
  say('0.9, all sigmoid, L = ½(t − a6)². An error is the textbook’s: −δ = −∂L/∂z.')
  say()
  say(style('bold', 'figure   the post  consistent  Neurite'))
  for (const figure of figures) say(figureLine(figure, output))
  say()
  say(`All ${figures.length} figures within 1e-15 of the consistent ones: ${yesOrNo(agrees, output)}.`)
  say(`One block per neuron (fuse: 'never') gives the same bits: ${yesOrNo(groupingsAgree, output)}.`)
  say()
  say(style('bold', 'What slipped in the post'))
  for (const { post, consistent, note } of slips) {
    say(`  ${post}`)
    say(style('dim', `    consistent: ${consistent}  (${note})`))
  }
  say()
  const paper = trace(workedNetwork('auto'), row)
  const check = paper.check()
  say(style('bold', 'The same update on paper, as trace(net, row) prints it for any network'))
  say(String(paper).trimEnd())
  say()
  say(`Held against central differences, ${check.parameter} is furthest off, by ${check.worst.toExponential(1)}.`)
  return { agrees, groupingsAgree, loss: paper.loss, figures, slips, trace: paper, check, fingerprint }
}

/** One row of the table; a number of the post that slipped stands out. */
function figureLine({ name, post, consistent, ours, isClose, isSlip }: ComparedFigure, { style }: Output): string {
  const typed = (post === null ? '–' : String(post)).padStart(8)
  const remark = [isSlip ? '← the post slips' : '', isClose ? '' : 'NOT CLOSE'].join(' ').trim()
  const cells = [
    name.padEnd(7),
    isSlip ? style('red', typed) : typed,
    consistent.toFixed(3).padStart(10),
    String(ours).padEnd(22),
    remark,
  ]
  return cells.join('  ').trimEnd()
}
