/** What the checks share of one update: a few figures per lane. */

/** A figure per lane; a largest one is NaN where any of its numbers is. */
export interface Facts {
  /** Whether the tick came as far as to go back: the loss is finite. Else what concerns δ and gradients is not of this step. */
  readonly wentBack: boolean
  /** Whether every figure here is finite: the update succeeded. */
  readonly whole: boolean
  /** Whether the loss is practically 0 in comparison with the highest so far, so that nothing more needs to be learned. */
  readonly settled: boolean
  /** Whether the loss, smoothed over some 20 updates, is below 2 % of its highest: what was to be learned mostly is. */
  readonly fits: boolean
  /** The Euclidean norm of the whole gradient. */
  readonly gradientNorm: number
  readonly lowest: Float64Array
  readonly highest: Float64Array
  readonly maxNetInput: Float64Array
  readonly valueRms: Float64Array
  readonly maxDelta: Float64Array
  readonly deltaRms: Float64Array
  /** max |∂L/∂a|: whether something comes back. */
  readonly maxError: Float64Array
  /** Mean |f′(z)|; 0 where a lane has no activation. */
  readonly meanSlope: Float64Array
  /** In how many rows of the batch the slope is exactly 0, and in how many it is flat (those included). */
  readonly zeroRows: Int32Array
  readonly flatRows: Int32Array
  readonly maxGradient: Float64Array
  readonly gradientRms: Float64Array
  readonly maxUpdate: Float64Array
  readonly updateRms: Float64Array
  readonly maxParameter: Float64Array
  readonly parameterRms: Float64Array
  /** 1 where a parameter has other bits than before. */
  readonly changed: Uint8Array
}
