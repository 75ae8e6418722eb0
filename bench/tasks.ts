/** What the bench runs, in order; each in a process of its own, so that none finds code or memory warmed by another. */
import { type BuildingResult, build, dense, sparse } from './building.ts'
import { chain } from './chain.ts'
import { type Contest, type ContestResult, hold } from './contest.ts'
import { digitsSize, snapshotsOfDigitsSize, watchedDigitsSize } from './digits-size.ts'
import { cpuTime } from './measure.ts'
import { installed, peers } from './peers.ts'
import { recording } from './recording.ts'
import { threeTwoOne } from './three-two-one.ts'

export type Result = ContestResult | BuildingResult

export interface Settings {
  /** Everything small and short: whether it works, not how fast. */
  readonly quick: boolean
  readonly rounds: number
  /** Milliseconds. */
  readonly window: number
  readonly clock: 'cpu' | 'wall'
  /** Where the other libraries may be installed. */
  readonly peers: string
}

export interface Task {
  readonly name: string
  run(tell: (progress: string) => void): Result | Promise<Result>
}

export function tasks(settings: Settings): Task[] {
  const { quick, peers: folder } = settings
  const rows = quick ? 128 : 1024
  const width = quick ? 300 : 1000
  const neurons = quick ? 1000 : 100_000
  const contest = (name: string, make: () => Contest, fewer = settings): Task => ({
    name,
    run: (tell) => contested(make(), fewer, tell),
  })
  const building = (name: string, make: () => ReturnType<typeof dense>): Task[] =>
    (['auto', 'never'] as const).map((mode) => ({
      name: `${name}-${mode}`,
      run: () => build(`${name.replace('build-', '')}, ${mode}`, make, mode),
    }))
  return [
    contest('three-two-one', threeTwoOne),
    ...[1, 32, 128].map((batch) => contest(`batch-${batch}`, () => digitsSize(batch, rows))),
    contest('watched-auto', () => watchedDigitsSize('auto', 32, rows)),
    contest('watched-never', () => watchedDigitsSize('never', 32, rows)),
    contest('snapshots', () => snapshotsOfDigitsSize(32, rows)),
    // At least this share of the speed without: 1.5 and 1.1 times the time.
    contest('remembered-online', () => recording([3, 2, 1], 1, 64, 1 / 1.5)),
    contest('remembered-batch', () => recording([784, 128, 10], 32, rows, 1 / 1.1)),
    contest('chain', () => chain(quick ? 1000 : 10_000)),
    ...building('build-dense', () => dense(width)),
    ...building('build-sparse', () => sparse(neurons, neurons / 100)),
    ...(quick || installed(folder).length === 0
      ? []
      : [
          contest('peers-three-two-one', () => peers(folder, [3, 2, 1], 1, 64, 0.9)),
          // Some of them need a second for a pass.
          contest('peers-batch-32', () => peers(folder, [784, 128, 10], 32, 32, 0.1), { ...settings, rounds: 3 }),
        ]),
  ]
}

function contested(contest: Contest, settings: Settings, tell: (progress: string) => void): Promise<ContestResult> {
  const { rounds, window, clock } = settings
  tell('warming up')
  return hold(contest, {
    rounds,
    window,
    warmUp: 2 * window,
    clock: clock === 'cpu' ? cpuTime : () => performance.now(),
    onRound: (round) => tell(`round ${round + 1} of ${rounds}`),
  })
}
