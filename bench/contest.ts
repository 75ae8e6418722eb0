/** A contest: contenders that train the same thing must learn the same, then take turns against the clock. */
import { type Measurement, type MeasureOptions, measure, medianRatio } from './measure.ts'

/** Something that trains, from its start values on. */
export interface Trainer {
  /** So many passes over the rows. */
  run(passes: number): void | Promise<void>
  /** The mean loss of the last batch, before its update. */
  readonly loss: number
}

export interface Entry {
  readonly name: string
  readonly trainer: Trainer
  /** What its ratio to the yardstick should reach. */
  readonly target?: number
  /** The name of another entry that it is also compared with. */
  readonly against?: string
  /** Why it does not learn the same as the yardstick, where it does not. */
  readonly differs?: string
}

export interface Contest {
  readonly title: string
  /** What is counted per second. */
  readonly unit: 'steps' | 'rows'
  /** How many of them a pass makes. */
  readonly perPass: number
  /** Passes after which the losses are compared. */
  readonly check: number
  /** The first is the yardstick. */
  readonly entries: readonly Entry[]
  /** How many neurons a step passes, where the time per neuron is of interest. */
  readonly neurons?: number
  /** How the figures are to be read, where that needs saying. */
  readonly note?: string
}

export interface Standing extends Measurement {
  /** After the passes of the check. */
  readonly loss: number
  /** How far that is from the yardstick's; null where it differs for a reason. */
  readonly difference: number | null
  readonly differs: string | null
  readonly target: number | null
  readonly against: { readonly name: string; readonly medianRatio: number } | null
  /** In the best window; null where it is of no interest. */
  readonly nanosecondsPerNeuron: number | null
}

export interface ContestResult {
  readonly form: 'contest'
  readonly title: string
  readonly unit: string
  readonly note: string | null
  readonly standings: readonly Standing[]
}

/** First all learn side by side, then all are measured. */
export async function hold(contest: Contest, options: MeasureOptions): Promise<ContestResult> {
  const { title, unit, perPass, check, entries, neurons, note = null } = contest
  for (const { trainer } of entries) await trainer.run(check)
  const losses = entries.map(({ trainer }) => trainer.loss)
  const contenders = entries.map(({ name, trainer }) => ({ name, run: trainer.run, perStep: perPass }))
  const measured = await measure(contenders, options)
  const standings = measured.map((own, k): Standing => {
    const { against, differs = null, target = null } = entries[k]!
    const other = measured.find(({ name }) => name === against)
    return {
      ...own,
      loss: losses[k]!,
      difference: differs === null ? Math.abs(losses[k]! - losses[0]!) : null,
      differs,
      target,
      against: other === undefined ? null : { name: other.name, medianRatio: medianRatio(own.speeds, other.speeds) },
      nanosecondsPerNeuron: neurons === undefined ? null : 1e9 / (own.best * neurons),
    }
  })
  return { form: 'contest', title, unit, note, standings }
}
