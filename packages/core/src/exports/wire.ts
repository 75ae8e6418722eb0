/** A network that runs elsewhere, followed and driven by plain values. Import it as `@neurite/core/wire`. */

export { type Acted, type ActOptions, act, type NetworkAction, type WireChange, type WireMoment } from '../wire/act.ts'
export type { WireTrace } from '../wire/answers.ts'
export { fromWire } from '../wire/from-wire.ts'
export type { WireHere, WireNodeValues, WirePlan, WireStep } from '../wire/states.ts'
export { toWire, type Wire } from '../wire/to-wire.ts'
export type { ToWireOptions } from '../wire/wired.ts'
