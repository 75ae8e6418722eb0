/** Text from elsewhere as it may stand on a terminal or in a log. */

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * An id, a name or a sentence with such in it, where somebody reads it: whatever would move a cursor, end a line, turn the
 * direction of writing or not be seen at all stands there escaped (`\u001b`, `\n`, `\ufeff`). What is shown already stays.
 */
export function shown(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (found) => SHORT[found] ?? escaped(found.codePointAt(0) ?? 0),
  )
}

function escaped(code: number): string {
  const hex = code.toString(16)
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}
