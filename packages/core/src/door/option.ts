/** What one option may be: a sentence for the way out, a check, and what is taken where it is left out. */

export interface Option<T> {
  /** What it must be, as the way out says it: 'a whole number, 1 or more'. */
  readonly wants: string
  readonly suits: (value: unknown) => boolean
  /** What it looks like where something else was handed in its place; as `suits` unless given. */
  readonly looks?: (value: unknown) => boolean
  /** Taken where the option is left out; an option without it may be left out as well, unless it is required. */
  readonly otherwise?: T
  readonly required?: true
  /** What others call it, and what belongs inside it: who writes these names, or almost, is shown the way here. */
  readonly also?: readonly string[]
  readonly holds?: readonly string[]
}

/** One entry for each option that is known. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>

/** The table of an interface of options; those in `Defaults` have a value where they are left out. */
export type TableOf<Options, Defaults extends keyof Options = never> = {
  readonly [K in keyof Options]-?: Option<
    K extends Defaults ? Exclude<Options[K], undefined> : Exclude<Options[K], undefined> | undefined
  >
}

type Left = undefined

/** An option of any sort. */
export function option<T, D extends T | Left = Left>(
  wants: string,
  suits: (value: unknown) => boolean,
  otherwise?: D,
): Option<T | D> {
  return otherwise === undefined ? { wants, suits } : { wants, suits, otherwise }
}

/** An option whose values a rule refuses that knows more; here only its name counts, and what it looks like. */
export const checkedLater = <T>(
  wants: string,
  looks: (value: unknown) => boolean = () => false,
): Option<T | undefined> => ({
  wants,
  suits: () => true,
  looks,
})

/** The same option under further names that lead to it. */
export const alsoCalled = <T>(one: Option<T>, ...also: string[]): Option<T> => ({ ...one, also })

/** The same option, an object inside which these belong; no other object is taken for it. */
export const holding = <T>(one: Option<T>, ...holds: string[]): Option<T> => ({ ...one, holds, looks: () => false })

/** A table all of whose options must be given: nothing is filled in. */
export const complete = <T extends OptionTable>(table: T): T =>
  Object.fromEntries(
    Object.entries(table).map(([name, { otherwise: _, ...one }]) => [name, required(one)]),
  ) as unknown as T

/** The same option, which must be given. */
export const required = <T>(one: Option<T>): Option<Exclude<T, undefined>> =>
  ({ ...one, required: true }) as Option<Exclude<T, undefined>>

/** A whole number that is exact, `least` or more. */
export const wholeNumber = <D extends number | Left = Left>(least: number, otherwise?: D): Option<number | D> =>
  option(
    `a whole number, ${least} or more`,
    (value) => Number.isSafeInteger(value) && (value as number) >= least,
    otherwise,
  )

export const numberAbove = <D extends number | Left = Left>(limit: number, otherwise?: D): Option<number | D> =>
  option(`a finite number above ${limit}`, (value) => Number.isFinite(value) && (value as number) > limit, otherwise)

/** From 0 up to, not including, 1. */
export const share = <D extends number | Left = Left>(otherwise?: D): Option<number | D> =>
  option('a number from 0 up to, not including, 1', (v) => typeof v === 'number' && v >= 0 && v < 1, otherwise)

/** A number of milliseconds; Infinity is one. */
export const milliseconds = <D extends number | Left = Left>(otherwise?: D): Option<number | D> =>
  option('a number of milliseconds above 0', (value) => typeof value === 'number' && value > 0, otherwise)

export const trueOrFalse = <D extends boolean | Left = Left>(otherwise?: D): Option<boolean | D> =>
  option('true or false', (value) => typeof value === 'boolean', otherwise)

export const text = <D extends string | Left = Left>(otherwise?: D): Option<string | D> =>
  option('a text', (value) => typeof value === 'string', otherwise)

export const oneOf = <T, D extends T | Left = Left>(values: readonly T[], otherwise?: D): Option<T | D> =>
  option(`one of ${values.join(', ')}`, (value) => values.includes(value as T), otherwise)

export const callable = <T>(wants: string): Option<T | undefined> =>
  option(wants, (value) => typeof value === 'function')

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

export const isRecord = (value: unknown): value is Record<string, unknown> => isObject(value) && !Array.isArray(value)
