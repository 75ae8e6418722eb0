/** A number as it reads in a sentence or a table. */

/** Whole numbers as they are, any other with its first `digits` digits that matter; a −0 keeps its sign. */
export function figure(value: number, digits = 6): string {
  if (Object.is(value, -0)) return '-0'
  return Number.isSafeInteger(value) || !Number.isFinite(value)
    ? String(value)
    : String(Number(value.toPrecision(digits)))
}
