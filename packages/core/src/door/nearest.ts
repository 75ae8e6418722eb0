/** The known name that somebody most likely meant. */

/**
 * The name among `known` that is nearest to `given`: the same but for capitals, its initials ('lr' for 'learningRate'), one
 * that begins with or contains the other, or few slips away; null where none is near.
 *
 * @example
 * nearest('batchsize', ['batchSize', 'epochs']) // 'batchSize'
 */
export function nearest(given: string, known: Iterable<string>): string | null {
  let best: string | null = null
  let least = Number.POSITIVE_INFINITY
  for (const name of known) {
    const away = distance(given, name)
    if (away < least) [best, least] = [name, away]
  }
  return best
}

/** 0 is the same name; Infinity is another one altogether. */
function distance(given: string, name: string): number {
  const [a, b] = [given.toLowerCase(), name.toLowerCase()]
  if (a === b) return 0
  if (a === initials(name)) return 0.25
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length >= 3 && (long.startsWith(short) || long.endsWith(short))) return 0.5
  // A name of someone's own may be any text: no table of thousands of letters is filled for it.
  if (long.length > 40 || long.length - short.length > 3) return Number.POSITIVE_INFINITY
  const slips = slipsBetween(a, b)
  return slips <= Math.max(1, Math.floor(b.length / 3)) && slips < b.length ? slips : Number.POSITIVE_INFINITY
}

const initials = (name: string): string => (name[0] ?? '').toLowerCase() + name.replace(/[^A-Z]/g, '').toLowerCase()

/** Letters left out, put in, exchanged, or two neighbors in the wrong order (Damerau, 1964). */
function slipsBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const at = (up: number, left: number): number => (up === 0 ? row : rows[i - up])?.[j - left] as number
      let slips = Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) slips = Math.min(slips, at(2, 2) + 1)
      row.push(slips)
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] as number
}
