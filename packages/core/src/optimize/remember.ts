/** Reads the same immutable value once, however often it is asked. */

/** `read`, which is not called again as long as it is given the object it was given last. */
export function remember<Given extends object, Read>(read: (given: Given) => Read): (given: Given) => Read {
  let last: { readonly given: Given; readonly value: Read } | null = null
  return (given) => {
    if (last === null || last.given !== given) last = { given, value: read(given) }
    return last.value
  }
}
