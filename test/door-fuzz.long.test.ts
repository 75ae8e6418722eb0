/** The door at length: every public method, with one to three of the usual mistakes at a time, on objects that live on. */
import { edit, fingerprint, type GraphBuilder, NeuriteError } from '@neurite/core'
import { neuron, sigmoid, squaredError } from '@neurite/nodes'
import { afterAll, expect, test } from 'vitest'
import { methodsOf } from './door/methods-of.ts'
import { fault, MISTAKES } from './door/mistakes.ts'
import { methods, objects, world } from './door/public-calls.ts'

type World = ReturnType<typeof world>
type Called = Record<string, (...given: unknown[]) => unknown>

const CALLS = 200_000
/** So many calls are made on one world. */
const LIFE = 400

const unheard: unknown[] = []
const hear = (reason: unknown): void => void unheard.push(reason)
process.on('unhandledRejection', hear)
afterAll(() => void process.off('unhandledRejection', hear))

/** Numbers from 0 to below a limit, of a seed. */
function drawer(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
const draw = drawer(8)
const one = <T>(list: readonly T[]): T => list[draw(list.length)] as T

/** A right call with mistakes in it, or too few, or too many. */
function spoilt(right: readonly unknown[]): unknown[] {
  const given = [...right]
  for (let times = 1 + draw(3); times > 0; times--) given[draw(given.length + 1)] = one(MISTAKES)()
  return draw(4) === 0 ? given.slice(0, draw(given.length + 1)) : given
}

/** All that a refused call must leave as it was. */
const stateOf = ({ net }: World): string =>
  [fingerprint(net.snapshot), net.timeline.position, net.timeline.branches.length, net.timeline.notes.length].join()

/** Called inside a recipe, where they say what the graph is. */
const words: Readonly<Record<string, (g: GraphBuilder) => readonly unknown[]>> = {
  inputs: () => ['x3'],
  add: () => ['h3', neuron(sigmoid), { from: 'x1', weights: [0.5], bias: 0 }],
  connect: () => ['h1', 'h2', { weight: 0.5 }],
  disconnect: () => ['x1', 'h1'],
  remove: () => ['h2'],
  set: () => ['h1', { bias: 1 }],
  loss: () => [squaredError(), 'o', { weight: 1 }],
  clearLosses: () => [],
  outputs: () => ['o', 'h1'],
}

/** What a call failed with that is no refusal, where a refusal changed something, or null. */
async function wrong(name: string, w: World, call: () => unknown, given: unknown): Promise<string | null> {
  const before = stateOf(w)
  let refused = false
  const error = await fault(async () => {
    try {
      return await (call() as Promise<unknown>)
    } catch (error) {
      refused = error instanceof NeuriteError
      throw error
    }
  }, given)
  if (error !== null) return `${name}: ${String(error)}`
  return refused && stateOf(w) !== before ? `${name} was refused, and changed something` : null
}

test('[DO6] 200,000 spoilt calls of every method give a result or a refusal by code, and a refused one changes nothing', async () => {
  const found = new Set<string>()
  let refusals = 0
  for (let calls = 0; calls < CALLS && found.size < 20; ) {
    const w = world()
    const things = await Promise.all(
      Object.entries(objects).map(async ([what, of]) => {
        try {
          return [what, (await of(w)) as Called] as const
        } catch (error) {
          if (!(error instanceof NeuriteError)) throw error
          return null
        }
      }),
    )
    const living = things.filter((thing) => thing !== null)
    const listed = living.flatMap(([what, object]) => methodsOf(object).map((name) => [what, object, name] as const))
    for (let n = 0; n < LIFE; n++, calls++) {
      if (draw(6) === 0) {
        const word = one(Object.keys(words))
        const given = spoilt(words[word]?.(null as never) ?? [])
        const recipe = (g: GraphBuilder) => void (g as unknown as Called)[word]?.(...given)
        const error = await wrong(
          `g.${word}(${given.map(String.call.bind(Object.prototype.toString))})`,
          w,
          () => edit(w.g, recipe),
          null,
        )
        if (error !== null) found.add(error)
        continue
      }
      const [what, object, name] = one(listed)
      const given = spoilt(methods[`${what}.${name}`]?.(w) ?? [1])
      const error = await wrong(`${what}.${name}`, w, () => object[name]?.(...given), given[0])
      if (error !== null) found.add(error)
      else refusals++
    }
    for (const [, object] of living) if ('close' in object) await object.close?.()
  }
  expect([...found]).toEqual([])
  expect(unheard).toEqual([])
  expect(refusals).toBeGreaterThan(CALLS / 4)
}, 600_000)
