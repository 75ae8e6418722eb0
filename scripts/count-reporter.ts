/** A vitest reporter that ends the whole output with one plain line: `N passed, N failed`, and `, N skipped` where some were. */
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

export class CountReporter implements Reporter {
  #line: string | undefined

  onInit(): void {
    // At exit, so that the coverage report stands above it.
    process.once('exit', () => {
      if (this.#line !== undefined) process.stdout.write(`\n${this.#line}\n`)
    })
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const { passed, failed, skipped } = count(modules, errors.length)
    this.#line = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
  }
}

/** A file that breaks outside its tests, and an error nobody caught, count as one failure each. */
export function count(
  modules: readonly TestModule[],
  strayErrors: number,
): { passed: number; failed: number; skipped: number } {
  let passed = 0
  let failed = strayErrors
  let skipped = 0
  for (const module of modules) {
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') passed++
      if (state === 'failed') failedHere++
      if (state === 'skipped') skipped++
    }
    failed += module.ok() ? failedHere : Math.max(1, failedHere)
  }
  return { passed, failed, skipped }
}
