/** The slope of a function by looking at it from both sides; knows nothing of networks. */

/** What central differences can tell of f at one place. */
export interface Difference {
  readonly slope: number
  /** The slopes to the left and to the right, extrapolated likewise: where there is a kink, they differ. */
  readonly sides: readonly [number, number]
  /** How far `slope` may be off because f itself was rounded. */
  readonly noise: number
  /** Whether f bends there so sharply that it has no one slope. */
  readonly kink: boolean
}

/** How far f is looked at to either side of x, where nothing else is wanted: 2⁻¹⁰ max(1, |x|). */
export const reachOf = (x: number): number => Math.max(1, Math.abs(x)) / 1024

/** Rounding errors of f are taken to be up to this many times 2⁻⁵³ of its size, or of 1 where that is more. */
const ROUNDINGS = 48
/** A slope that changes by this share within one step is a kink. */
const SHARP = 1e-3

/**
 * f′(x) by central differences D(h) = (f(x + h) − f(x − h)) / 2h, extrapolated from h and h/2
 * to (4 D(h/2) − D(h)) / 3, whose error falls with h⁴ (Richardson, 1911).
 *
 * @example
 * centralDifference((x) => x * x * x, 2, reachOf(2)).slope // 12, to about 1e-11
 */
export function centralDifference(f: (x: number) => number, x: number, h: number): Difference {
  const wide = look(f, x, h)
  const near = look(f, x, h / 2)
  const slope = (4 * near.slope - wide.slope) / 3
  const noise = (ROUNDINGS * 2 ** -53 * Math.max(1, wide.size)) / h
  // For a smooth f the two sides differ by h f″, so that twice the near bend is the wide one; a jump of f′ stays the same.
  const jump = Math.max(Math.abs(2 * near.bend - wide.bend), Math.abs(near.slope - wide.slope))
  const kink = jump > SHARP * Math.max(near.steepest, wide.steepest) + noise
  const sides = [2 * near.before - wide.before, 2 * near.after - wide.after] as const
  return { slope, sides, noise, kink }
}

function look(f: (x: number) => number, x: number, h: number) {
  const [left, here, right] = [f(x - h), f(x), f(x + h)]
  const [before, after] = [(here - left) / h, (right - here) / h]
  return {
    before,
    after,
    slope: (right - left) / (2 * h),
    bend: after - before,
    steepest: Math.max(Math.abs(before), Math.abs(after)),
    size: Math.max(Math.abs(left), Math.abs(here), Math.abs(right)),
  }
}
