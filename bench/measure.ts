/**
 * Compares contenders in one process, in turns: A B C A B C … A machine's moods last longer than a turn and so meet all of
 * them alike; hence the ratio of a round says more than two speeds do. Knows nothing of what it measures.
 */

export interface Contender {
  readonly name: string
  /** Does so many steps. */
  readonly run: (steps: number) => void | Promise<void>
  /** What one step counts as, say the rows of a batch. Default 1. */
  readonly perStep?: number
}

export interface MeasureOptions {
  /** Rounds of one window per contender. Default 11. */
  readonly rounds?: number
  /** Milliseconds that a window lasts, about. Default 200. */
  readonly window?: number
  /** Milliseconds that each runs before anything counts. Default 400. */
  readonly warmUp?: number
  /** Milliseconds since some moment. Default `performance.now`, the time on the wall; `cpuTime` on a busy machine. */
  readonly clock?: () => number
  /** Called before each round, counted from 0. */
  readonly onRound?: (round: number) => void
}

/** Milliseconds this process has computed, all its threads together: others on the machine hardly disturb it. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

export interface Measurement {
  readonly name: string
  /** Per second: the best window, and the one in the middle. */
  readonly best: number
  readonly median: number
  /** Speed over the first contender's: best over best, and the middle of the rounds' own ratios. */
  readonly bestRatio: number
  readonly medianRatio: number
  /** Per second, round by round: what all of the above come from. */
  readonly speeds: readonly number[]
}

/** Measures all in turns; ratios are to the first contender. */
export async function measure(contenders: readonly Contender[], options: MeasureOptions = {}): Promise<Measurement[]> {
  const { rounds = 11, window = 200, warmUp = 400, clock = () => performance.now(), onRound } = options
  const steps: number[] = []
  for (const contender of contenders) steps.push(await stepsIn(window, warmUp, clock, contender))
  const speeds: number[][] = contenders.map(() => [])
  for (let round = 0; round < rounds; round++) {
    onRound?.(round)
    for (const [c, { run, perStep = 1 }] of contenders.entries()) {
      speeds[c]!.push((steps[c]! * perStep) / (await secondsOf(run, steps[c]!, clock)))
    }
  }
  const first = speeds[0] ?? []
  return contenders.map(({ name }, c) => {
    const own = speeds[c]!
    return {
      name,
      best: Math.max(...own),
      median: medianOf(own),
      bestRatio: Math.max(...own) / Math.max(...first),
      medianRatio: medianRatio(own, first),
      speeds: own,
    }
  })
}

/** The middle of the rounds' own ratios. */
export function medianRatio(speeds: readonly number[], to: readonly number[]): number {
  return medianOf(speeds.map((speed, round) => speed / to[round]!))
}

/** The measurements as lines of text, one a contender, to print or to keep; `notes` go to the ends of their lines. */
export function table(measurements: readonly Measurement[], notes: readonly string[] = []): string {
  const width = Math.max(...measurements.map(({ name }) => name.length))
  const number = (x: number) => Math.round(x).toLocaleString('en-US').replaceAll(',', ' ').padStart(12)
  const head = `${''.padEnd(width)}${'best /s'.padStart(12)}${'median /s'.padStart(12)}   ratio (best, median of rounds)`
  const lines = measurements.map((m, k) =>
    `${m.name.padEnd(width)}${number(m.best)}${number(m.median)}   ${short(m.bestRatio)}  ${short(m.medianRatio)}   ${notes[k] ?? ''}`.trimEnd(),
  )
  return [head, ...lines].join('\n')
}

/** Two decimals, or two digits where that would say too little. */
function short(ratio: number): string {
  return ratio >= 0.095 ? ratio.toFixed(2) : ratio.toPrecision(2)
}

/** Warms a contender up and finds how many of its steps fill a window. */
async function stepsIn(window: number, warmUp: number, clock: () => number, { run }: Contender): Promise<number> {
  let steps = 1
  let spent = 0
  for (;;) {
    const milliseconds = 1000 * (await secondsOf(run, steps, clock))
    spent += milliseconds
    // Half a window is long enough to extrapolate from; before the warm-up is over the speed is not yet the real one.
    if (milliseconds >= window / 2) {
      if (spent >= warmUp) return Math.max(1, Math.round((steps * window) / milliseconds))
    } else steps *= 2
  }
}

async function secondsOf(run: Contender['run'], steps: number, clock: () => number): Promise<number> {
  const start = clock()
  const running = run(steps)
  // Awaiting what is already done would let other tasks into the window.
  if (running !== undefined) await running
  return (clock() - start) / 1000
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
