/** Works in slices of time, so that a page or a server stays responsive while a training runs. */

import { pause } from './give-way.ts'
import { macrotask } from './macrotask.ts'

/** Between two looks at the clock at most this many pieces of work. */
const MOST = 1024

/**
 * Calls `work` again and again until it gives false, for `milliseconds` at a stretch; then everything else has its turn.
 * The first stretch begins in a task of its own, never inside this call. What `work` throws goes to `failed`.
 * The clock decides only when to pause, never what is computed.
 */
export function slices(work: () => boolean, milliseconds: number, failed: (error: unknown) => void): () => void {
  let cancel: () => void
  let stopped = false
  let between = 1
  const stretch = (): void => {
    const begin = performance.now()
    let looked = begin
    try {
      for (;;) {
        for (let k = 0; k < between; k++) if (stopped || !work()) return
        const now = performance.now()
        const took = now - looked
        looked = now
        // Look about four times a millisecond: seldom enough to cost nothing, often enough to stop in time. Where work
        // has become slow (somebody watches now), the next look is near at once.
        if (took < 0.125) between = Math.min(MOST, between * 2)
        else if (took > 0.5) between = Math.max(1, Math.floor((between * 0.25) / took))
        if (now - begin >= milliseconds) break
      }
    } catch (error) {
      failed(error)
      return
    }
    const pausing = pause()
    const onward = (): void => {
      if (!stopped) cancel = macrotask(stretch)
    }
    if (pausing === null) onward()
    else pausing.then(onward)
  }
  cancel = macrotask(stretch)
  return () => {
    stopped = true
    cancel()
  }
}
