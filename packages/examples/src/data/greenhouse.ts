/** A greenhouse's log: what three sensors measured, and how much water the plants took. In one row a unit is wrong. */

import type { Row } from '@neurite/core'
import { random } from './random.ts'

/** The sensors, in the order of the inputs. All are shares of what they can measure, from 0 to 1. */
export const sensors = ['warmth', 'humidity', 'light'] as const

export interface GreenhouseRow extends Row {
  readonly input: readonly number[]
}

export interface GreenhouseLog {
  readonly rows: readonly GreenhouseRow[]
  /** The same log, its one bad value put right. */
  readonly cleaned: readonly GreenhouseRow[]
  /** The row whose humidity is the sensor's raw count, 1,000 times what it should be: finite, so nothing refuses it. */
  readonly badRow: number
}

/** So many rows in the order of time; the bad one stands somewhere between the middle and two thirds. */
export function greenhouseLog(seed: number, count: number): GreenhouseLog {
  const chance = random(seed)
  const badRow = Math.floor((count * (3 + chance())) / 6)
  const cleaned = Array.from({ length: count }, (): GreenhouseRow => {
    const [warmth, humidity, light] = [chance(), 0.3 + 0.6 * chance(), chance()] as const
    const water = 0.2 + 0.5 * warmth * light + 0.6 * (1 - humidity) * warmth + 0.02 * (2 * chance() - 1)
    return { input: [warmth, humidity, light], target: [water] }
  })
  return { rows: cleaned.map((row, k) => (k === badRow ? asCounted(row) : row)), cleaned, badRow }
}

function asCounted({ input, target }: GreenhouseRow): GreenhouseRow {
  return { input: input.map((value, k) => (sensors[k] === 'humidity' ? 1000 * value : value)), target }
}
