/** Two moons that lie into each other, blurred so that no line between them is right about every point. */

import type { Row } from '@neurite/core'
import { random } from './random.ts'

/** So many points, one moon after the other in turn, each off by up to `blur` to every side. Cosine and sine are told in six digits: engines differ in the last. */
export function moons(seed: number, count: number, blur: number): Row[] {
  const chance = random(seed)
  return Array.from({ length: count }, (_, n) => {
    const upper = n % 2 === 0
    const angle = Math.PI * chance()
    const [x, y] = [Math.cos(angle), Math.sin(angle)].map((value) => Math.round(1e6 * value) / 1e6) as [number, number]
    const off = () => blur * (2 * chance() - 1)
    const input = upper ? [x - 0.5 + off(), y - 0.25 + off()] : [0.5 - x + off(), 0.25 - y + off()]
    return { input, target: [upper ? 1 : 0] }
  })
}
