/** A walk: how a refusal comes about, and what its way out says, done. */

import * as core from '@neurite/core'
import {
  type Graph,
  type Issue,
  type Network,
  type NetworkOptions,
  NeuriteError,
  network,
  sgd,
  train,
} from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { isObservable, lastValueFrom } from 'rxjs'
import { expect } from 'vitest'

// biome-ignore lint/suspicious/noExplicitAny: plain JavaScript hands in what types would refuse
export type Any = any

export interface Walk {
  readonly code: string
  /** Told apart from others of its code. */
  readonly what: string
  /** Gives a list with the issue, or fails with it: thrown, rejected, or the Observable's error. */
  readonly come: () => unknown
  /** Each piece of advice as the message words it, carried out: what fails or is false has led nowhere. */
  readonly does: Readonly<Record<string, () => unknown>>
}

export const rows = [
  { input: [0, 0], target: [0] },
  { input: [0, 1], target: [1] },
  { input: [1, 0], target: [1] },
  { input: [1, 1], target: [0] },
]

/** Two inputs and an output; the recipe goes on from there. */
export const built = (recipe: (g: Any, x: readonly string[]) => void = () => {}): Graph =>
  core.graph((g) => {
    const x = g.inputs('x1', 'x2')
    g.outputs(g.add('o', neuron(sigmoid), { from: x }))
    recipe(g, [...x])
  })

export const learning = (): Graph => built((g) => g.loss(squaredError(), 'o'))
export const made = (options: NetworkOptions = {}, graph = learning()): Network =>
  network(graph, { optimizer: sgd({ learningRate: 0.5 }), seed: 1, ...options })

export const run = (net: Network, epochs = 3, data: Any = rows): Promise<unknown> =>
  lastValueFrom(train(net, data, { epochs, batchSize: 2 }))

/** A network of twelve steps behind it. */
export async function trained(options: NetworkOptions = {}): Promise<Network> {
  const net = made(options)
  await run(net, 6)
  return net
}

/** True where validate finds no error. */
export const isSound = (graph: Graph): boolean => core.validate(graph).every(({ severity }) => severity !== 'error')

/** The issues that a call is refused with, or gives. */
export async function issuesOf(call: () => unknown): Promise<readonly Issue[]> {
  try {
    const answer = await call()
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: null })
    if (Array.isArray(answer)) return answer as Issue[]
  } catch (error) {
    if (error instanceof NeuriteError) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}

/** Fails where the message advises what does not lead out, or what nobody walked. */
export async function walkThrough({ code, come, does }: Walk): Promise<void> {
  const found = (await issuesOf(come)).find((issue) => issue.code === code)
  expect(found).toMatchObject({ code, what: expect.stringMatching(/\S/) })
  let left = found?.wayOut ?? ''
  for (const advice of Object.keys(does)) {
    expect(left).toContain(advice)
    left = left.replace(advice, '')
  }
  expect(left).toMatch(/^([\s,;]|or|and)*$/)
  for (const walk of Object.values(does)) expect(await walk()).not.toBe(false)
}
