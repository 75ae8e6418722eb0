/** A curve as lines of text: a row a point, on a logarithmic scale of milliseconds. */

interface Place {
  readonly label: string
  readonly median: number
  readonly worst: number
}

/** From 1 µs to 1 s, eight places a decade. */
const FROM = -3
const DECADES = 6
const PLACES = 8

/** `m` is the median, `w` the worst; where they share a place, `w`. */
export function chart(points: readonly Place[]): string[] {
  const width = Math.max(...points.map(({ label }) => label.length), 'steps'.length)
  const line = (label: string, text: string): string => `  ${label.padStart(width)} ${text}`.trimEnd()
  const axis = ['1 µs', '10', '100', '1 ms', '10', '100', '1 s'].map((mark) => mark.padEnd(PLACES)).join('')
  const rows = points.map(({ label, median, worst }) => {
    const places: string[] = Array.from({ length: DECADES * PLACES + 1 }, (_, k) => (k % PLACES === 0 ? '|' : '·'))
    places[place(median)] = 'm'
    places[place(worst)] = 'w'
    return line(label, places.join(''))
  })
  return [line('steps', axis), ...rows]
}

function place(milliseconds: number): number {
  const place = Math.round((Math.log10(Math.max(milliseconds, 1e-9)) - FROM) * PLACES)
  return Math.min(DECADES * PLACES, Math.max(0, place))
}
