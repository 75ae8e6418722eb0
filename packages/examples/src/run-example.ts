/** Runs the example that is asked for. */

import { examples, type Listed } from './examples.ts'
import { readArguments } from './terminal/arguments.ts'
import { type OutputStream, output } from './terminal/output.ts'

/**
 * `given` is what stands behind `npm run example --`; it talks to standard output, or to the stream given. Throws a
 * UsageError where the arguments cannot be understood.
 */
export async function runExample(given: readonly string[], stream?: OutputStream): Promise<void> {
  const about = Object.fromEntries(Object.entries(examples).map(([name, listed]) => [name, listed.about]))
  const asked = readArguments(given, about)
  const { run } = examples[asked.name] as Listed
  const out = output(asked.json, stream)
  out.finish(await run({ arguments: asked, output: out }))
}
