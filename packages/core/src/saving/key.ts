/** The keys under which a history is kept: whatever else stands under the same prefix is somebody else's. */

/** A part of a key: a number, written with twelve digits or more, or a fingerprint. */
export type KeyPart = number | string

const NUMBER = '(?:\\d{12}|[1-9]\\d{12,15})'
const PATTERN = new RegExp(
  `^(?:meta|now|place|writer|(?:graph|data|claim)/[0-9a-f]{32}|(?:branch|note|row)/${NUMBER}|(?:log|state|loss|entry)/${NUMBER}/${NUMBER})$`,
)

export const isKey = (key: string): boolean => PATTERN.test(key)

/** `state/000000000000/000000000064` of 'state', 0 and 64; `row/000000000256` of 'row', '' and 256; `now` of 'now', '', ''. */
export function keyOf(kind: string, group: KeyPart, last: KeyPart): string {
  const parts = [group, last].filter((part) => part !== '')
  return [kind, ...parts.map((part) => (typeof part === 'number' ? String(part).padStart(12, '0') : part))].join('/')
}

export function partsOf(key: string): readonly [kind: string, group: KeyPart, last: KeyPart] {
  const [kind = '', ...parts] = key.split('/')
  const [first = '', second] = parts.map((part) => (part.length < 32 ? Number(part) : part))
  return second === undefined ? [kind, '', first] : [kind, first, second]
}
