/** What takes long to come about. */
import { graph, ids } from '@neurite/core'
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
]
