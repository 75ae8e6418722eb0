/** What takes long to come about. */

import { graph, ids } from '@neurite/core'
import { save } from '@neurite/core/files'
import { neuron, sigmoid } from '@neurite/nodes'
import { made, type Walk } from './walk.ts'

const dense = (inputs: number, readers: number) =>
  made(
    {},
    graph((g) => {
      const x = g.inputs(ids('x', inputs))
      g.add(ids('h', readers), neuron(sigmoid), { from: x })
    }),
  )

/** Start weights one by one, or drawn where none is given. */
const given = (inputs: number, readers: number, weight?: number) => {
  const weights = weight === undefined ? undefined : Array.from({ length: inputs }, () => weight)
  const g = graph((g) => {
    const x = g.inputs(ids('x', inputs))
    for (const id of ids('h', readers)) g.add(id, neuron(sigmoid), { from: x, ...(weights && { weights }) })
  })
  return made({}, g)
}

export const largeWalks: readonly Walk[] = [
  {
    code: 'OUT_OF_MEMORY',
    what: 'billions of weights',
    come: () => dense(65_000, 65_000),
    does: {
      'give the graph fewer nodes': () => dense(650, 65),
      'its nodes fewer inputs': () => dense(1, 65_000),
    },
  },
  {
    code: 'TEXT_TOO_LONG',
    what: 'start weights, tens of millions of them',
    // The longest text that a number has, so that fewer do.
    come: () => save(given(200_000, 110, -2.2250738585072014e-308)).bytes(),
    does: {
      'let an initializer draw them': () => save(given(1000, 140)).bytes(),
      'set them by net.change({ parameters })': () => {
        const net = given(1000, 140)
        net.change({ parameters: { h1: { weights: { x1: -1 / 3 } } } })
        return save(net).bytes()
      },
      'net.restore(snapshot)': () => {
        const net = given(1000, 140)
        net.restore(given(1000, 140).snapshot)
        return save(net).bytes()
      },
    },
  },
]
