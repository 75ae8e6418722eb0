/** What files, databases and other forms from elsewhere are refused for. One function per code. */
import { type Issue, type Place, show, wrong } from './issue.ts'

const AS_WRITTEN = 'hand in what toJSON wrote, unchanged'
export const invalidFormat = (what: string, place: Place = {}, wayOut: string = AS_WRITTEN): Issue =>
  wrong('INVALID_FORMAT', place, what, wayOut)
export const newerFormat = (format: string, version: unknown, known: number): Issue =>
  wrong(
    'NEWER_FORMAT',
    { format, version: String(version) },
    `this is ${format} version ${String(version)}, known is up to ${known}`,
    'update @neurite/core to read it',
  )
/** Without `isRecovering`, there is more to be had. */
export const timelineDamaged = (place: Place, what: string, isRecovering = false): Issue =>
  wrong(
    'TIMELINE_DAMAGED',
    place,
    what,
    isRecovering
      ? 'take another copy of it, since in this one nothing is left to begin with'
      : 'read it with { recover: true } to get all that is sound; onDamage is told what is not',
  )
export const tooLarge = (place: Place, bytes: number, limit: number): Issue =>
  wrong(
    'TOO_LARGE',
    place,
    `what is read would take ${bytes} bytes of memory, ${Math.floor(limit)} are allowed`,
    'give { maxBytes } if you trust where it comes from',
  )
export const noTimelineFile = (): Issue =>
  wrong('INVALID_FORMAT', {}, 'this is no timeline file', 'hand in the bytes that save(net) gave, from the first on')
export const storeInUse = (prefix: string, why: string): Issue =>
  wrong(
    'STORE_IN_USE',
    { prefix },
    `${why} under ${show(prefix)}`,
    'go on with what is kept there by load(place, definitions) once nobody writes it, or choose another prefix or database',
  )
export const storeFailed = (prefix: string, what: string): Issue =>
  wrong(
    'STORE_FAILED',
    { prefix },
    `the database failed over what is kept under ${show(prefix)}: ${what}`,
    'see error.cause and make room; the next flush writes all that is missing; if that fails as well, close the database and open it again',
  )
export const storeUnavailable = (prefix: string, what: string, wayOut: string): Issue =>
  wrong('STORE_UNAVAILABLE', { prefix }, `${what}; it cannot do what was asked of it under ${show(prefix)}`, wayOut)
export const stateDiffers = (step: number): Issue =>
  wrong(
    'STATE_DIFFERS',
    { step },
    `doing everything again up to step ${step} gives another state than was kept`,
    'load it with the definitions it was made with, or look at steps before that',
  )
export const textTooLong = (key: string): Issue =>
  wrong(
    'TEXT_TOO_LONG',
    { key },
    `${show(key)} has more in it than a text can hold: tens of millions of start weights that were given one by one`,
    'let an initializer draw them, and set them by net.change({ parameters }) or net.restore(snapshot)',
  )
export const nothingKept = (): Issue =>
  wrong('NOTHING_KEPT', {}, 'no history is kept there', 'begin one: await persist(net, place)')
