/** What a network answers all over the plane of the two spirals, drawn. */

import type { Network } from '@neurite/core'
import { sigmoid } from '@neurite/core/math'
import type { Point } from '../data/spirals.ts'
import { picture } from '../terminal/picture.ts'

/** `columns` characters across, half as many lines. */
export function spiralPicture(net: Network, points: readonly Point[], columns: number, colorDepth: number): string {
  const answers = (places: readonly (readonly [x: number, y: number])[]) =>
    net.predictAll(places).map(([logit]) => sigmoid(logit as number))
  return picture({ answers, marks: points, extent: 7, columns }, colorDepth)
}
