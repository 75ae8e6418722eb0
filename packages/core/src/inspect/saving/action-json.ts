/** An action as JSON: graphs, optimizers and data by name. */

import type { StepData } from '../../data/step-data.ts'
import { invalidFormat, NeuriteError } from '../../errors.ts'
import { type Reference, reference } from '../../graph/definition.ts'
import type { Graph } from '../../graph/graph.ts'
import type { Hyperparameters } from '../../optimize/optimizer.ts'
import type { Optimizers } from '../../optimize/optimizers.ts'
import type { Cursor, Run } from '../../state/cursor.ts'
import { graphFingerprint } from '../../state/graph-fingerprint.ts'
import type { Action } from '../../train/action.ts'
import type { ParameterValues } from '../../train/change.ts'

export type ActionJson =
  | { readonly type: 'batch'; readonly data: string; readonly run: Run; readonly at: Cursor }
  | { readonly type: 'row'; readonly at: Cursor }
  | {
      readonly type: 'change'
      readonly graph?: string
      readonly optimizer?: Reference
      readonly hyperparameters?: Hyperparameters
      readonly parameters?: ParameterValues
      readonly data?: string
    }

/** What actions refer to, by fingerprint. */
export interface Referred {
  readonly graphs: ReadonlyMap<string, Graph>
  readonly data: ReadonlyMap<string, StepData>
  readonly optimizers: Optimizers
}

export function actionToJSON(action: Action): ActionJson {
  if (action.type === 'row') return { type: 'row', at: action.at }
  if (action.type === 'batch') {
    return { type: 'batch', data: action.data.fingerprint, run: action.run, at: action.at }
  }
  const { graph, optimizer, data, hyperparameters, parameters } = action.change
  return {
    type: 'change',
    ...(graph !== undefined && { graph: graphFingerprint(graph) }),
    ...(optimizer !== undefined && { optimizer: reference(optimizer) }),
    ...(hyperparameters !== undefined && { hyperparameters }),
    ...(parameters !== undefined && { parameters }),
    ...(data !== undefined && { data: data.fingerprint }),
  }
}

/** Throws INVALID_FORMAT where it refers to what is not there, UNKNOWN_DEFINITION for an optimizer that nobody handed in. */
export function actionFromJSON(json: ActionJson, { graphs, data, optimizers }: Referred): Action {
  if (json.type === 'row') return json
  if (json.type === 'batch') return { ...json, data: found(data, json.data) }
  const { type, graph, optimizer, data: print, ...rest } = json
  const change = {
    ...rest,
    ...(graph !== undefined && { graph: found(graphs, graph) }),
    ...(optimizer !== undefined && { optimizer: optimizers.of(optimizer) }),
    ...(print !== undefined && { data: found(data, print) }),
  }
  return { type, change }
}

function found<T>(things: ReadonlyMap<string, T>, print: string): T {
  const thing = things.get(print)
  if (thing === undefined) throw new NeuriteError(invalidFormat(`${print} is referred to and not there`, { print }))
  return thing
}
