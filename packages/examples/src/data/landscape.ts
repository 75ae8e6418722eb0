/** A landscape to be learned: a slope with a hill on it and a hollow in it. */

/** height · exp(−steepness² · distance²) around a place. */
export interface Rise {
  readonly x: number
  readonly y: number
  readonly steepness: number
  readonly height: number
}

export const landscape = {
  slope: 0.3,
  rises: [
    { x: 0.5, y: 0.4, steepness: 2, height: 1 },
    { x: -0.4, y: -0.3, steepness: 3, height: -0.7 },
  ] as readonly Rise[],
}

/** How high it is at a place. */
export function heightAt(x: number, y: number): number {
  return landscape.rises.reduce(
    (sum, rise) => sum + rise.height * Math.exp(-(rise.steepness ** 2) * ((x - rise.x) ** 2 + (y - rise.y) ** 2)),
    landscape.slope * x,
  )
}

/** `count` × `count` places, evenly over −1 to 1 both ways. */
export function grid(count: number): [x: number, y: number][] {
  const along = (k: number) => (2 * k) / (count - 1) - 1
  return Array.from({ length: count * count }, (_, k) => [along(k % count), along(Math.floor(k / count))])
}
