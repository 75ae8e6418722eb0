// The tests that take long: kills, fuzz and browsers at length. `npm test` leaves them out, `npm run test:long` runs them.
import { defineConfig } from 'vitest/config'
import { CountReporter } from './scripts/count-reporter.ts'
import { conditions } from './vitest.config.ts'

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/src/**/*.long.test.ts', '{test,bench,scripts}/**/*.long.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    reporters: ['verbose', new CountReporter()],
  },
})
