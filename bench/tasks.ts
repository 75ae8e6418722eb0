/** What the bench runs, in order; each in a process of its own, so that none finds code or memory warmed by another. */
import { type BuildingResult, build, dense, sparse } from './building.ts'
import { chain } from './chain.ts'
import { type Contest, type ContestResult, hold } from './contest.ts'
import { digitsSize, snapshotsOfDigitsSize, watchedDigitsSize } from './digits-size.ts'
import { type FindingResult, finding } from './finding.ts'
import { cpuTime, type MeasureOptions } from './measure.ts'
import { installed, peers } from './peers.ts'
import { recording } from './recording.ts'
import { type Seeking, type SeekingResult, seeking } from './seeking.ts'
import { threeTwoOne } from './three-two-one.ts'

export type Result = ContestResult | BuildingResult | SeekingResult | FindingResult

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
  const seek = (name: string, given: Seeking): Task => ({
    name: `seek-${name}`,
    run: (tell) => seeking(given, clockOf(settings), tell),
  })
  const find = (name: string, sizes: readonly number[], batch: number, steps: number): Task => ({
    name: `find-${name}`,
    run: (tell) => finding(sizes, batch, steps, measureOptions(settings, tell)),
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
    ...seekings(quick).map((it) => seek(it.name, it)),
    find('online', [3, 2, 1], 1, quick ? 640 : 64_000),
    find('batch', [784, 128, 10], 32, quick ? 8 : 256),
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

/** Long runs to look back in: with room for all, with little, and with states of a megabyte. */
function seekings(quick: boolean): (Seeking & { readonly name: string })[] {
  const lengths = (most: number): number[] =>
    [1e2, 1e3, 1e4, 1e5, 1e6].filter((length) => length <= (quick ? most / 1000 : most))
  const online = { sizes: [3, 2, 1], batch: 1, rows: 64, lengths: lengths(1e6), seeks: quick ? 20 : 400 }
  const batches = { sizes: [784, 128, 10], batch: 32, rows: 1024, lengths: quick ? [10, 70] : lengths(1e4) }
  const few = { seeks: quick ? 4 : 60 }
  const MiB = 2 ** 20
  const title = ({ sizes, batch }: { sizes: number[]; batch: number }, budget: string): string =>
    `${sizes.join('-')}, batch ${batch}, a history of ${budget}`
  return [
    { name: 'online', title: title(online, '64 MiB'), ...online, budget: 64 * MiB, targets: { median: 3, worst: 10 } },
    { name: 'online-small', title: title(online, '256 KiB'), ...online, budget: MiB / 4, targets: {} },
    {
      name: 'batch',
      title: title(batches, '256 MiB'),
      ...batches,
      ...few,
      budget: 256 * MiB,
      targets: { recomputed: 64 },
    },
    { name: 'batch-small', title: title(batches, '64 MiB'), ...batches, ...few, budget: 64 * MiB, targets: {} },
  ]
}

function contested(contest: Contest, settings: Settings, tell: (progress: string) => void): Promise<ContestResult> {
  return hold(contest, measureOptions(settings, tell))
}

function measureOptions(settings: Settings, tell: (progress: string) => void): MeasureOptions {
  const { rounds, window } = settings
  tell('warming up')
  const onRound = (round: number): void => tell(`round ${round + 1} of ${rounds}`)
  return { rounds, window, warmUp: 2 * window, clock: clockOf(settings), onRound }
}

function clockOf({ clock }: Settings): () => number {
  return clock === 'cpu' ? cpuTime : () => performance.now()
}
