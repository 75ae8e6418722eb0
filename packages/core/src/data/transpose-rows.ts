/** The copy from rows, as data is kept, to lanes, as blocks compute: one node's values side by side over the batch. */

/**
 * Row `order[from + n]` of `rows` (`from + n` where order is null), `width` values long, becomes column n of `lanes`:
 * its value i goes to `lanes[i · count + n]`, for n < count. Four rows are read straight through at a time, four values
 * of each; that takes hardly longer than reading them.
 */
export function transposeRows(
  rows: Float64Array,
  width: number,
  order: Int32Array | null,
  from: number,
  count: number,
  lanes: Float64Array,
): void {
  const startOf = (n: number) => (order === null ? from + n : (order[from + n] as number)) * width
  if (count === 1 && width >= 64) {
    lanes.set(rows.subarray(startOf(0), startOf(0) + width))
    return
  }
  let n = 0
  for (; n + 4 <= count; n += 4) {
    fourRows(rows, width, startOf(n), startOf(n + 1), startOf(n + 2), startOf(n + 3), lanes, n, count)
  }
  for (; n < count; n++) {
    const start = startOf(n)
    for (let i = 0, to = n; i < width; i++, to += count) lanes[to] = rows[start + i] as number
  }
}

/** The rows that start at a, b, c, d become columns n to n + 3 of lanes, `stride` apart. */
function fourRows(
  rows: Float64Array,
  width: number,
  a: number,
  b: number,
  c: number,
  d: number,
  lanes: Float64Array,
  n: number,
  stride: number,
): void {
  const whole = a + width - (width % 4)
  const end = a + width
  let to = n
  for (; a < whole; a += 4, b += 4, c += 4, d += 4, to += 4 * stride) {
    const second = to + stride
    const third = second + stride
    const fourth = third + stride
    lanes[to] = rows[a] as number
    lanes[to + 1] = rows[b] as number
    lanes[to + 2] = rows[c] as number
    lanes[to + 3] = rows[d] as number
    lanes[second] = rows[a + 1] as number
    lanes[second + 1] = rows[b + 1] as number
    lanes[second + 2] = rows[c + 1] as number
    lanes[second + 3] = rows[d + 1] as number
    lanes[third] = rows[a + 2] as number
    lanes[third + 1] = rows[b + 2] as number
    lanes[third + 2] = rows[c + 2] as number
    lanes[third + 3] = rows[d + 2] as number
    lanes[fourth] = rows[a + 3] as number
    lanes[fourth + 1] = rows[b + 3] as number
    lanes[fourth + 2] = rows[c + 3] as number
    lanes[fourth + 3] = rows[d + 3] as number
  }
  for (; a < end; a++, b++, c++, d++, to += stride) {
    lanes[to] = rows[a] as number
    lanes[to + 1] = rows[b] as number
    lanes[to + 2] = rows[c] as number
    lanes[to + 3] = rows[d] as number
  }
}
