/** What a graph is refused for, or warned of. One function per code. */
import { nodeName } from '../text/names.ts'
import { type Issue, odd, type Place, show, wrong } from './issue.ts'

export const invalidId = (id: unknown): Issue =>
  wrong(
    'INVALID_ID',
    { node: typeof id === 'string' ? id : show(id) },
    `${show(id)} is not a node id`,
    'use a non-empty string other than "__proto__"',
  )
export const duplicateId = (node: string): Issue =>
  wrong('DUPLICATE_ID', { node }, `two nodes are called ${show(node)}`, 'give one of them another id')
export const unknownEndpoint = (edge: string, node: string): Issue =>
  wrong(
    'UNKNOWN_ENDPOINT',
    { edge, node },
    `the edge ${edge} has an end that is no node`,
    'add that node first, or correct its id',
  )
export const duplicateEdge = (edge: string, node: string): Issue =>
  wrong('DUPLICATE_EDGE', { edge, node }, `the edge ${edge} is there twice`, 'keep one of them')
export const graphCycle = (nodes: readonly string[]): Issue => {
  const path = nodes.map(nodeName).join(' → ')
  const place = { path, node: nodes[0] ?? '' }
  return wrong('GRAPH_CYCLE', place, `${path} has no delay`, 'take one of these edges away: g.disconnect(from, to)')
}
export const unreachableOutput = (node: string): Issue =>
  wrong(
    'UNREACHABLE_OUTPUT',
    { node },
    `no input reaches the output ${show(node)}`,
    'connect it, or take it out of the outputs',
  )
export const noLossPath = (node: string): Issue =>
  odd(
    'NO_LOSS_PATH',
    { node },
    `nothing that ${show(node)} computes reaches a loss, so it never learns`,
    'connect it towards a loss, or remove it',
  )
export const invalidWeight = (edge: string, node: string, value: unknown): Issue =>
  wrong(
    'INVALID_WEIGHT',
    { edge, node },
    `the start weight of ${edge} is ${show(value)}`,
    'give a finite number, or leave it out to have it drawn',
  )
export const invalidBias = (node: string, value: unknown): Issue =>
  wrong(
    'INVALID_BIAS',
    { node },
    `the start bias of ${show(node)} is ${show(value)}`,
    'give a finite number, or leave it out to have it drawn',
  )
export const invalidDelay = (edge: string, node: string, value: unknown): Issue =>
  wrong(
    'INVALID_DELAY',
    { edge, node },
    `the delay of ${edge} is ${show(value)}`,
    'give a whole number of ticks, 0 or more',
  )
export const wrongFanIn = (node: string, has: number, min: number, max: number): Issue =>
  wrong(
    'WRONG_FAN_IN',
    { node, fanIn: has },
    `${show(node)} has ${has} incoming edges, its kind takes ${min === max ? min : `${min} to ${max}`}`,
    'add or remove edges, or choose another kind',
  )
export const wrongLength = (place: Place, what: string, has: number, wants: number): Issue =>
  wrong('WRONG_LENGTH', place, `${what} has ${has} values where ${wants} are wanted`, `give ${wants}`)
export const unknownNode = (node: string): Issue =>
  wrong(
    'UNKNOWN_NODE',
    { node },
    `there is no node ${show(node)}`,
    node?.includes?.('->')
      ? 'give the two ends of the edge: edge(from, to)'
      : 'use one of the graph’s ids: Object.keys(graph.nodes)',
  )
export const unknownEdge = (edge: string): Issue =>
  wrong(
    'UNKNOWN_EDGE',
    { edge },
    `there is no edge ${edge}`,
    'use two ids that an edge connects: edges(graph) lists them',
  )
/** What a question was asked of: the name of an edge or a parameter that the graph has not, or that is none. */
export const unknownParameter = (name: string): Issue =>
  wrong(
    'UNKNOWN_EDGE',
    { edge: name },
    `there is no edge, bias or node ${show(name)}`,
    'write a->b, "my x"->b or b:bias, with ids beyond letters, digits and _ . / , # - in quotes, or give { from, to }; edges(graph) lists the edges by name',
  )
export const noWeight = (edge: string, node: string): Issue =>
  wrong(
    'NO_WEIGHT',
    { edge, node },
    `${edge} carries no weight: the kind of ${show(node)} has none`,
    'read the weight of an edge that enters a neuron',
  )
export const noInput = (): Issue => wrong('NO_INPUT', {}, 'the graph has no input', 'add one: g.inputs("x1")')
export const noOutput = (): Issue =>
  wrong('NO_OUTPUT', {}, 'the graph has no output', 'add a neuron, and name it in g.outputs() or g.loss()')
export const noLoss = (): Issue =>
  wrong(
    'NO_LOSS',
    {},
    'the graph has no loss, so there is nothing to learn from',
    'add one: g.loss(squaredError(), output)',
  )
export const delayNotRunnable = (edge: string): Issue =>
  wrong(
    'DELAY_NOT_RUNNABLE',
    { edge },
    `${edge} has a delay, and graphs with delays can be described but not run yet`,
    'use delay 0 everywhere for now',
  )
export const repeatedNode = (list: string, node: string): Issue =>
  wrong('REPEATED_NODE', { list, node }, `${list} names ${show(node)} twice`, 'name it once')
export const inputMismatch = (node: string, listed: boolean): Issue =>
  wrong(
    'INPUT_MISMATCH',
    { node },
    listed
      ? `the graph lists ${show(node)} as an input, but its kind does not read rows`
      : `${show(node)} has a kind that reads rows, but the graph does not list it as an input`,
    'make inputs by g.inputs(), and only so',
  )
export const unusedWeight = (edge: string, node: string, kind: string): Issue =>
  wrong(
    'UNUSED_WEIGHT',
    { edge, node },
    `${edge} has a start weight, but the kind ${show(kind)} weighs nothing`,
    'leave the weight out, or put a neuron on the way',
  )
export const unusedBias = (node: string, kind: string): Issue =>
  wrong(
    'UNUSED_BIAS',
    { node },
    `${show(node)} has a start bias, but its kind ${show(kind)} has none`,
    'leave the bias out, or choose another kind',
  )
export const builderClosed = (): Issue =>
  wrong(
    'BUILDER_CLOSED',
    {},
    'the recipe has ended, and its builder was used afterwards',
    'do all of it inside the recipe, without awaiting; change a graph that is made by edit(graph, recipe)',
  )
export const throughNotJson = (edge: string): Issue =>
  wrong(
    'THROUGH_NOT_JSON',
    { edge },
    `${edge} carries an RxJS operator, which JSON cannot hold`,
    'edit it out before writing, and connect it again after reading',
  )
/** What fits neither the loss nor its node: it trains, and learns badly. */
export const lossMismatch = (
  loss: string,
  node: string,
  of: number,
  [low, high]: readonly [number, number],
  wants: string,
): Issue =>
  odd(
    'LOSS_MISMATCH',
    { loss, node },
    `the loss ${show(loss)} does not suit ${show(node)}, ${of === 1 ? 'the one node' : `one of ${of} nodes`} that it reads, which answers ${low === -Infinity && high === Infinity ? 'any number' : `numbers from ${low} to ${high}`}`,
    `give it ${wants}`,
  )
export const startMismatch = (node: string, activation: string, start: string, wants: string): Issue =>
  odd(
    'START_MISMATCH',
    { node },
    `the weights of ${show(node)} start by ${show(start)}, which does not suit the activation ${show(activation)}`,
    `start them by ${wants}`,
  )
