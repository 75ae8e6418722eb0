/** A topology by hand: edge by edge, a kind of our own, an operator on an edge, an edit that is taken back. */

import { isDeepStrictEqual } from 'node:util'
import {
  adam,
  edit,
  fingerprint,
  type Graph,
  graph,
  type Network,
  network,
  patch,
  type Signal,
  train,
} from '@neurite/core'
import { checkKind } from '@neurite/core/testing'
import { identity, neuron, squaredError } from '@neurite/nodes'
import { lastValueFrom, takeWhile, tap } from 'rxjs'
import { grid, heightAt, landscape, type Rise } from '../data/landscape.ts'
import type { Result, Setting } from '../example.ts'
import { describePlan } from '../parts/describe-plan.ts'
import { hill } from '../parts/hill.ts'
import type { Output } from '../terminal/output.ts'
import { showProgress } from '../terminal/show-progress.ts'

const rows = grid(15).map(([x, y]) => ({ input: { x, y }, target: { height: heightAt(x, y) } }))
const unseen = grid(40)
/** A loss that is as good as none. */
const ENOUGH = 1e-15

export async function customTopology({ arguments: { seed, steps = 2000 }, output }: Setting): Promise<Result> {
  const { say, style } = output
  const learned = async (g: Graph) => {
    const net = network(g, { optimizer: adam({ learningRate: 0.02 }), seed })
    const training = train(net, rows, { batchSize: rows.length, epochs: steps }).pipe(
      takeWhile(({ loss }) => loss > ENOUGH, true),
    )
    const { loss } = await lastValueFrom(training.pipe(showProgress(output, { total: steps })))
    return { net, loss }
  }

  const { cases, worst } = checkKind(hill)
  const off = worst?.error ?? 0
  say('A kind of our own, a hill: y = exp(−s² · distance²). Center and s are learned.')
  say(`checkKind(hill): ${cases.length} derivatives agree with central differences to ${off.toExponential(1)}.`)
  say()

  say(style('bold', 'A landscape with a hill and a hollow, and one hill to learn it with: too few'))
  let passed = 0
  const before = withOneHill(() => passed++)
  const first = await learned(before)
  say()

  say(style('bold', 'edit(graph, …) puts a second one beside it; it goes on from what was learned'))
  const { graph: after, inversePatches } = withAnother(before, first.net)
  const second = await learned(after)
  const batches = passed
  const found = ['hill1', 'hill2'].map((id) => riseOf(second.net, id)).sort((a, b) => b.height - a.height)
  const worstError = worstOf(second.net)
  say()
  showFound(found, output)
  say(`Between the ${rows.length} places it learned from, it is off by ${worstError.toExponential(1)} at most.`)
  say(`The tap on hill1->height saw ${batches} batches pass.`)
  say()

  for (const fuse of ['auto', 'never'] as const) {
    say(style('bold', `What fires together, fuse: '${fuse}'`))
    for (const line of describePlan(after, fuse)) say(`  ${line}`)
  }
  const undone = isDeepStrictEqual(patch(after, inversePatches), before)
  say()
  say(
    `patch(graph, inversePatches) gives the graph before the edit: ${undone ? style('green', 'yes') : style('red', 'NO')}.`,
  )
  return {
    seed,
    steps,
    derivatives: cases.length,
    worstDerivative: off,
    lossWithOne: first.loss,
    lossWithTwo: second.loss,
    found,
    worstError,
    batches,
    undone,
    fingerprint: fingerprint(second.net.snapshot),
  }
}

/** x and y reach the height through a hill; x also by itself, past it. Each batch that comes from the hill is told of. */
function withOneHill(told: () => void): Graph {
  return graph((g) => {
    g.inputs('x', 'y')
    g.add('hill1', hill)
    g.add('height', neuron(identity))
    g.connect(['x', 'y'], 'hill1')
    g.connect('hill1', 'height', { through: tap<Signal>(told) })
    g.connect('x', 'height')
    g.loss(squaredError(), 'height')
  })
}

/** What was learned becomes the start of what comes next; a weight of 0 lets the new hill in without a jolt. */
function withAnother(before: Graph, { snapshot }: Network) {
  return edit(before, (g) => {
    for (const id of ['hill1', 'height']) {
      const { bias, weights } = snapshot.node(id)
      g.set(id, { bias, weights })
    }
    g.add('hill2', hill)
    g.connect(['x', 'y'], 'hill2')
    g.connect('hill2', 'height', { weight: 0 })
  })
}

/** A learned hill as the landscape's own are given. Steepness counts squared: its sign means nothing. */
function riseOf({ snapshot }: Network, id: string): Rise {
  const { bias, weights } = snapshot.node(id)
  return {
    x: weights.x as number,
    y: weights.y as number,
    steepness: Math.abs(bias as number),
    height: snapshot.edge(id, 'height'),
  }
}

function showFound(found: readonly Rise[], { say, style }: Output): void {
  say(style('bold', '                   x         y     steepness    height'))
  const cells = ({ x, y, steepness, height }: Rise, digits: number) =>
    [x, y, steepness, height].map((value) => value.toFixed(digits).padStart(10)).join('')
  for (const [k, rise] of landscape.rises.entries()) {
    say(`${(k === 0 ? 'hill' : 'hollow').padEnd(6)}  is    ${cells(rise, 1)}`)
    say(`        found ${cells(found[k] as Rise, 4)}`)
  }
}

/** How far the network is from the landscape, where it is furthest, on a finer grid than it learned from. */
function worstOf(net: Network): number {
  const heights = net.predictAll(unseen)
  return Math.max(...unseen.map(([x, y], k) => Math.abs((heights[k]?.[0] as number) - heightAt(x, y))))
}
