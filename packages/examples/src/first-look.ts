/** What `npm start` shows: the worked example in short, a live run, and where to go next. */

import { adam, network, train } from '@neurite/core'
import { filter, lastValueFrom, tap } from 'rxjs'
import { spirals } from './data/spirals.ts'
import { examples } from './examples.ts'
import { spiralGraph } from './spiral-graph.ts'
import { spiralPicture } from './spiral-picture.ts'
import { gauge } from './terminal/gauge.ts'
import type { Output } from './terminal/output.ts'
import { showProgress } from './terminal/show-progress.ts'
import { workedFigures } from './worked-figures.ts'

/** Tells it all; `steps` is how long the live run is. */
export async function firstLook(output: Output, steps = 8000): Promise<void> {
  output.say()
  output.say(output.style('bold', 'Neurite: a neural network as a live dataflow graph'))
  output.say()
  showWorkedExample(output)
  output.say()
  await showLiveRun(output, steps)
  output.say()
  showWhereToGo(output)
}
