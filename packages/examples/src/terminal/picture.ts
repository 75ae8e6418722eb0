/** A picture of what a network answers all over a plane, for a terminal: two pixels per character, one above the other. */

/** A place of the plane and its class. */
export interface Mark {
  readonly x: number
  readonly y: number
  readonly label: 0 | 1
}

/** What is drawn. */
export interface Scene {
  /** The answers for many places at once, from 0 for one class to 1 for the other. */
  readonly answers: (places: readonly (readonly [x: number, y: number])[]) => ArrayLike<number>
  /** Drawn over the answers. */
  readonly marks: readonly Mark[]
  /** Both axes run from -extent to extent, y upwards. */
  readonly extent: number
  /** Characters across, an even number; half as many lines make a square. 60 where left out. */
  readonly columns?: number
}

/**
 * The picture's lines. `depth` is the bits of color that `stream.getColorDepth()` gives: shades from 8 on, two tones
 * with 4, and with 1 plain characters without escape codes, `x` for class 1 and `o` for class 0.
 */
export function picture(scene: Scene, depth: number): string {
  const { extent, columns: size = 60 } = scene
  const middleOf = (pixel: number) => ((pixel + 0.5) / size) * 2 * extent - extent
  const places = Array.from({ length: size * size }, (_, at) => {
    return [middleOf(at % size), -middleOf(Math.floor(at / size))] as const
  })
  const answers = scene.answers(places)
  const marks = marksOf(scene, size)
  const cell = depth === 1 ? plainCell : colorCell(depth)
  const lines: string[] = []
  for (let row = 0; row < size; row += 2) {
    let line = ''
    for (let top = row * size; top < (row + 1) * size; top++) {
      const bottom = top + size
      line += cell([answers[top] as number, marks.get(top)], [answers[bottom] as number, marks.get(bottom)])
    }
    lines.push(depth === 1 ? line.trimEnd() : `${line}\x1b[0m`)
  }
  return lines.join('\n')
}

/** What a pixel shows: the answer there, and the class of a mark over it. */
type Pixel = readonly [answer: number, label: Mark['label'] | undefined]

function marksOf({ marks, extent }: Scene, size: number): Map<number, Mark['label']> {
  const pixelOf = (coordinate: number) => Math.floor(((coordinate + extent) / (2 * extent)) * size)
  const found = new Map<number, Mark['label']>()
  for (const { x, y, label } of marks) {
    const [column, row] = [pixelOf(x), pixelOf(-y)]
    if (column >= 0 && column < size && row >= 0 && row < size) found.set(row * size + column, label)
  }
  return found
}

function plainCell([top, topMark]: Pixel, [bottom, bottomMark]: Pixel): string {
  const label = topMark ?? bottomMark
  if (label !== undefined) return label === 1 ? 'x' : 'o'
  if (top > 0.5) return bottom > 0.5 ? '█' : '▀'
  return bottom > 0.5 ? '▄' : ' '
}

/**
 * Seven shades from sure of class 0 over undecided to sure of class 1, then the marks of either class: as red, green and
 * blue; as numbers of the 256 colors; as numbers of the 16.
 */
const TRUE_COLORS: readonly Color[] = [
  [38, 82, 158],
  [34, 70, 132],
  [30, 50, 88],
  [22, 24, 30],
  [92, 52, 24],
  [142, 74, 22],
  [178, 92, 22],
  [158, 210, 255],
  [255, 220, 140],
]
const COLORS_256: readonly number[] = [25, 25, 17, 234, 52, 130, 130, 153, 222]
const COLORS_16: readonly number[] = [4, 4, 4, 0, 3, 3, 3, 14, 15]
const SHADES = 7

type Color = readonly [red: number, green: number, blue: number]

function colorCell(depth: number): (top: Pixel, bottom: Pixel) => string {
  const code = depth >= 24 ? codeTrueColor : depth >= 8 ? code256 : code16
  return (top, bottom) => `\x1b[${code(top, 38)};${code(bottom, 48)}m▀`
}

/** Where in the list of colors a pixel stands: between two shades, or on the color of its mark. */
function placeOf([answer, label]: Pixel): number {
  if (label !== undefined) return SHADES + label
  return (answer >= 0 ? Math.min(answer, 1) : 0) * (SHADES - 1)
}

/** `place` is 38 for the upper pixel (the character's color) and 48 for the lower (its background). */
function codeTrueColor(pixel: Pixel, place: number): string {
  const at = placeOf(pixel)
  const below = TRUE_COLORS[Math.floor(at)] as Color
  const above = TRUE_COLORS[Math.ceil(at)] as Color
  return `${place};2;${below.map((value, k) => Math.round(value + ((above[k] as number) - value) * (at % 1))).join(';')}`
}

const code256 = (pixel: Pixel, place: number): string => `${place};5;${COLORS_256[Math.round(placeOf(pixel))]}`

function code16(pixel: Pixel, place: number): string {
  const color = COLORS_16[Math.round(placeOf(pixel))] as number
  return String(place - 8 + (color < 8 ? color : color + 52))
}
