/** Whether something that is claimed holds, so that a NO is seen. */

import type { Output } from './output.ts'

export function yesOrNo(is: boolean, { style }: Pick<Output, 'style'>): string {
  return is ? style('green', 'yes') : style('red', 'NO')
}
