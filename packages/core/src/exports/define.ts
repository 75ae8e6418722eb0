/** What one needs for kinds, activations, losses and initializers of one's own. Import it as `@neurite/core/define`. */

export type { Option, OptionTable } from '../door/option.ts'
export { type ReadOptions, readOptions, type ValueOf as OptionValue } from '../door/read-options.ts'
export { invalidOption } from '../errors/options.ts'
export {
  type Activation,
  type ActivationRange,
  defineActivation,
  type ScalarActivation,
  type SlabActivation,
} from '../graph/contracts/activation.ts'
export {
  type AffineKindOptions,
  type DeclaredParameter,
  defineKind,
  type OwnKindOptions,
} from '../graph/contracts/define-kind.ts'
export {
  type Definition,
  type Definitions,
  definitionKey,
  type Json,
  type Options,
  type Reference,
  reference,
} from '../graph/contracts/definition.ts'
export { defineInitializer, type Initializer, type InitialPlace } from '../graph/contracts/initializer.ts'
export {
  type BackwardRows,
  type ByName,
  type Computation,
  type ForwardRows,
  input,
  type NodeKind,
  type ParameterDeclaration,
} from '../graph/contracts/kind.ts'
export { defineLoss, type Loss, type LossRows, type ReadNode } from '../graph/contracts/loss.ts'
export { defineMetric, type Measured, type Metric, type MetricRow } from '../graph/contracts/metric.ts'
export { defineOptimizer } from '../optimize/define-optimizer.ts'
export type { Hyperparameters, Optimizer, Penalized, Transform, Update } from '../optimize/optimizer.ts'
export { type Places, placesOf } from '../plan/places.ts'
