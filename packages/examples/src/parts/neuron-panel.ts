/** What chosen neurons of the two spirals' network say while it learns: activations as gauges, weights as numbers. */

import type { Network } from '@neurite/core'
import { filter, Subscription } from 'rxjs'
import { gauge } from '../terminal/gauge.ts'

const NEURONS = ['a1', 'a2', 'b1', 'b2', 'c1', 'c2'] as const
const EDGES = [
  ['x', 'a1'],
  ['a1', 'c1'],
  ['a1', 'out'],
  ['c1', 'out'],
] as const

export interface NeuronPanel {
  /** Lines for a terminal, of at most 36 characters. */
  lines(): string[]
  /** Some of the values in one line. */
  line(): string
  /** Stops watching. */
  stop(): void
}

/** A point near the middle, where the spirals turn fastest. */
const ROW = 192

/** Watches from now on; activations are those of one row of the batches of `rows`, which the network learns from. */
export function neuronPanel(net: Network, rows: number): NeuronPanel {
  const activations = new Map<string, number>()
  const weights = new Map<string, number>()
  const watching = new Subscription()
  for (const id of NEURONS) {
    // Who asks for a prediction makes the neurons speak, too, in batches of other lengths.
    const learned$ = net.node(id).activation$.pipe(filter(({ length }) => length === rows))
    watching.add(learned$.subscribe((signal) => activations.set(id, signal.at(ROW))))
  }
  for (const [from, to] of EDGES) {
    const { id, weight$ } = net.edge(from, to)
    watching.add(weight$.subscribe((signal) => weights.set(id, signal.at(0))))
  }
  return {
    lines: () => [
      'neuron    activation$ at (0, 0.5)',
      ...[...activations].map(([id, value]) => `${id.padEnd(8)}  ${gauge(value, 17)}  ${number(value)}`),
      '',
      'edge      weight$',
      ...[...weights].map(([id, value]) => `${id.padEnd(8)}  ${gauge(value / 4, 17)}  ${number(value)}`),
    ],
    line: () => {
      const some = [...[...activations].filter(([id]) => id.endsWith('1')), ...[...weights].slice(-2)]
      return some.map(([name, value]) => `${name} ${value.toFixed(2)}`).join('  ')
    },
    stop: () => watching.unsubscribe(),
  }
}

const number = (value: number): string => value.toFixed(3).padStart(7)
