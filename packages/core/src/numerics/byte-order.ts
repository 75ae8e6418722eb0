/** Which of a number's bytes this machine puts first; what leaves it is little-endian everywhere. */

const IS_LITTLE: boolean = /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ new Uint16Array([1]).buffer)[0] === 1

/** Of the two 32-bit words of a float64, the places of the low one and of the high one, which holds its exponent. */
export const LOW: 0 | 1 = IS_LITTLE ? 0 : 1
export const HIGH: 0 | 1 = IS_LITTLE ? 1 : 0

/** Turns the bytes of each number of so many around where the machine is big-endian; the same both ways. */
export function littleEndian(bytes: Uint8Array, size: number): Uint8Array {
  if (!IS_LITTLE) for (let from = 0; from < bytes.length; from += size) bytes.subarray(from, from + size).reverse()
  return bytes
}
