import { afterAll, describe, expect, test } from 'vitest'
import { methodsOf } from './door/methods-of.ts'
import { fault, MISTAKES } from './door/mistakes.ts'
import { calls, doors, methods, objects, world } from './door/public-calls.ts'

const functions = Object.entries(doors).flatMap(([door, names]) =>
  Object.entries(names)
    .filter(([, value]) => typeof value === 'function')
    .map(([name, value]) => [`${door}.${name}`, value as (...given: unknown[]) => unknown] as const),
)

/** Called in the innermost loops, numbers in: they take what `Math.exp` takes. */
const BARE = ['exp', 'log', 'log1p', 'sigmoid', 'softplus', 'tanh'].map((name) => `math.${name}`)

const unheard: unknown[] = []
const hear = (reason: unknown): void => void unheard.push(reason)
process.on('unhandledRejection', hear)
afterAll(() => void process.off('unhandledRejection', hear))

/** Each argument exchanged for each mistake, one more behind the last, and none at all. */
async function faults(name: string, call: (given: readonly unknown[]) => unknown, right: readonly unknown[]) {
  const found: string[] = []
  for (let at = 0; at <= right.length; at++) {
    for (const mistake of MISTAKES) {
      const given = [...right.slice(0, at), mistake(), ...right.slice(at + 1)]
      const error = await fault(() => call(given), given[at])
      if (error !== null) found.push(`${name}, argument ${at} is ${String(mistake).slice(6, 60)}: ${String(error)}`)
    }
    const error = await fault(() => call(right.slice(0, at)), undefined)
    if (error !== null) found.push(`${name} with ${at} arguments: ${String(error)}`)
  }
  return found
}

const isClass = (value: unknown): boolean => String(value).startsWith('class')

describe('every public function', () => {
  test('[DO6] has its right call in the list', () => {
    expect(functions.map(([name]) => name).sort()).toEqual(Object.keys(calls).sort())
    expect(functions.length).toBeGreaterThan(60)
  })

  test.each(functions.filter(([name]) => !BARE.includes(name)))(
    '[DO6] %s gives a result or a refusal by code',
    async (name, made) => {
      const of = calls[name] as (w: ReturnType<typeof world>) => readonly unknown[]
      const call = (given: readonly unknown[]): unknown =>
        isClass(made) ? Reflect.construct(made, given as unknown[]) : made(...given)
      expect(await faults(name, call, of(world()))).toEqual([])
      expect(unheard).toEqual([])
    },
  )
})

const named = await Promise.all(
  Object.entries(objects).map(async ([what, of]) => [what, methodsOf(await of(world()))] as const),
)

describe('every method', () => {
  const all = named.flatMap(([what, names]) => names.map((name) => [what, name] as const))

  test('[DO6] there are many', () => expect(all.length).toBeGreaterThan(40))

  test.each(all)('[DO6] %s.%s gives a result or a refusal by code', async (what, name) => {
    const w = world()
    const object = (await objects[what]?.(w)) as Record<string, (...given: unknown[]) => unknown>
    const right = methods[`${what}.${name}`]?.(w) ?? [1]
    expect(await faults(`${what}.${name}`, (given) => object[name]?.(...given), right)).toEqual([])
    expect(unheard).toEqual([])
  })
})
