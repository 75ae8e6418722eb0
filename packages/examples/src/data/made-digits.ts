/** Small handwritten-looking digits of our own making, for when no files are at hand: strokes, bent and shifted by chance. */

/** Images side by side, each row after row of `size` × `size` values from 0 (paper) to 1 (ink), and what they show. */
export interface Images {
  readonly size: number
  readonly pixels: Float64Array
  readonly labels: Uint8Array
}

type Place = readonly [x: number, y: number]

/** The strokes of each digit, lines from place to place in a square from (0, 0), the upper left, to (1, 1). */
const STROKES: readonly (readonly (readonly Place[])[])[] = [
  [arc(0.5, 0.5, 0.26, 0.4, 0, 360)],
  [
    [
      [0.34, 0.26],
      [0.54, 0.1],
      [0.54, 0.9],
    ],
  ],
  [[...arc(0.5, 0.32, 0.25, 0.22, -170, 40), [0.24, 0.9], [0.78, 0.9]]],
  [arc(0.47, 0.3, 0.25, 0.2, -150, 90), arc(0.47, 0.7, 0.28, 0.2, -90, 150)],
  [
    [
      [0.58, 0.1],
      [0.22, 0.62],
      [0.8, 0.62],
    ],
    [
      [0.62, 0.4],
      [0.62, 0.92],
    ],
  ],
  [[[0.74, 0.1], [0.34, 0.1], [0.3, 0.46], ...arc(0.48, 0.66, 0.26, 0.24, -110, 150)]],
  [[[0.62, 0.08], [0.36, 0.4], ...arc(0.5, 0.67, 0.24, 0.23, -180, 180)]],
  [
    [
      [0.22, 0.1],
      [0.78, 0.1],
      [0.42, 0.92],
    ],
  ],
  [arc(0.5, 0.3, 0.21, 0.2, 0, 360), arc(0.5, 0.7, 0.25, 0.21, 0, 360)],
  [[...arc(0.5, 0.33, 0.24, 0.23, 0, 360), [0.7, 0.6], [0.6, 0.92]]],
]

/** An arc of an ellipse from one angle to another, in degrees clockwise from the right. */
function arc(x: number, y: number, radiusX: number, radiusY: number, from: number, to: number): Place[] {
  const parts = Math.ceil(Math.abs(to - from) / 30)
  return Array.from({ length: parts + 1 }, (_, k) => {
    const angle = ((from + ((to - from) * k) / parts) * Math.PI) / 180
    return [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)] as const
  })
}

/** That many digits, each of the ten in turn, drawn with what `random` gives in [0, 1). */
export function madeDigits(count: number, size: number, random: () => number): Images {
  const pixels = new Float64Array(count * size * size)
  const labels = new Uint8Array(count)
  for (let n = 0; n < count; n++) {
    labels[n] = n % 10
    draw(STROKES[n % 10] as (typeof STROKES)[number], size, random, pixels.subarray(n * size * size))
  }
  return { size, pixels, labels }
}

function draw(strokes: readonly (readonly Place[])[], size: number, random: () => number, into: Float64Array): void {
  const between = (least: number, most: number) => least + (most - least) * random()
  const bend = bentBy(between)
  const pen = between(0.035, 0.06)
  const bent = strokes.map((stroke) => stroke.map(bend))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const place: Place = [(column + 0.5) / size, (row + 0.5) / size]
      let squared = Number.POSITIVE_INFINITY
      for (const stroke of bent) {
        for (let k = 1; k < stroke.length; k++) {
          squared = Math.min(squared, squaredDistance(place, stroke[k - 1] as Place, stroke[k] as Place))
        }
      }
      const ink = Math.min(Math.max(1 - (Math.sqrt(squared) - pen) * size, 0), 1) * between(0.8, 1)
      const speck = random() < 0.02 ? between(0, 0.5) : 0
      into[row * size + column] = Math.min(ink + speck, 1)
    }
  }
}

/** A turn, a slant, a size and a shift by chance, and a little tremble at every place. */
function bentBy(between: (least: number, most: number) => number): (place: Place) => Place {
  const angle = between(-0.2, 0.2)
  const slant = between(-0.25, 0.25)
  const [width, height] = [between(0.6, 0.95), between(0.65, 0.9)]
  const [shiftX, shiftY] = [between(-0.08, 0.08), between(-0.08, 0.08)]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return ([x, y]) => {
    const up = (y - 0.5) * height
    const across = (x - 0.5) * width - slant * up
    const tremble = () => between(-0.012, 0.012)
    return [0.5 + cos * across - sin * up + shiftX + tremble(), 0.5 + sin * across + cos * up + shiftY + tremble()]
  }
}

/** How far a place is from the line between a and b, squared. */
function squaredDistance(place: Place, a: Place, b: Place): number {
  const x = place[0] - a[0]
  const y = place[1] - a[1]
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const along = Math.min(Math.max((x * dx + y * dy) / (dx * dx + dy * dy || 1), 0), 1)
  return (x - along * dx) ** 2 + (y - along * dy) ** 2
}
