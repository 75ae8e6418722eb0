/** Whether two definitions are one: made of the same functions, whatever those functions do. */

/**
 * True where all that both hold is equal: numbers and texts by value, functions by identity, plain records and lists part by
 * part, anything else by identity. Two functions of one text are two functions: what they closed over may differ.
 */
export function sameDefinition(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isPlain(a) || !isPlain(b) || Array.isArray(a) !== Array.isArray(b)) return false
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => Object.hasOwn(b, name) && sameDefinition(a[name], b[name]))
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}
