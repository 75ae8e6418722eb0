/** Small images in shades of gray, side by side, for a terminal: two pixels per character, one above the other. */

/** An image and what to say of it. */
export interface Captioned {
  /** `size` × `size` values from 0 (paper) to 1 (ink), row after row. */
  readonly pixels: ArrayLike<number>
  readonly size: number
  readonly caption: string
}

const GAP = 3

/** The lines: captions first, then the images. With a `depth` of 1 ink is told from paper and there is no escape code. */
export function images(shown: readonly Captioned[], depth: number): string {
  const height = Math.max(0, ...shown.map(({ size }) => size))
  const lines = [
    shown
      .map(({ caption, size }) => caption.slice(0, size).padEnd(size + GAP))
      .join('')
      .trimEnd(),
  ]
  for (let row = 0; row < height; row += 2) {
    const line = shown.map((image) => pair(image, row, depth)).join(' '.repeat(GAP))
    lines.push(depth === 1 ? line.trimEnd() : line)
  }
  return lines.join('\n')
}

/** One line of characters: row `row` of the image over the next. */
function pair({ pixels, size }: Captioned, row: number, depth: number): string {
  const at = (r: number, column: number) => (r < size ? (pixels[r * size + column] ?? 0) : 0)
  let line = ''
  for (let column = 0; column < size; column++) line += cell(at(row, column), at(row + 1, column), depth)
  return depth === 1 ? line : `${line}\x1b[0m`
}

function cell(top: number, bottom: number, depth: number): string {
  if (depth < 8) {
    if (top > 0.5) return bottom > 0.5 ? '█' : '▀'
    return bottom > 0.5 ? '▄' : ' '
  }
  return `\x1b[38;5;${gray(top)}m\x1b[48;5;${gray(bottom)}m▀`
}

/** The 24 grays of the 256 colors, black for paper. */
const gray = (ink: number): number => 232 + Math.round(Math.min(1, Math.max(0, ink)) * 23)
