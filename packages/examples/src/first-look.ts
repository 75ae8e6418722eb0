/** What `npm start` shows: the worked example at a glance, a live run, and where to go next. */

import { adam, network, train } from '@neurite/core'
import { lastValueFrom, tap } from 'rxjs'
import { spirals } from './data/spirals.ts'
import { examples } from './examples.ts'
import { neuronPanel } from './parts/neuron-panel.ts'
import { spiralGraph } from './parts/spiral-graph.ts'
import { spiralPicture } from './parts/spiral-picture.ts'
import { spiralsRight } from './parts/spirals-right.ts'
import { workedFigures } from './parts/worked-figures.ts'
import type { Output } from './terminal/output.ts'
import { showProgress } from './terminal/show-progress.ts'
import { sideBySide } from './terminal/side-by-side.ts'
import { yesOrNo } from './terminal/yes-or-no.ts'

/** Shows all of it; the live run is so many steps long. */
export async function firstLook(output: Output, steps = 12_000): Promise<void> {
  const { say, style } = output
  say(style('bold', 'Neurite: a neural network as a live dataflow graph'))
  say()
  say(style('bold', '1  One update, as a textbook has it'))
  say()
  showWorked(output)
  say()
  say(style('bold', '2  Sixteen neurons learn to tell two spirals apart'))
  say()
  await runLive(output, steps)
  say()
  say(style('bold', '3  Where to go next'))
  say()
  showWay(output)
}

const DRAWING = ['', '', '  x1 ─┬─ h4 ─╮', '  x2 ─┤      ├─ o6', '  x3 ─┴─ h5 ─╯']

function showWorked(output: Output): void {
  const { say, style } = output
  const { figures, agrees } = workedFigures()
  const told = figures.filter(({ name }) => ['a4', 'a5', 'a6', 'error 6', 'w46', 'b6'].includes(name))
  const table = [
    'figure   a post  consistent  Neurite',
    ...told.map(({ name, post, consistent, ours, isSlip }) => {
      const typed = String(post).padStart(6)
      return `${name.padEnd(7)}  ${isSlip ? style('red', typed) : typed}  ${consistent.toFixed(3).padStart(10)}  ${ours}`
    }),
  ]
  say(sideBySide(DRAWING, table, 20))
  say()
  say(`All ${figures.length} figures agree to 1e-15, fused or neuron by neuron: ${yesOrNo(agrees, output)}.`)
  say('What the post typed wrong: npm run example -- three-two-one')
}

async function runLive(output: Output, steps: number): Promise<void> {
  const { say, style } = output
  const points = spirals()
  const rows = points.map(({ x, y, label }) => ({ input: [x, y], target: [label] }))
  const net = network(spiralGraph, { optimizer: adam({ learningRate: 0.002 }), seed: 1 })
  const watched = neuronPanel(net, points.length)
  const columns = 2 * Math.min(20, output.rows - 4)
  const panel = () => {
    const drawn = spiralPicture(net, points, columns, output.colorDepth)
    return sideBySide(drawn.split('\n'), ['', ...watched.lines()], columns + 3)
  }
  // In the order of the points, so that a row of the batch is always the same one.
  const steps$ = train(net, rows, { batchSize: rows.length, epochs: steps, shuffle: false })
  await lastValueFrom(
    steps$.pipe(
      showProgress(output, { total: steps, panel }),
      tap(({ step }) => {
        if (!output.isLive && step % Math.ceil(steps / 5) === 0) say(watched.line())
      }),
    ),
  )
  if (!output.isLive) say(`\n${panel()}`)
  watched.stop()
  say()
  say(
    `${style('bold', `${spiralsRight(net, points)} of ${points.length} points right.`)} Who they are: examples/src/parts/spiral-graph.ts`,
  )
}

function showWay({ say, style }: Output): void {
  const commands = [
    ...Object.entries(examples).map(([name, { about }]) => [`npm run example -- ${name}`, about]),
    ['npm test', 'everything that is promised, checked'],
    ['README.md', 'a network of your own in a minute'],
  ] as const
  const width = Math.max(...commands.map(([command]) => command?.length ?? 0))
  for (const [command = '', about = ''] of commands) say(`${command.padEnd(width)}  ${style('dim', about)}`)
}
