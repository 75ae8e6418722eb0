/** What an object is when it is printed: one description for `String()`, for templates and for a terminal's console. */

import { INSPECT, type Inspect, type Paint, printed } from './printed.ts'

/** A name with plain data behind it; or lines that are made for people, such as a table, with a short form for a cell. */
export type Printed =
  | { readonly title?: string; readonly value: unknown }
  | { readonly title: string; readonly text: string }

/** As wide as Node's console has it. */
export const WIDTH = 80
const plain: Paint = (text) => text
const TITLE = Symbol('title')

/**
 * Gives an object, or all that have it as prototype, a `toString` and what Node's console asks for. Neither can be listed:
 * `structuredClone` and comparisons see what they saw, and so does JSON, unless it is to be what is described (`json`).
 */
export function inspectable<T extends object>(
  target: object,
  describe: (self: T) => Printed,
  { json = false }: { readonly json?: boolean } = {},
): void {
  const text = (self: T, width: number, paint: Paint): string => {
    const described = describe(self)
    const { title } = described
    if ('text' in described) return width === Number.POSITIVE_INFINITY ? described.title : described.text
    if (title === undefined) return printed(described.value, width, paint)
    return `${title} ${printed(described.value, width - title.length - 1, paint)}`
  }
  const inspect: Inspect = function (this: T, _depth, { breakLength, stylize }) {
    return text(this, breakLength === Number.POSITIVE_INFINITY ? breakLength : Math.min(breakLength, WIDTH), stylize)
  }
  const own: Record<PropertyKey, unknown> = {
    [INSPECT]: inspect,
    [TITLE]: describe,
    toString(this: T): string {
      return text(this, WIDTH, plain)
    },
  }
  if (json) {
    own.toJSON = function (this: T): unknown {
      const described = describe(this)
      return 'value' in described ? described.value : described.text
    }
  }
  for (const key of Reflect.ownKeys(own)) {
    Object.defineProperty(target, key, { value: own[key], configurable: true, writable: true })
  }
}

/** What an object calls itself where it is printed; null where it does not say. */
export function titleOf(value: object): string | null {
  try {
    return (value as { [TITLE]?: (self: object) => Printed })[TITLE]?.(value).title ?? null
  } catch {
    return null
  }
}

/** Takes parts that are the engine's own out of what can be listed. */
export function hide<T extends object>(target: T, ...keys: readonly string[]): void {
  for (const key of keys) if (Object.hasOwn(target, key)) Object.defineProperty(target, key, { enumerable: false })
}

const itsFields = (self: object): Printed => ({ value: { ...self } })

/** Makes frozen plain values that print by this description; by their fields, folded, where there is none. */
export function shape<T extends object>(
  describe: (self: T) => Printed = itsFields,
  options: { readonly json?: boolean } = {},
): (fields: T) => Readonly<T> {
  const prototype = {}
  inspectable(prototype, describe, options)
  return (fields) => Object.freeze(Object.assign(Object.create(prototype) as object, fields))
}
