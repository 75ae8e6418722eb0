/** Compression by the web standard's streams, which Node and browsers have alike. */

/** The bytes, deflated (RFC 1951). */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of pumped(new CompressionStream('deflate-raw'), bytes)) {
    parts.push(part)
    length += part.length
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Deflated bytes as they were, or null where they are not what `length` bytes were deflated to. */
export async function inflate(bytes: Uint8Array, length: number): Promise<Uint8Array | null> {
  const whole = new Uint8Array(length)
  let at = 0
  try {
    for await (const part of pumped(new DecompressionStream('deflate-raw'), bytes)) {
      if (at + part.length > length) return null
      whole.set(part, at)
      at += part.length
    }
  } catch {
    return null
  }
  return at === length ? whole : null
}

/** What comes out of the stream, until whoever asks has enough. */
async function* pumped(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
): AsyncGenerator<Uint8Array, void, void> {
  const writer = stream.writable.getWriter()
  const written = writer.write(bytes).then(() => writer.close())
  // Awaited below; until then, and where it is not, a failure must not count as unhandled.
  written.catch(() => {})
  const reader = stream.readable.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value as Uint8Array
    await written
  } finally {
    reader.cancel().catch(() => {})
  }
}
