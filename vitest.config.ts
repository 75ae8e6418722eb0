// How the tests run: on the TypeScript sources, through the `neurite-source` condition of the packages' exports.
import { configDefaults, defineConfig } from 'vitest/config'
import { CountReporter } from './scripts/count-reporter.ts'

export const conditions = ['neurite-source', 'node', 'import', 'module', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', '{test,bench,scripts}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/*.long.test.ts'],
    // Files share a process, which halves the time: nothing in the house keeps state in its modules.
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 30_000,
    reporters: ['default', new CountReporter()],
    typecheck: {
      enabled: true,
      tsconfig: './tsconfig.types.json',
      include: ['test/**/*.test-d.ts'],
    },
    coverage: {
      provider: 'v8',
      include: ['packages/{core,nodes}/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 85 },
    },
  },
})
