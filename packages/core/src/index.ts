/** The only door of @neurite/core. */

// Data and learning
export { type Data, type Dataset, dataset } from './data/dataset.ts'
export type { RawData } from './data/read-data.ts'
export type { Row, Values } from './data/row.ts'
export type { StepData } from './data/step-data.ts'
// What a call is handed
export type { Option, OptionTable } from './door/option.ts'
export { type ReadOptions, readOptions, type ValueOf as OptionValue } from './door/read-options.ts'
// Refusals
export type { Issue, Place } from './errors/issue.ts'
export { NeuriteError } from './errors/neurite-error.ts'
export { invalidOption } from './errors/options.ts'
export type { Quantity as WatchedQuantity } from './flow/tap.ts'
// Defining what it is made of
export {
  type Activation,
  type ActivationRange,
  defineActivation,
  type ScalarActivation,
  type SlabActivation,
} from './graph/activation.ts'
export { graph } from './graph/builder.ts'
export {
  type Definition,
  type DefinitionTable,
  definitionKey,
  type Json,
  type Options,
  type Reference,
  reference,
} from './graph/definition.ts'
// Composing a graph
export { edit, type GraphEdit, type Patch, patch } from './graph/edit.ts'
export { graphFromJSON } from './graph/from-json.ts'
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
} from './graph/graph.ts'
export { ids } from './graph/ids.ts'
export { defineInitializer, type Initializer, type InitialPlace } from './graph/initializer.ts'
export { graphToJSON } from './graph/json.ts'
export type { GraphJson, LossJson, NodeJson } from './graph/json-form.ts'
export {
  type BackwardRows,
  type Computation,
  defineNeuron,
  defineNode,
  type ForwardRows,
  input,
  type NodeKind,
} from './graph/kind.ts'
export { defineLoss, type Loss, type LossRows, type ReadNode } from './graph/loss.ts'
export type {
  EdgeOptions,
  From,
  GraphBuilder,
  NodeChange,
  NodeOptions,
  NodesOptions,
  Recipe,
  StartWeights,
} from './graph/recipe.ts'
export { reverse } from './graph/reverse.ts'
export type { Passed, Through } from './graph/through.ts'
export { validate } from './graph/validate.ts'
export type { FilePlace, Source, WebStream } from './history/bytes-from.ts'
export type {
  Encodings as LevelEncodings,
  Level,
  Operation as LevelOperation,
  ValueDamage,
} from './history/level-store.ts'
export type { FileDamage } from './history/read-file.ts'
// Watching it, and its past
export type { Ablated, Ablation } from './inspect/ablate.ts'
export { compare, type Pair, type Run as ComparedRun } from './inspect/compare.ts'
export type { Finding, FindingName } from './inspect/health/finding.ts'
export type { HealthOptions } from './inspect/health/health-options.ts'
export type { Branch, LogEntry, Moment } from './inspect/moments.ts'
export type { Probed, Quantity as ProbedQuantity } from './inspect/probe.ts'
export type { Note, SaveOptions, TimelineMemory, WhyOptions } from './inspect/questions.ts'
export type { LoadOptions } from './inspect/saving/load-options.ts'
export { type PersistOptions, persist } from './inspect/saving/persist.ts'
export type { Persistence } from './inspect/saving/persistence.ts'
export type { Bytes, Saved } from './inspect/saving/saved.ts'
export type { Verified, VerifyOptions } from './inspect/saving/verify.ts'
export type { LineOptions, LookOptions, Predicate, SearchOptions, SearchProgress } from './inspect/search.ts'
export type { ForkOptions, Timeline } from './inspect/timeline.ts'
export { type Trace, type TraceCheck, trace } from './inspect/trace.ts'
export type { TracedError, TracedParameter, TracedShare, TracedUnit } from './inspect/traced.ts'
export type { NetworkEvent } from './inspect/watch.ts'
export { type HealthReport, health } from './inspect/watch-health.ts'
export type { WatchedEdge, WatchedNode } from './inspect/watched-node.ts'
export type { Cause, Why } from './inspect/why.ts'
// Running it
export { loadNetwork, openNetwork } from './load-network.ts'
export { type Network, network } from './network.ts'
export { Signal } from './numerics/signal.ts'
export { exp, log, log1p, sigmoid, softplus, tanh } from './numerics/transcendental.ts'
export { type AdamOptions, adam } from './optimize/adam.ts'
export type { Hyperparameters, Optimizer, Update } from './optimize/optimizer.ts'
export { type SgdOptions, sgd } from './optimize/sgd.ts'
export type { BlockPlan } from './plan/block-plan.ts'
export type { Fuse } from './plan/fuse.ts'
export type { NodePart, Part, PartInputs, SourcePart, ThroughPart } from './plan/part.ts'
export { type Plan, plan } from './plan/plan.ts'
export { applyDiff } from './state/apply-diff.ts'
export { changesByNode, type NodeDiff } from './state/changes-by-node.ts'
// State
export type { Cursor, Run } from './state/cursor.ts'
export { diff } from './state/diff.ts'
export { diffToText } from './state/diff-to-text.ts'
export { fingerprint } from './state/fingerprint.ts'
export type { GraphDiff } from './state/graph-diff.ts'
export type { NumbersDiff } from './state/numbers-diff.ts'
export type { ParameterChange } from './state/parameter-changes.ts'
export type { ParameterStore } from './state/parameter-store.ts'
export { reverseDiff } from './state/reverse-diff.ts'
export type { NodeView, Snapshot } from './state/snapshot.ts'
export type { Sides, SnapshotDiff } from './state/snapshot-diff.ts'
export type { SnapshotFields } from './state/snapshot-fields.ts'
export { snapshotFromJSON } from './state/snapshot-from-json.ts'
export { type SnapshotJson, snapshotToJSON } from './state/snapshot-to-json.ts'
export type { EdgeEnds } from './text/names.ts'
export type { Change, MadeChange, ParameterValues } from './train/change.ts'
export type { Here, NodeSoFar, Phase } from './train/here.ts'
export { type LearnOptions, learn } from './train/learn.ts'
export type { HistoryOptions, NetworkOptions } from './train/network-options.ts'
export type { OnRefused } from './train/on-refused.ts'
export { pauseWhen } from './train/pause-when.ts'
export { type Answered, type PredictOptions, type Predictor, predict } from './train/predict.ts'
export type { Lost, Recovered } from './train/recovered.ts'
export type { RunOptions } from './train/run-action.ts'
export type { NodeValues, Step } from './train/step.ts'
export type { Stride } from './train/stride.ts'
export { type TrainOptions, train } from './train/train.ts'
export type { Trainable } from './train/trainable.ts'
export { type Walk, walk } from './train/walk.ts'
