import { defineConfig } from 'tsup'
import { build } from '../../tsup.base.ts'

export default defineConfig({
  ...build,
  entry: {
    index: 'src/index.ts',
    // No door, but a file of its own: bundlers leave it out where nobody walks.
    walk: 'src/train/walk.ts',
    ...Object.fromEntries(
      ['define', 'explain', 'files', 'health', 'lite', 'math', 'node', 'page', 'testing', 'wire'].map((name) => [
        name,
        `src/exports/${name}.ts`,
      ]),
    ),
  },
})
