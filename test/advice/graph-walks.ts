/** What a graph and its definitions are refused for, or warned of. */

import { edges, edit, graph, type Signal, validate } from '@neurite/core'
import { defineActivation, defineKind, type Loss, type NodeKind } from '@neurite/core/define'
import { ablate, why } from '@neurite/core/explain'
import { fromJSON, toJSON } from '@neurite/core/files'
import {
  binaryCrossEntropy,
  he,
  identity,
  neuron,
  product,
  relu,
  sigmoid,
  softmaxCrossEntropy,
  squaredError,
  standard,
  xavier,
} from '@neurite/nodes'
import { tap } from 'rxjs'
import { type Any, built, isSound, learning, made, trained, type Walk } from './walk.ts'

/** A hand-made value: the graph with one thing put otherwise. */
const bent = (change: Any): Any => ({ ...learning(), ...change })
const passing = tap<Signal>(() => {})
const own = defineKind({ name: 'own', forward() {}, backward() {} })
const mine = (p: number) =>
  neuron(defineActivation({ name: 'pow', options: { p: 1 }, value: (z) => z ** p, slope: (z) => p * z ** (p - 1) }))
const power = (_: number, { p }: Any) => p
const handedIn = (p: number) =>
  neuron(defineActivation({ name: 'pow', options: { p }, value: power, slope: power } as Any) as Any)
const named = (name: string) => neuron(defineActivation({ name, value: (z) => z, slope: () => 1 }))
const both = (a: Any, b: Any) =>
  built((g, x) => {
    g.add('a', a, { from: x })
    g.add('b', b, { from: x })
  })
/** An output that reads nothing, and then … */
const lone = (then: (g: Any, x: readonly string[]) => void) =>
  built((g, x) => {
    g.outputs(g.add('p', neuron(sigmoid)))
    then(g, x)
  })
const nine = () => built((g, x) => g.add('h9', neuron(sigmoid), { from: x }))
const table = { ...standard, own: () => own }
const custom = () => built((g, x) => g.outputs(g.add('p', own, { from: x })))

/** With ids that have a space in them, and a step behind it. */
const spaced = () =>
  built((g) => {
    g.connect(g.inputs('my x'), 'o')
    g.add('my o', neuron(sigmoid), { from: ['my x'] })
    g.loss(squaredError(), 'o')
  })
const stepped = () => {
  const net = made({}, spaced())
  net.learn({ input: [0, 1, 1], target: [1] })
  return net
}
const asked = (parameter: Any) => why(stepped(), parameter, { at: 1 })
const ablated = (what: Any) => ablate(stepped(), what, { at: 1 })

const fit = (kind: NodeKind, loss: Loss, ids: readonly string[] = ['a']) =>
  graph((g) => g.loss(loss, g.add(ids, kind, { from: g.inputs('x') })))

export const graphWalks: readonly Walk[] = [
  {
    code: 'INVALID_ID',
    what: 'a number for a name',
    come: () => built((g) => g.inputs(2)),
    does: { 'use a non-empty string other than "__proto__"': () => built((g) => g.inputs('2')) },
  },
  {
    code: 'DUPLICATE_ID',
    what: 'added twice',
    come: () => built((g, x) => g.add('o', neuron(sigmoid), { from: x })),
    does: { 'give one of them another id': () => built((g, x) => g.add('o2', neuron(sigmoid), { from: x })) },
  },
  {
    code: 'UNKNOWN_ENDPOINT',
    what: 'an edge from nowhere',
    come: () => built((g) => g.connect('h', 'o')),
    does: {
      'add that node first': () => built((g, x) => g.connect(g.add('h', neuron(sigmoid), { from: x }), 'o')),
      'correct its id': () => edit(nine(), (g) => g.connect('h9', 'o')),
    },
  },
  {
    code: 'DUPLICATE_EDGE',
    what: 'connected again',
    come: () => built((g) => g.connect('x1', 'o')),
    does: { 'keep one of them': () => edges(built()).next().value?.id === 'x1->o' },
  },
  {
    code: 'GRAPH_CYCLE',
    what: 'a self-loop',
    come: () => graph((g) => void g.add('h', neuron(sigmoid), { from: [g.inputs('x'), 'h'] as Any })),
    does: {
      'take one of these edges away: g.disconnect(from, to)': () =>
        graph((g) => {
          g.add('h', neuron(sigmoid), { from: [g.inputs('x'), 'h'] as Any })
          g.disconnect('h', 'h')
        }),
    },
  },
  {
    code: 'UNREACHABLE_OUTPUT',
    what: 'an output that reads nothing',
    come: () => lone(() => {}),
    does: {
      'connect it': () => lone((g, x) => g.connect(x, 'p')),
      'take it out of the outputs': () => lone((g) => g.outputs('o')),
    },
  },
  {
    code: 'NO_LOSS_PATH',
    what: 'a node beside the loss',
    come: () => validate(edit(learning(), (g) => g.add('h', neuron(sigmoid), { from: 'x1' })).graph),
    does: {
      'connect it towards a loss': () =>
        validate(edit(learning(), (g) => g.connect(g.add('h', neuron(sigmoid), { from: 'x1' }), 'o')).graph).length ===
        0,
      'remove it': () =>
        validate(
          edit(edit(learning(), (g) => g.add('h', neuron(sigmoid), { from: 'x1' })).graph, (g) => g.remove('h')).graph,
        ).length === 0,
    },
  },
  {
    code: 'LOSS_MISMATCH',
    what: 'a logistic loss behind a sigmoid',
    come: () => validate(fit(neuron(sigmoid), binaryCrossEntropy())),
    does: {
      'give it a neuron(identity): it takes the answer for a logit, any number, and applies the sigmoid itself; behind another activation it saturates, or cannot say what it should':
        () => validate(fit(neuron(identity), binaryCrossEntropy())).length === 0,
    },
  },
  {
    code: 'LOSS_MISMATCH',
    what: 'a softmax of one',
    come: () => validate(fit(neuron(identity), softmaxCrossEntropy())),
    does: {
      'give it two nodes or more, one for each answer: the softmax of one is always 1, and nothing is learned': () =>
        validate(fit(neuron(identity), softmaxCrossEntropy(), ['a', 'b'])).length === 0,
      'for yes or no take binaryCrossEntropy()': () =>
        validate(fit(neuron(identity), binaryCrossEntropy())).length === 0,
    },
  },
  {
    code: 'START_MISMATCH',
    what: 'xavier before a relu',
    come: () => validate(fit(neuron(relu, { weights: xavier() }), squaredError())),
    does: {
      'start them by he(), which makes up for the half that a relu cuts off': () =>
        validate(fit(neuron(relu, { weights: he() }), squaredError())).length === 0,
    },
  },
  {
    code: 'INVALID_WEIGHT',
    what: 'NaN',
    come: () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, weights: [Number.NaN, 1] })),
    does: {
      'give a finite number': () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, weights: [0, 1] })),
      'leave it out to have it drawn': () => made({}, nine()).snapshot.node('h9').weights,
    },
  },
  {
    code: 'INVALID_BIAS',
    what: 'a text',
    come: () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, bias: '1' })),
    does: {
      'give a finite number': () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, bias: 1 })),
      'leave it out to have it drawn': () => made({}, nine()).snapshot.node('h9').bias === 0,
    },
  },
  {
    code: 'INVALID_DELAY',
    what: 'half a tick',
    come: () => built((g) => g.connect('o', 'o', { delay: 0.5 })),
    does: { 'give a whole number of ticks, 0 or more': () => built((g) => g.connect('o', 'o', { delay: 1 })) },
  },
  {
    code: 'WRONG_FAN_IN',
    what: 'a product of nothing',
    come: () => built((g) => g.add('p', product)),
    does: {
      'add or remove edges': () => built((g, x) => g.add('p', product, { from: x })),
      'choose another kind': () => built((g) => g.add('p', neuron(sigmoid))),
    },
  },
  {
    code: 'WRONG_LENGTH',
    what: 'weights',
    come: () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, weights: [1] })),
    does: { 'give 2': () => built((g, x) => g.add('h', neuron(sigmoid), { from: x, weights: [1, 2] })) },
  },
  {
    code: 'UNKNOWN_NODE',
    what: 'a misspelt id',
    come: () => made().node('h9'),
    does: {
      'use one of the graph’s ids: Object.keys(graph.nodes)': () =>
        made().node(Object.keys(learning().nodes)[2] as string),
    },
  },
  {
    code: 'UNKNOWN_NODE',
    what: 'an edge’s name where its two ends belong',
    come: () => (made() as Any).edge('x1->o'),
    does: { 'give the two ends of the edge: edge(from, to)': () => made().edge('x1', 'o') },
  },
  {
    code: 'UNKNOWN_EDGE',
    what: 'the wrong way round',
    come: () => made().edge('o', 'x1'),
    does: {
      'use two ids that an edge connects: edges(graph) lists them': () => {
        const { from, to } = [...edges(learning())][0] as Any
        return made().edge(from, to)
      },
    },
  },
  {
    code: 'UNKNOWN_EDGE',
    what: 'why of a node',
    come: async () => why(await trained(), 'o', { at: 3 }),
    does: {
      'write a->b': async () => why(await trained(), 'x1->o', { at: 3 }),
      '"my x"->b': () => asked('"my x"->o'),
      'b:bias, with ids beyond letters, digits and _ . / , # - in quotes': () => asked('"my o":bias'),
      'give { from, to }': () => asked({ from: 'my x', to: 'o' }),
      'edges(graph) lists the edges by name': () => asked([...edges(spaced())].at(-1)?.id as string),
    },
  },
  {
    code: 'UNKNOWN_EDGE',
    what: 'ablate of what is not there',
    come: async () => ablate(await trained(), 'h9', { at: 3 }),
    does: {
      'write a->b': async () => ablate(await trained(), 'x1->o', { at: 3 }),
      '"my x"->b': () => ablated('"my x"->o'),
      'b:bias, with ids beyond letters, digits and _ . / , # - in quotes': () => ablated('"my o"'),
      'give { from, to }': () => ablated({ from: 'my x', to: 'o' }),
      'edges(graph) lists the edges by name': () => ablated([...edges(spaced())].at(-1)?.id as string),
    },
  },
  {
    code: 'NO_WEIGHT',
    what: 'of a product',
    come: () =>
      made(
        {},
        built((g, x) => g.add('p', product, { from: x })),
      ).snapshot.edge('x1', 'p'),
    does: {
      'read the weight of an edge that enters a neuron': () => Number.isFinite(made().snapshot.edge('x1', 'o')),
    },
  },
  {
    code: 'NO_INPUT',
    what: 'an empty recipe',
    come: () => graph(() => {}),
    does: { 'add one: g.inputs("x1")': () => graph((g) => void g.add('o', neuron(sigmoid), { from: g.inputs('x1') })) },
  },
  {
    code: 'NO_OUTPUT',
    what: 'inputs alone',
    come: () => graph((g) => void g.inputs('x1')),
    does: {
      'add a neuron': () => graph((g) => void g.add('o', neuron(sigmoid), { from: g.inputs('x1') })),
      'name it in g.outputs()': () => graph((g) => g.outputs(g.add('o', neuron(sigmoid), { from: g.inputs('x1') }))),
      'g.loss()': () => graph((g) => g.loss(squaredError(), g.add('o', neuron(sigmoid), { from: g.inputs('x1') }))),
    },
  },
  {
    code: 'NO_LOSS',
    what: 'training without one',
    come: () => made({}, built()).learn({ input: [0, 1], target: [] }),
    does: {
      'add one: g.loss(squaredError(), output)': () => {
        const net = made({}, built())
        net.change({ graph: (g) => g.loss(squaredError(), 'o') })
        return net.learn({ input: [0, 1], target: [1] })
      },
    },
  },
  {
    code: 'DELAY_NOT_RUNNABLE',
    what: 'a recurrent edge',
    come: () =>
      made(
        {},
        built((g) => g.connect('o', 'o', { delay: 1 })),
      ),
    does: {
      'use delay 0 everywhere for now': () =>
        made(
          {},
          built((g) => g.disconnect('x1', 'o')),
        ),
    },
  },
  {
    code: 'REPEATED_NODE',
    what: 'an output twice',
    come: () => built((g) => g.outputs('o', 'o')),
    does: { 'name it once': () => built((g) => g.outputs('o')) },
  },
  {
    code: 'INPUT_MISMATCH',
    what: 'a hand-made list of inputs',
    come: () => validate(bent({ inputs: ['x1'] })),
    does: {
      'make inputs by g.inputs(), and only so': () =>
        isSound(graph((g) => void g.add('o', neuron(sigmoid), { from: g.inputs('x1') }))),
    },
  },
  {
    code: 'UNUSED_WEIGHT',
    what: 'a product with weights',
    come: () => built((g, x) => g.add('p', product, { from: x, weights: [1, 2] })),
    does: {
      'leave the weight out': () => built((g, x) => g.add('p', product, { from: x })),
      'put a neuron on the way': () =>
        built((g, x) => g.add('p', product, { from: g.add('h', neuron(sigmoid), { from: x, weights: [1, 2] }) })),
    },
  },
  {
    code: 'UNUSED_BIAS',
    what: 'a product with a bias',
    come: () => built((g, x) => g.add('p', product, { from: x, bias: 1 })),
    does: {
      'leave the bias out': () => built((g, x) => g.add('p', product, { from: x })),
      'choose another kind': () => built((g, x) => g.add('p', neuron(sigmoid), { from: x, bias: 1 })),
    },
  },
  {
    code: 'BUILDER_CLOSED',
    what: 'kept beyond its recipe',
    come: () => {
      let kept: Any
      built((g) => (kept = g))
      kept.outputs('o')
    },
    does: {
      'do all of it inside the recipe, without awaiting': () => built((g) => g.outputs('o')),
      'change a graph that is made by edit(graph, recipe)': () => edit(built(), (g) => g.outputs('o')),
    },
  },
  {
    code: 'THROUGH_NOT_JSON',
    what: 'an operator on an edge',
    come: () => toJSON(edit(nine(), (g) => g.connect('h9', 'o', { through: passing })).graph),
    does: {
      'edit it out before writing, and connect it again after reading': () => {
        const { graph: with_, inversePatches } = edit(nine(), (g) => g.connect('h9', 'o', { through: passing }))
        const without = edit(with_, (g) => g.disconnect('h9', 'o')).graph
        const read = fromJSON(toJSON(without), standard)
        return inversePatches.length > 0 && edit(read, (g) => g.connect('h9', 'o', { through: passing }))
      },
    },
  },
  {
    code: 'UNKNOWN_KIND',
    what: 'an activation for a kind',
    come: () => built((g, x) => g.add('h', sigmoid, { from: x })),
    does: {
      'give a kind, such as neuron(sigmoid)': () => nine(),
      'what defineNode returned': () => custom(),
    },
  },
  {
    code: 'UNKNOWN_KIND',
    what: 'a kind that the table lacks',
    come: () => fromJSON(toJSON(custom()), standard),
    does: {
      'hand in a table that has it: { ...standard, yours }': () => fromJSON(toJSON(custom()), table as Any),
    },
  },
  {
    code: 'UNKNOWN_DEFINITION',
    what: 'an activation that the table lacks',
    come: () => fromJSON(toJSON(both(named('p'), named('q'))), standard),
    does: {
      'hand in a table that has it: { ...standard, yours }': () => {
        const activation = (name: string) => defineActivation({ name, value: (z) => z, slope: () => 1 })
        const yours = { p: activation('p'), q: activation('q') }
        return fromJSON(toJSON(both(named('p'), named('q'))), { ...standard, ...yours } as Any)
      },
    },
  },
  {
    code: 'DEFINITION_CONFLICT',
    what: 'closures under one name',
    come: () => both(mine(2), mine(3)),
    does: {
      'hand what differs in as an option, which its functions get handed in, too, and let these functions stand outside of what makes it':
        () => both(handedIn(2), handedIn(3)),
      'give one of the two another name': () => both(named('pow2'), named('pow3')),
    },
  },
]
