/** Two blocks of text beside each other. */

import { stripVTControlCharacters } from 'node:util'

/** The lines of `left`, filled up to `width` characters, each with its line of `right` behind it. */
export function sideBySide(left: readonly string[], right: readonly string[], width: number): string {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, k) => {
    const [start = '', end = ''] = [left[k], right[k]]
    const fill = ' '.repeat(Math.max(0, width - stripVTControlCharacters(start).length))
    return `${start}${fill}${end}`.trimEnd()
  }).join('\n')
}
