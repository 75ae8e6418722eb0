/**
 * What a JSON value from elsewhere must look like, stated as a value: nothing is made of one before it fits. All work is
 * linear in the value, and no form calls itself, so that a value may be nested as deep as it likes.
 */

/** The first place at which a value does not fit, as a path from its root, and what should be there. */
export interface Misfit {
  readonly at: string
  readonly wants: string
}

/** Says where a value does not fit; null where it does, and is a `T`. */
export interface Form<T> {
  (value: unknown, at: string): Misfit | null
  readonly as?: T
}

/** The value, where it fits; otherwise throws what `refuse` makes of the misfit. */
export function fit<T>(form: Form<T>, value: unknown, refuse: (misfit: Misfit) => Error, at = ''): T {
  const misfit = form(value, at)
  if (misfit !== null) throw refuse(misfit)
  return value as T
}

function check<T>(wants: string, holds: (value: unknown) => boolean): Form<T> {
  return (value, at) => (holds(value) ? null : { at, wants })
}

/** A whole number within these limits. */
export function whole(least = 0, most: number = Number.MAX_SAFE_INTEGER): Form<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} up` : `from ${least} to ${most}`
  return check(`a whole number ${range}`, (value) => {
    return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
  })
}

export const finite: Form<number> = check('a finite number', Number.isFinite)
export const flag: Form<boolean> = check('true or false', (value) => typeof value === 'boolean')

/** A text, of this form where one is given. */
export function text(pattern?: RegExp, wants = 'a text'): Form<string> {
  return check(wants, (value) => typeof value === 'string' && pattern?.test(value) !== false)
}

/** This very value. */
export function constant<T extends string | number>(wanted: T): Form<T> {
  return check(JSON.stringify(wanted), (value) => value === wanted)
}

export function orNull<T>(form: Form<T>): Form<T | null> {
  return (value, at) => (value === null ? null : form(value, at))
}

/** For a field that may be left out. */
export function orNone<T>(form: Form<T>): Form<T | undefined> {
  return (value, at) => (value === undefined ? null : form(value, at))
}

export function either<A, B>(a: Form<A>, b: Form<B>): Form<A | B> {
  return (value, at) => {
    const misfit = a(value, at)
    const other = misfit === null ? null : b(value, at)
    return other === null ? null : { at, wants: `${misfit?.wants}, or ${other.wants}` }
  }
}

export function list<T>(form: Form<T>): Form<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return { at, wants: 'a list' }
    for (let k = 0; k < value.length; k++) {
      const misfit = form(value[k], `${at}[${k}]`)
      if (misfit !== null) return misfit
    }
    return null
  }
}

/** A list of as many things as there are forms, each of its own. */
export function tuple<T extends readonly unknown[]>(...forms: { readonly [K in keyof T]: Form<T[K]> }): Form<T> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length !== forms.length) return { at, wants: `a list of ${forms.length}` }
    for (const [k, form] of forms.entries()) {
      const misfit = form(value[k], `${at}[${k}]`)
      if (misfit !== null) return misfit
    }
    return null
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A record with these fields of its own; others are not looked at. */
export function record<T>(fields: { readonly [K in keyof Required<T>]: Form<T[K]> }): Form<T> {
  const all = Object.entries(fields) as [string, Form<unknown>][]
  return (value, at) => {
    if (!isRecord(value)) return { at, wants: 'a record' }
    for (const [name, form] of all) {
      const misfit = form(Object.hasOwn(value, name) ? value[name] : undefined, at === '' ? name : `${at}.${name}`)
      if (misfit !== null) return misfit
    }
    return null
  }
}

/** A record of any names, all of whose fields are of one form. */
export function table<T>(form: Form<T>): Form<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isRecord(value)) return { at, wants: 'a record' }
    for (const name of Object.keys(value)) {
      const misfit = form(value[name], at === '' ? name : `${at}.${name}`)
      if (misfit !== null) return misfit
    }
    return null
  }
}

/** Any JSON that is nested so many levels at most. */
export function shallow<T>(levels: number): Form<T> {
  return (value, at) => {
    let level: unknown[] = [value]
    for (let depth = 0; level.length > 0; depth++) {
      const next: unknown[] = []
      for (const each of level) {
        if (typeof each !== 'object' || each === null) continue
        if (depth === levels) return { at, wants: `nested at most ${levels} levels deep` }
        for (const inner of Object.values(each)) next.push(inner)
      }
      level = next
    }
    return null
  }
}
