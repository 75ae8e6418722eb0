/** Powers with whole exponents, in the same bits everywhere: engines differ in `Math.pow`, never in `*`. */

/**
 * base^exponent for a whole exponent ≥ 0, in about 2·log2(exponent) multiplications, squaring from the lowest bit of
 * the exponent up (Knuth, TAOCP 2, 4.6.3, Algorithm A). The order of the products is part of the specification.
 */
export function power(base: number, exponent: number): number {
  let result = 1
  let square = base
  // Not by shifts: those would cut exponents to 32 bits.
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square
    square *= square
  }
  return result
}
