/** For tests: checks of one's own kinds, activations and losses, and random graphs to try things on. Import it as `@neurite/core/testing`. */

export { type CheckActivationOptions, checkActivation } from '../testing/check-activation.ts'
export { type CheckKindOptions, checkKind, type Draw } from '../testing/check-kind.ts'
export { type CheckLossOptions, checkLoss, type DrawRow } from '../testing/check-loss.ts'
export type { CheckOptions, GradientCase, GradientReport } from '../testing/gradient-report.ts'
export { type GraphShape, graphShapes, type RandomGraphOptions, randomGraph } from '../testing/random-graph.ts'
export { type RandomRow, randomRows } from '../testing/random-rows.ts'
