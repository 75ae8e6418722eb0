/** What a network reads in digits: its answer for each row, how sure it is, and where it is wrong. */

import type { Network } from '@neurite/core'
import { softmax } from '@neurite/nodes'
import type { DigitRows } from './digits-data.ts'

export interface Reading {
  readonly row: number
  /** What the row shows. */
  readonly label: number
  readonly answer: number
  /** The probability that the network gives its answer. */
  readonly confidence: number
}

/** One reading per row, in order. */
export function readings(net: Network, { rows, inputs, labels }: DigitRows): Reading[] {
  const width = inputs.length / rows
  const images = Array.from({ length: rows }, (_, row) => inputs.subarray(row * width, (row + 1) * width))
  return net.predictAll(images).map((logits, row) => {
    const shares = softmax(logits)
    const confidence = Math.max(...shares)
    return { row, label: labels[row] as number, answer: shares.indexOf(confidence), confidence }
  })
}
