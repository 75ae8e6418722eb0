/** Runs the example that is asked for. */

import { examples, type Listed } from './examples.ts'
import { readArguments } from './terminal/arguments.ts'
import { type KeyInput, keys } from './terminal/keys.ts'
import { type OutputStream, output } from './terminal/output.ts'

/**
 * `given` is what stands behind `npm run example --`. It talks to standard output and listens to standard input, or to the
 * streams given. Throws a UsageError where the arguments cannot be understood.
 */
export async function runExample(given: readonly string[], stream?: OutputStream, input?: KeyInput): Promise<void> {
  const about = Object.fromEntries(Object.entries(examples).map(([name, listed]) => [name, listed.about]))
  const asked = readArguments(given, about)
  const { run } = examples[asked.name] as Listed
  const out = output(asked.json, stream)
  const source = input ?? (stream === undefined ? process.stdin : undefined)
  const pressed = out.isLive && source?.isTTY === true ? keys(source) : null
  out.finish(await run({ arguments: asked, output: out, keys: pressed }))
}
