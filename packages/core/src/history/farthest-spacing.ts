/** How far apart states are kept where only the latest actions can be done again. */

/** The first spacing; a power of two. */
export const SPACING = 32

/**
 * The spacing, a power of two, by which one of so many states is always farthest back within so many actions: just before the
 * next one is kept it is `(states − 1) · spacing`, unless the oldest has just left them: `actions + 1 − spacing`.
 */
export function farthestSpacing(actions: number, states: number): number {
  const reach = (spacing: number): number => Math.min((states - 1) * spacing, actions + 1 - spacing)
  let best = SPACING
  while (reach(2 * best) > reach(best)) best *= 2
  return best
}
