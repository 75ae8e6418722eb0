/** Runs a program's work: errors that people can act on are told without a stack, and a closed pipe ends it quietly. */

import { NeuriteError } from '@neurite/core'
import { IdxError } from '../data/idx.ts'
import { UsageError } from './arguments.ts'

/** Does the work, and leaves the exit code that it deserves: 0, 1 where it failed, 2 where it was asked for wrongly. */
export async function launch(work: () => Promise<void>): Promise<void> {
  // Whoever reads our output may stop reading: `npm run example -- xor | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  try {
    await work()
  } catch (error) {
    const told = tell(error)
    if (told === null) throw error
    const { text, exitCode } = told
    if (exitCode === 0) process.stdout.write(`${text}\n`)
    else process.stderr.write(`${text}\n`)
    process.exitCode = exitCode
  }
}

/** What to say of an error, null where it is a fault of the program itself. */
export function tell(error: unknown): { readonly text: string; readonly exitCode: number } | null {
  if (error instanceof UsageError) return { text: error.message, exitCode: error.exitCode }
  if (error instanceof IdxError) return { text: `${error.code}: ${error.message}`, exitCode: 1 }
  if (error instanceof NeuriteError) return { text: error.issues.map(issueText).join('\n\n'), exitCode: 1 }
  return null
}

function issueText({ code, place, what, wayOut }: NeuriteError['issues'][number]): string {
  const where = Object.entries(place).map(([name, value]) => `${name} ${value}`)
  return [`${code}${where.length > 0 ? ` at ${where.join(', ')}` : ''}`, `  ${what}`, `  → ${wayOut}`].join('\n')
}
