/**
 * The two spirals of the CMU neural network benchmark collection: 97 points each, three turns around each other.
 * K. J. Lang, M. J. Witbrock, "Learning to tell two spirals apart", Proceedings of the 1988 Connectionist Models Summer School.
 */

/** A point of the plane and the spiral it lies on. */
export interface Point {
  readonly x: number
  readonly y: number
  readonly label: 0 | 1
}

/** The 194 points in the benchmark's order, from the outside in: one of spiral 1, its mirror image of spiral 0, and so on. */
export function spirals(): Point[] {
  const points: Point[] = []
  for (let i = 0; i <= 96; i++) {
    const angle = (i * Math.PI) / 16
    const radius = (6.5 * (104 - i)) / 104
    const x = radius * Math.sin(angle)
    const y = radius * Math.cos(angle)
    points.push({ x, y, label: 1 }, { x: -x, y: -y, label: 0 })
  }
  return points
}
