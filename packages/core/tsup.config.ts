import { defineConfig } from 'tsup'
import { build } from '../../tsup.base.ts'

export default defineConfig({
  ...build,
  entry: {
    index: 'src/index.ts',
    ...Object.fromEntries(
      ['define', 'explain', 'files', 'health', 'lite', 'math', 'node', 'page', 'testing', 'wire'].map((name) => [
        name,
        `src/exports/${name}.ts`,
      ]),
    ),
  },
})
