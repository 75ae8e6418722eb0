/** What every refusal is: an `Issue` (code, place, what, way out), and how values read in its sentences. */
import { titleOf } from '../text/inspectable.ts'
import { shown } from '../text/shown.ts'

/** Where it went wrong: `{ node: 'h4' }`, `{ row: 3, column: 'x2' }`, `{ step: 12, edge: 'h4->o6' }`. Rows and steps count from 0. */
export type Place = Readonly<Record<string, string | number>>

/** One thing that is wrong, as a plain value. A `warning` never throws. */
export interface Issue {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly place: Place
  readonly what: string
  readonly wayOut: string
}

type Refuse = (code: string, place: Place, what: string, wayOut: string) => Issue
const issue =
  (severity: Issue['severity']): Refuse =>
  (code, place, what, wayOut) => ({ code, severity, place, what: shown(what), wayOut: shown(wayOut) })
export const wrong: Refuse = issue('error')
export const odd: Refuse = issue('warning')

/** A word of a message; anything else in its place must not break the message. */
export const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : show(value)

/** A value as it reads in a message: short, strings quoted. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}…` : value)
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}, not called`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  const { type, name } = value as { type?: unknown; name?: unknown }
  if (typeof type === 'string' && typeof name === 'string') return `the ${type} ${name}`
  const what = titleOf(value) ?? classOf(value)
  if (what === 'Promise') return 'a promise, not awaited'
  return /^[AEIO]/i.test(what) ? `an ${what}` : `a ${what}`
}

/** The name of what an object is an instance of. What is read may be anything, a proxy that throws included. */
function classOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (tag !== 'Object') return tag
  try {
    const { name } = Object.getPrototypeOf(value).constructor
    return typeof name === 'string' && /^\w+$/.test(name) && name !== 'Object' ? name : 'object'
  } catch {
    return 'object'
  }
}
