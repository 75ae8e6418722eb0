/** For tests: checks of one's own kinds, activations and losses, and random graphs to try things on. Import it as `@neurite/core/testing`. */

export { type CheckActivationOptions, checkActivation } from './check-activation.ts'
export { type CheckKindOptions, checkKind, type Draw } from './check-kind.ts'
export { type CheckLossOptions, checkLoss, type DrawRow } from './check-loss.ts'
export type { CheckOptions, GradientCase, GradientReport } from './gradient-report.ts'
export { type GraphShape, graphShapes, type RandomGraphOptions, randomGraph } from './random-graph.ts'
export { type RandomRow, randomRows } from './random-rows.ts'
