/** A number from −1 to 1 as a bar that grows from the middle. */

/**
 * Beyond −1 and 1 the bar is full.
 *
 * @example
 * gauge(0.5, 9) // ····│██··
 * gauge(-1, 9)  // ████│····
 */
export function gauge(value: number, width: number): string {
  const half = Math.floor((width - 1) / 2)
  const length = Number.isNaN(value) ? 0 : Math.min(half, Math.round(Math.abs(value) * half))
  const [full, rest, empty] = ['█'.repeat(length), '·'.repeat(half - length), '·'.repeat(half)]
  return value < 0 ? `${rest}${full}│${empty}` : `${empty}│${full}${rest}`
}
