/** For tests: where MNIST's files are, if they are at hand: in NEURITE_DATA, or in shared/data beside the checkout. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const place = process.env.NEURITE_DATA ?? fileURLToPath(new URL('../../../../../shared/data', import.meta.url))

/** The folder, or null: then what needs it is skipped. */
export const mnistFolder: string | null = existsSync(join(place, 'mnist10k-train-images-idx3-ubyte.gz')) ? place : null
