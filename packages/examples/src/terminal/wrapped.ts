/** A long sentence in lines. */

import { stripVTControlCharacters } from 'node:util'

/** Broken between words into lines of at most `width` characters, codes of color not counted; a longer word stands alone. */
export function wrapped(text: string, width = 78): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.pop()} ${word}`
    const fits = stripVTControlCharacters(longer).length <= width || longer === word
    lines.push(...(fits ? [longer] : [longer.slice(0, -word.length - 1), word]))
  }
  return lines.join('\n')
}
