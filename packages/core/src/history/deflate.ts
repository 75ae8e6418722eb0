/** Compression by the web standard's streams, which Node and browsers have alike. */

/** The bytes, deflated (RFC 1951). */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return (await pump(new CompressionStream('deflate-raw'), bytes, Number.POSITIVE_INFINITY)) as Uint8Array
}

/** Deflated bytes as they were, or null where they are not what `length` bytes were deflated to. */
export async function inflate(bytes: Uint8Array, length: number): Promise<Uint8Array | null> {
  try {
    const inflated = await pump(new DecompressionStream('deflate-raw'), bytes, length)
    return inflated?.length === length ? inflated : null
  } catch {
    return null
  }
}

/** What comes out of the stream; null as soon as it is more than `most` bytes. */
async function pump(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  most: number,
): Promise<Uint8Array | null> {
  const writer = stream.writable.getWriter()
  const written = writer.write(bytes).then(() => writer.close())
  // Awaited below; until then, and where it is not, a failure must not count as unhandled.
  written.catch(() => {})
  const reader = stream.readable.getReader()
  const parts: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const part = next.value as Uint8Array
    parts.push(part)
    length += part.length
    if (length > most) {
      await reader.cancel()
      return null
    }
  }
  await written
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
