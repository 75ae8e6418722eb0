/** The door of @neurite/core: a graph, a network, what trains it, and its past. What is needed now and then has doors of its own. */

// Data and learning
export { type Data, type Dataset, dataset } from './data/dataset.ts'
export type { NoArray, RawData } from './data/read-data.ts'
export type { Row } from './data/row.ts'
export type { StepData } from './data/step-data.ts'
export type { HistoryEvent } from './engine/history-event.ts'
export type { HistoryOptions, NetworkOptions } from './engine/network-options.ts'
export type { Rewindable, Trainable } from './engine/trainable.ts'
// Refusals
export type { Issue, Place } from './errors/issue.ts'
export { NeuriteError } from './errors/neurite-error.ts'
// How well it does
export { type EvaluateOptions, evaluate } from './explain/evaluate.ts'
// The textbook's tables
export { type Trace, type TraceCheck, trace } from './explain/trace.ts'
export type { TracedError, TracedParameter, TracedShare, TracedUnit } from './explain/traced.ts'
export { type ForkOptions, fork } from './fork.ts'
// Composing a graph
export { validate } from './graph/check/validate.ts'
export { graph } from './graph/compose/builder.ts'
export { edit, type GraphEdit, type Patch, patch } from './graph/compose/edit.ts'
export type {
  EdgeOptions,
  From,
  GraphBuilder,
  NodeChange,
  NodeOptions,
  NodesOptions,
  Recipe,
  StartWeights,
} from './graph/compose/recipe.ts'
export type { Metric, Scores } from './graph/contracts/metric.ts'
export type { Passed, Through } from './graph/contracts/through.ts'
export {
  type Edge,
  edgeId,
  edges,
  type Graph,
  type GraphLoss,
  type GraphNode,
  type NodeId,
  nodesInOrder,
  targetNodes,
} from './graph/value/graph.ts'
export { ids } from './graph/value/ids.ts'
export type { IdsIn, InputIds, InputsIn, Known, RawWith, Values } from './graph/value/known.ts'
// Running it
export { type Network, network } from './network.ts'
export { type AdamOptions, adam } from './optimize/adam.ts'
export { chain } from './optimize/chain.ts'
export type { Hyperparameters, Optimizer } from './optimize/optimizer.ts'
export { type SgdOptions, sgd } from './optimize/sgd.ts'
export type { Comparing, Comparison, Condition, ConditionData } from './past/condition.ts'
// Its past
export type { Branch, LogEntry, Moment } from './past/moments.ts'
export type { Lost, Recovered } from './past/recovered.ts'
export type { Span } from './past/search.ts'
export type { TimelineMemory } from './past/timeline-memory.ts'
export type { Fuse } from './plan/fuse.ts'
export { type Plan, plan } from './plan/plan.ts'
export type { Quantity, Signal } from './signal.ts'
// State
export type { Cursor, Run } from './state/cursor.ts'
export { fingerprint } from './state/fingerprint.ts'
export type { ParameterStore } from './state/parameter-store.ts'
export type { LearnedNode, Snapshot } from './state/snapshot.ts'
export type { SnapshotFields } from './state/snapshot-fields.ts'
export type { Change, MadeChange, NodeParameters, ParameterValues } from './step/change.ts'
export type { NodeValues, Step } from './step/step.ts'
export type { EdgeEnds } from './text/names.ts'
export type { Note, Timeline } from './timeline/timeline.ts'
export { type EarlyStopOptions, earlyStop } from './train/early-stop.ts'
export { type FinishOptions, finish } from './train/finish.ts'
export { type HeldOut, type HeldOutOptions, heldOut } from './train/held-out.ts'
export type { Here, NodeSoFar, Phase } from './train/here.ts'
export { type LearnOptions, learn } from './train/learn.ts'
export type { OnRefused } from './train/on-refused.ts'
export { pauseWhen } from './train/pause-when.ts'
export { type Answered, type PredictOptions, type Predictor, predict } from './train/predict.ts'
export type { RunOptions } from './train/run-action.ts'
export type { Stride } from './train/stride.ts'
export { type TrainOptions, train } from './train/train.ts'
export { type Walk, walk } from './train/walk.ts'
// Watching it
export type { NetworkEvent } from './watch/streams.ts'
export type { WatchedEdge, WatchedNode } from './watch/watched-node.ts'
