import { defineConfig } from 'tsup'
import { build } from '../../tsup.base.ts'

export default defineConfig({
  ...build,
  entry: { index: 'src/index.ts', 'node/index': 'src/node/index.ts', 'testing/index': 'src/testing/index.ts' },
})
