/** `npm run example -- NAME`. */

import { runExample } from './run-example.ts'
import { launch } from './terminal/launch.ts'

await launch(() => runExample(process.argv.slice(2)))
