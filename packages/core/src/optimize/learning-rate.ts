/** What optimizers ask of the rate they are steered by. */

import { alsoCalled, numberAbove, type Option, option, required } from '../door/option.ts'

/** Above 0; with the names by which others know it. */
export const learningRateAbove = (otherwise?: number): Option<number> => {
  const rate = alsoCalled(numberAbove(0, otherwise), 'lr', 'stepSize', 'eta', 'alpha')
  return otherwise === undefined ? required(rate) : (rate as Option<number>)
}

/** Changed on the way, a rate may also be 0: a schedule ends there, and nothing moves. */
export const changedRate: Option<number> = required(
  option<number>('a finite number, 0 or more', (value) => Number.isFinite(value) && (value as number) >= 0),
)
