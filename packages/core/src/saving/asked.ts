/** A question to a database: it has to be answered in time, and its refusals get a code. */

import { storeFailed, storeUnavailable } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'

/** Milliseconds that a database may take for one answer, unless `deadline` says otherwise. */
export const DEADLINE = 30_000
/** The longest that timers wait. */
const LONGEST = 2 ** 31 - 1

/** The longest time a timer can be told. */
export const timed = (milliseconds: number): number => Math.min(milliseconds, LONGEST)

/** Rejects with STORE_UNAVAILABLE where the answer takes longer than that, and with a code where the database refuses. */
export async function asked<T>(answer: Promise<T>, prefix: string, deadline: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const what = `the database has not answered for ${deadline} ms`
    const refuse = () => reject(new NeuriteError(storeUnavailable(prefix, what, 'look after it, or raise deadline')))
    if (Number.isFinite(deadline)) timer = setTimeout(refuse, timed(deadline))
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    throw storeError(error, prefix)
  } finally {
    clearTimeout(timer)
  }
}

/** What a database refuses, by code, with its own error as the cause. */
export function storeError(error: unknown, prefix: string): NeuriteError {
  if (error instanceof NeuriteError) return error
  const codes = codesOf(error)
  const unavailable = (what: string, wayOut: string) =>
    new NeuriteError(storeUnavailable(prefix, what, wayOut), { cause: error })
  if (codes.some((code) => code === 'LEVEL_LOCKED')) {
    return unavailable('another process has the database open', 'end that process, or choose another database')
  }
  if (codes.some((code) => /NOT_OPEN$/.test(code))) {
    return unavailable('the database is not open', 'await level.open(), and close it after kept.close()')
  }
  if (codes.some((code) => /^(EROFS|EACCES|EPERM|LEVEL_READ_?ONLY|LEVEL_NOT_SUPPORTED)$/.test(code))) {
    return unavailable('the database can only be read', 'hand in one that can be written')
  }
  const what = error instanceof Error ? error.message : String(error)
  return new NeuriteError(storeFailed(prefix, what), { cause: error })
}

/** The codes of an error and of its causes; LevelDB tells some by its text alone. */
function codesOf(error: unknown): string[] {
  const codes: string[] = []
  for (let each = error, depth = 0; each instanceof Error && depth < 8; each = each.cause, depth++) {
    if ('code' in each && typeof each.code === 'string') codes.push(each.code)
    if (/read-?only/i.test(each.message)) codes.push('EROFS')
    else if (/permission denied|not permitted/i.test(each.message)) codes.push('EACCES')
  }
  return codes
}
