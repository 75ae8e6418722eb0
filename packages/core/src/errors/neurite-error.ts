/** The one error of the library. Validation returns lists of issues; only the outermost call throws them. */
import { hide, inspectable, WIDTH } from '../text/inspectable.ts'
import { folded } from '../text/printed.ts'
import { wrapped } from '../text/wrapped.ts'
import type { Issue, Place } from './issue.ts'
import { invalidArgument } from './options.ts'

/**
 * What the library throws. `code` is the first issue's; `issues` holds all that were found.
 *
 * @example
 * try { graph(recipe) } catch (error) {
 *   if (error instanceof NeuriteError) console.log(error.code, error.place, error.wayOut)
 * }
 */
export class NeuriteError extends Error {
  override readonly name = 'NeuriteError'
  readonly code: string
  readonly place: Place
  readonly wayOut: string
  readonly issues: readonly Issue[]

  constructor(found: Issue | readonly Issue[], options?: ErrorOptions) {
    const given: readonly unknown[] = Array.isArray(found) ? found : [found]
    const isSound = given.length > 0 && given.every((one) => typeof one === 'object' && one !== null && 'code' in one)
    const issues = isSound
      ? (given as readonly Issue[])
      : [invalidArgument('NeuriteError', 'issues', found, 'an issue, or a list of them')]
    const first = issues[0] as Issue
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more, see error.issues)` : ''
    super(`${first.code}: ${first.what}; ${first.wayOut}${more}`, options)
    this.code = first.code
    this.place = first.place
    this.wayOut = first.wayOut
    this.issues = printedIssues(issues)
    // A console prints the message, which has said this already, and then what can be listed.
    hide(this, 'name', 'code', 'wayOut')
    if (issues.length === 1) hide(this, 'issues')
  }

  toJSON(): Pick<NeuriteError, 'name' | 'code' | 'message' | 'place' | 'wayOut' | 'issues'> {
    const { name, code, message, place, wayOut, issues } = this
    return { name, code, message, place, wayOut, issues }
  }
}

/** The same list; it prints as a line or two for each. */
function printedIssues(issues: readonly Issue[]): readonly Issue[] {
  const list = [...issues]
  const lines = list.map(({ code, what, wayOut }) => wrapped(`${code}: ${what}; ${wayOut}`, WIDTH, '    '))
  const title = `${list.length} issues`
  inspectable(list, () => ({ title, text: [title, ...folded(lines)].join('\n  ') }))
  return list
}

/** What every copy of this package marks its errors with. */
const BRAND = Symbol.for('neurite/error')
Object.defineProperty(NeuriteError.prototype, BRAND, { value: true })
// An error of another copy of this package is one, too: ESM beside CommonJS, or two versions.
Object.defineProperty(NeuriteError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== NeuriteError) return Function.prototype[Symbol.hasInstance].call(this as () => void, value)
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true
  },
})
