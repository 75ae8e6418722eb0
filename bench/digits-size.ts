/** 784-128-10, the size of the digits: what the kernels cost, and what watching costs beside them. */
import type { Network } from '@neurite/core'
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

const nothing = (): void => {}

/** Who may watch, and how. */
const WATCHERS: Readonly<Record<string, (net: Network) => void>> = {
  'one neuron’s activation$': (net) => net.node('n1-1').activation$.subscribe(nothing),
  'every neuron’s activation$': (net) => {
    for (const id of net.graph.order) net.node(id).activation$.subscribe(nothing)
  },
  'every neuron’s activation$ and delta$': (net) => {
    for (const id of net.graph.order) {
      net.node(id).activation$.subscribe(nothing)
      net.node(id).delta$.subscribe(nothing)
    }
  },
  'events$: every phase of every neuron': (net) => net.events$.subscribe(nothing),
  snapshot$: (net) => net.snapshot$.subscribe(nothing),
}

/** The same network with more and more of it watched. */
export function watchedDigitsSize(batch: number, count: number): Contest {
  const g = layered(SIZES)
  const data = rows(784, 10, count)
  const watched = (watch: (net: Network) => void, fuse: 'auto' | 'never') => {
    const net = made(g, RATE, fuse)
    watch(net)
    return trained(net, data, batch)
  }
  const entries = (['auto', 'never'] as const).flatMap((fuse) => [
    { name: `${fuse}, nobody watches`, trainer: watched(nothing, fuse) },
    ...Object.entries(WATCHERS).map(([name, watch]) => ({
      name: `${fuse}, ${name}`,
      trainer: watched(watch, fuse),
      against: `${fuse}, nobody watches`,
      // Snapshots included, it should still reach what it reaches without.
      ...(name === 'snapshot$' && { target: fuse === 'auto' ? 0.85 : 0.5 }),
    })),
  ])
  return {
    title: `784-128-10, batch ${batch}, watched`,
    unit: 'rows',
    perPass: count,
    check: 2,
    entries: [{ name: 'blocked loops', trainer: looped(blockedMlp(SIZES, batch, RATE), g, data, batch) }, ...entries],
    note: `${count} rows, ${NOTE}`,
  }
}
