/**
 * The worked 3-2-1 example: one row, one update, sigmoid everywhere, L = ½(t − a6)². Its figures as a post
 * types them, and as they follow from the start, computed in float64 by another implementation.
 */

import type { Row } from '@neurite/core'

/** One figure of the calculation. */
export interface Figure {
  readonly name: string
  /** What the post says; null where it says nothing. */
  readonly post: number | null
  /** What follows from the start. */
  readonly consistent: number
}

export const learningRate = 0.9

/** x = (1, 0, 1), target 1. */
export const row: Row = { input: [1, 0, 1], target: [1] }

/** A unit's error is the textbook's: −δ = −∂L/∂z. */
export const figures: readonly Figure[] = [
  { name: 'z4', post: -0.7, consistent: -0.7 },
  { name: 'z5', post: 0.1, consistent: 0.1 },
  { name: 'z6', post: -0.206, consistent: -0.10453950584533817 },
  { name: 'a4', post: 0.332, consistent: 0.3318122278318339 },
  { name: 'a5', post: 0.325, consistent: 0.52497918747894 },
  { name: 'a6', post: 0.194, consistent: 0.47388889882398544 },
  { name: 't − a6', post: 0.526, consistent: 0.5261111011760146 },
  { name: 'error 6', post: 0.131, consistent: 0.1311690782143445 },
  { name: 'error 5', post: 0.095, consistent: -0.006542085064168994 },
  { name: 'error 4', post: 0.095, consistent: -0.008724561965433263 },
  { name: 'w46', post: 0.639, consistent: -0.26082884634154524 },
  { name: 'w56', post: null, consistent: -0.13802506750700472 },
  { name: 'w14', post: null, consistent: 0.19214789423111006 },
  { name: 'w15', post: null, consistent: -0.30588787655775207 },
  { name: 'w24', post: null, consistent: 0.4 },
  { name: 'w25', post: null, consistent: 0.1 },
  { name: 'w34', post: null, consistent: -0.50785210576889 },
  { name: 'w35', post: 0.19143, consistent: 0.19411212344224793 },
  { name: 'b6', post: 0.218, consistent: 0.21805217039291008 },
  { name: 'b5', post: null, consistent: 0.19411212344224793 },
  { name: 'b4', post: null, consistent: -0.40785210576888997 },
]

/** Where the post's typed numbers slip. */
export const slips: readonly { readonly post: string; readonly consistent: string; readonly note: string }[] = [
  { post: 'a5 = 0.325', consistent: 'a5 = 0.525', note: 'a digit' },
  {
    post: 'net input of 6: −0.206; a6 = 0.194',
    consistent: '−0.105; 0.474',
    note: '1/(1+e^0.206) is not 0.194 either',
  },
  {
    post: 'error = 1 − 0.414 = 0.526',
    consistent: '1 − 0.474 = 0.526',
    note: 'the result is right, an operand slipped',
  },
  {
    post: 'δ6 = 0.414·(1−0.414)·(1−0.414) = 0.131',
    consistent: '0.474·0.526·0.526 = 0.131',
    note: 'the result is right',
  },
  {
    post: 'δ5 = 0.325·(1−0.525)·(0.2·0.131) = 0.095',
    consistent: '0.525·0.475·(−0.2·0.131) = −0.0065',
    note: 'the sign of w56 is lost',
  },
  {
    post: 'δ4 = 0.332·(1−0.332)·(0.2·0.131) = 0.095',
    consistent: '0.332·0.668·(−0.3·0.131) = −0.0087',
    note: 'the wrong weight',
  },
  {
    post: 'Δω16 = 0.9·0.131·0.392 = 0.046, new 0.639',
    consistent: '0.9·0.131·0.332 = 0.039, ω46 new −0.261',
    note: 'no edge 1→6',
  },
  {
    post: 'ω35 new = 0.2 − 0.00857 = 0.19143',
    consistent: '0.2 − 0.00589 = 0.19411',
    note: 'follows from δ5',
  },
  {
    post: 'hidden gradient written with sigmoid′(a)',
    consistent: 'sigmoid′(z) = a(1 − a)',
    note: 'notation',
  },
]
