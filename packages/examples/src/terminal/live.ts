/** Lines that are drawn again and again in the same place of a terminal; the last ones stay. */

/** Draws in place. */
export interface Live {
  /** Puts these lines where the ones before stood. What the terminal is too small for is left out. */
  draw(text: string): void
}

export type LiveStream = Pick<NodeJS.WriteStream, 'write'> & { readonly columns?: number; readonly rows?: number }

/** A place to draw, from the line on where the cursor stands. */
export function live(stream: LiveStream): Live {
  let height = 0
  return {
    draw(text) {
      const { columns = 80, rows = 24 } = stream
      const lines = text.split('\n').slice(0, Math.max(1, rows - 1))
      const drawn = lines.map((line) => `${clipped(line, columns - 1)}\x1b[K\n`).join('')
      const up = height > 0 ? `\r\x1b[${height}A` : '\r'
      // The cursor is hidden and shown in one go, so that it is there after Ctrl-C.
      stream.write(`\x1b[?25l${up}${drawn}\x1b[J\x1b[?25h`)
      height = lines.length
    },
  }
}

/** The first characters of a line; codes of color have no width. */
function clipped(line: string, columns: number): string {
  let room = columns
  // biome-ignore lint/suspicious/noControlCharactersInRegex: codes of color are what is looked for
  return line.replace(/(\x1b\[[\d;]*m)|./gu, (character, code) => {
    if (code !== undefined) return code
    return room-- > 0 ? character : ''
  })
}
