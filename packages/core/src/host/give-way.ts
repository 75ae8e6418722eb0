/** Sliced work gives way to what must not wait: where each answer of a database costs a turn of the page, a flush needs them. */

const pauses = new Set<Promise<unknown>>()

/** All sliced work pauses until that is over, or for so many milliseconds at most. */
export function giveWay(work: Promise<unknown>, most: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, most)
  })
  const pause = Promise.race([work.catch(() => {}), late]).finally(() => {
    clearTimeout(timer)
    pauses.delete(pause)
  })
  pauses.add(pause)
}

/** What is to be waited for; null where nothing is. */
export function pause(): Promise<unknown> | null {
  return pauses.size === 0 ? null : Promise.all(pauses)
}
