// The bench runs bundled from the sources: what runs TypeScript directly adds a call to every named inner function.
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['bench/run.ts'],
  format: 'esm',
  target: 'es2022',
  outDir: 'node_modules/.cache/bench',
  external: ['rxjs', 'immer'],
  silent: true,
  esbuildOptions(options) {
    options.conditions = ['neurite-source']
  },
})
