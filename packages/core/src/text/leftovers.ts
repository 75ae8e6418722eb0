/** What a table read carelessly leaves in the names of its columns. */

const LEFTOVERS: readonly (readonly [RegExp, string])[] = [
  [/^\ufeff/, 'begins with a byte order mark: take it off the file first, text.replace(/^\\ufeff/, "")'],
  [/\r$/, 'ends with a carriage return: split the lines of the file at /\\r?\\n/'],
  [/^[^\S\ufeff]|[^\S\r]$/, 'begins or ends with a blank: trim() it'],
  [/^(["'`]).*\1$/, 'stands in quotes: take them off'],
]

/** The name of a column without them. */
export function withoutLeftovers(name: string): string {
  // A byte order mark counts as a blank here.
  const trimmed = name.trim()
  return /^(["'`]).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed
}

/** Why a name is not the one that it looks like, and the way out; null where it is as it looks. */
export function leftoverOf(name: string): string | null {
  const found = LEFTOVERS.flatMap(([look, text]) => (look.test(name) ? [text] : []))
  return found.length === 0 ? null : `the name ${found.join('; it ')}`
}
