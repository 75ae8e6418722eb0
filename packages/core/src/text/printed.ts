/** Values as a terminal's console shows them, but short: numbers to six digits, and what is long says how much more there is. */

import { figure } from './figure.ts'
import { shown } from './shown.ts'

/** What a piece of text stands for: a console may color it. */
export type Paint = (text: string, as: 'number' | 'string' | 'boolean' | 'null' | 'undefined' | 'special') => string

/** What an object says for itself, for a console that is so wide; Node's `util.inspect` asks for it by this symbol. */
export const INSPECT: symbol = Symbol.for('nodejs.util.inspect.custom')
export type Inspect = (depth: number, options: { readonly breakLength: number; readonly stylize: Paint }) => string

/** So many entries are shown of any list or record. */
const SHOWN = 10
const IDENTIFIER = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** In one line where `width` has room for it, else an entry per line; a list of numbers is one line, cut where it has to be. */
export function printed(value: unknown, width: number, paint: Paint): string {
  const plain = (text: string): string => text
  const inLine = oneLine(value, width, plain)
  if (inLine.length <= width && !inLine.includes('\n')) return paint === plain ? inLine : oneLine(value, width, paint)
  const isWhole = typeof value !== 'object' || value === null || says(value) !== null || numbersIn(value) !== null
  if (isWhole) return oneLine(value, width, paint)
  const entries = entriesOf(value, (key) => (inner) => printed(inner, width - 4 - key.length, paint))
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return [open, entries.map((entry) => `  ${entry.replaceAll('\n', '\n  ')}`).join(',\n'), close].join('\n')
}

function oneLine(value: unknown, width: number, paint: Paint): string {
  switch (typeof value) {
    case 'number':
      return paint(figure(value), 'number')
    case 'string':
      return paint(quoted(value), 'string')
    case 'boolean':
      return paint(String(value), 'boolean')
    case 'undefined':
      return paint('undefined', 'undefined')
    case 'object':
      return value === null ? paint('null', 'null') : composed(value, width, paint)
    default:
      return paint(`[${typeof value}]`, 'special')
  }
}

function composed(value: object, width: number, paint: Paint): string {
  const own = says(value)
  if (own !== null) return own.call(value, 0, { breakLength: width, stylize: paint })
  const numbers = numbersIn(value)
  if (numbers !== null) return numberList(numbers, width, paint)
  const entries = entriesOf(value, (key) => (inner) => oneLine(inner, width - 4 - key.length, paint))
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return entries.length === 0 ? `${open}${close}` : `${open} ${entries.join(', ')} ${close}`
}

function says(value: object): Inspect | null {
  const own = (value as Record<symbol, unknown>)[INSPECT]
  return typeof own === 'function' ? (own as Inspect) : null
}

function numbersIn(value: object): ArrayLike<number> | null {
  if (ArrayBuffer.isView(value) && 'length' in value) return value as unknown as ArrayLike<number>
  return Array.isArray(value) && value.length > 0 && value.every((it) => typeof it === 'number') ? value : null
}

/** As many numbers as there is room for. */
export function numberList(numbers: ArrayLike<number>, width: number, paint: Paint): string {
  const texts = Array.from({ length: Math.min(SHOWN, numbers.length) }, (_, k) => figure(numbers[k] as number))
  const more = (shown: number): string[] => (shown < numbers.length ? [rest(numbers.length - shown)] : [])
  const length = (shown: number): number => `[ ${[...texts.slice(0, shown), ...more(shown)].join(', ')} ]`.length
  let shown = texts.length
  while (shown > 1 && length(shown) > width) shown--
  const parts = [...texts.slice(0, shown).map((text) => paint(text, 'number')), ...more(shown)]
  return parts.length === 0 ? '[]' : `[ ${parts.join(', ')} ]`
}

function entriesOf(value: object, print: (key: string) => (inner: unknown) => string): string[] {
  const all = Array.isArray(value)
    ? value.slice(0, SHOWN).map(print(''))
    : Object.entries(value)
        .slice(0, SHOWN)
        .map(([key, inner]) => `${keyed(key)}: ${print(keyed(key))(inner)}`)
  const count = Array.isArray(value) ? value.length : Object.keys(value).length
  return count > all.length ? [...all, rest(count - all.length)] : all
}

/** Names in a row, as many of them as there is room for. */
export function listed(names: readonly string[], width = 40, most: number = SHOWN): string {
  const line = (first: number): string => {
    const more = first < names.length ? [rest(names.length - first)] : []
    return [...names.slice(0, first).map(shown), ...more].join(', ')
  }
  let first = Math.min(most, names.length)
  while (first > 1 && line(first).length > width) first--
  return line(first)
}

/** The first lines of many, and how many more there are. */
export function folded(lines: readonly string[], most: number = SHOWN): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most), rest(lines.length - most)] : lines
}

/** `… 9,990 more`. */
export function rest(count: number): string {
  return `… ${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} more`
}

const keyed = (key: string): string => (IDENTIFIER.test(key) ? key : quoted(key))

const quoted = (text: string): string => `'${shown(text).replaceAll("'", "\\'")}'`
