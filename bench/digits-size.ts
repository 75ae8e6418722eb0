/** 784-128-10, the size of the digits: what the kernels cost, and what watching costs beside them. */

import type { Network, Step } from '@neurite/core'
import { events } from '@neurite/core/explain'
import { blockedMlp } from './blocked-mlp.ts'
import type { Contest } from './contest.ts'
import { plainMlp } from './loops.ts'
import { layered, made, rows } from './networks.ts'
import { looped, trained } from './trainers.ts'

const SIZES = [784, 128, 10]
const RATE = 0.1
const NOTE = 'in their own order on both sides; copying them into a batch is included on both sides'

/** Both groupings against both kinds of loops. */
export function digitsSize(batch: number, count: number): Contest {
  const g = layered(SIZES)
  const data = rows(784, 10, count)
  const reach = batch === 32
  return {
    title: `784-128-10, batch ${batch}`,
    unit: 'rows',
    perPass: count,
    check: 2,
    entries: [
      { name: 'blocked loops', trainer: looped(blockedMlp(SIZES, batch, RATE), g, data, batch) },
      { name: 'plain loops', trainer: looped(plainMlp(SIZES, batch, RATE), g, data, batch) },
      { name: 'train, auto', trainer: trained(made(g, RATE), data, batch), ...(reach && { target: 0.85 }) },
      { name: 'train, never', trainer: trained(made(g, RATE, 'never'), data, batch), ...(reach && { target: 0.5 }) },
    ],
    note: `${count} rows, ${NOTE}`,
  }
}

const nothing = (_net?: unknown): void => {}

/** Who may watch, and how. */
const WATCHERS: Readonly<Record<string, (net: Network) => void>> = {
  'one neuron’s activation$': (net) => net.node('n1-1').activation$.subscribe(nothing),
  'every node’s activation$': (net) => {
    for (const id of net.graph.order) net.node(id).activation$.subscribe(nothing)
  },
  'every neuron’s activation$ and delta$': (net) => {
    for (const id of neurons(net)) {
      net.node(id).activation$.subscribe(nothing)
      net.node(id).delta$.subscribe(nothing)
    }
  },
  'events$: every phase of every neuron': (net) => events(net, neurons(net)).subscribe(nothing),
  'events$: the inputs’ too': (net) => net.events$.subscribe(nothing),
}

/** All but the inputs: what comes back to those is not even computed unless somebody watches. */
const neurons = ({ graph: { order, inputs } }: Network): string[] => order.filter((id) => !inputs.includes(id))

/** The same network with more and more of it watched. */
export function watchedDigitsSize(fuse: 'auto' | 'never', batch: number, count: number): Contest {
  const g = layered(SIZES)
  const data = rows(784, 10, count)
  const plain = 'nobody watches'
  return {
    title: `784-128-10, batch ${batch}, ${fuse}, watched`,
    unit: 'rows',
    perPass: count,
    check: 2,
    entries: [
      { name: 'blocked loops', trainer: looped(blockedMlp(SIZES, batch, RATE), g, data, batch) },
      ...Object.entries({ [plain]: nothing, ...WATCHERS }).map(([name, watch]) => {
        const net = made(g, RATE, fuse)
        watch(net)
        return { name, trainer: trained(net, data, batch), ...(name !== plain && { against: plain }) }
      }),
    ],
    note: `${count} rows, ${NOTE}`,
  }
}

/** Snapshots included, it should still reach what it reaches without. */
export function snapshotsOfDigitsSize(batch: number, count: number): Contest {
  const g = layered(SIZES)
  const data = rows(784, 10, count)
  const observed = (fuse: 'auto' | 'never') => {
    const net = made(g, RATE, fuse)
    net.snapshot$.subscribe(nothing)
    return trained(net, data, batch)
  }
  const read = { each: (step: Step) => step.snapshot }
  return {
    title: `784-128-10, batch ${batch}, a snapshot per update`,
    unit: 'rows',
    perPass: count,
    check: 2,
    entries: [
      { name: 'blocked loops', trainer: looped(blockedMlp(SIZES, batch, RATE), g, data, batch) },
      { name: 'auto', trainer: trained(made(g, RATE), data, batch) },
      { name: 'auto, snapshot$ observed', trainer: observed('auto'), against: 'auto', target: 0.85 },
      { name: 'auto, step.snapshot read', trainer: trained(made(g, RATE), data, batch, read), against: 'auto' },
      { name: 'never', trainer: trained(made(g, RATE, 'never'), data, batch) },
      { name: 'never, snapshot$ observed', trainer: observed('never'), against: 'never', target: 0.5 },
    ],
    note: `${count} rows, ${NOTE}`,
  }
}
