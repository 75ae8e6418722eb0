/** What schedules have in common: every step of the optimizer before is multiplied by one factor. */

import type { Transform } from '@neurite/core/define'

export function scaled({ gradients, updates }: Transform, by: number): void {
  for (let i = 0; i < updates.length; i++) updates[i] = by * (gradients[i] as number)
}

/** base^exponent for a whole exponent, by squaring from its lowest bit up: the same bits everywhere. */
export function wholePower(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
