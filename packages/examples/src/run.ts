/** `npm run example -- NAME`: runs the example of that name. */

import { examples, type Listed } from './examples.ts'
import { readArguments } from './terminal/arguments.ts'
import { launch } from './terminal/launch.ts'
import { output } from './terminal/output.ts'

await launch(async () => {
  const about = Object.fromEntries(Object.entries(examples).map(([name, listed]) => [name, listed.about]))
  const given = readArguments(process.argv.slice(2), about)
  const { run } = examples[given.name] as Listed
  const out = output(given.json)
  out.finish(await run({ arguments: given, output: out }))
})
