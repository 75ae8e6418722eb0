/** `npm start`: the first thing a newcomer sees. */

import { firstLook } from './first-look.ts'
import { launch } from './terminal/launch.ts'
import { output } from './terminal/output.ts'

await launch(() => firstLook(output(false)))
