/** Which of the edges between two nodes is meant: the one that waits so many ticks. */

import { type TableOf, wholeNumber } from '../../door/option.ts'

export const DELAY_OPTIONS: TableOf<{ readonly delay?: number }, 'delay'> = { delay: wholeNumber(0, 0) }
