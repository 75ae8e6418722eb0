/** What the arguments and options of a call are refused for. One function per code. */
import { type Issue, show, word, wrong } from './issue.ts'

export const invalidOption = (option: string, value: unknown, wants: string, where?: string): Issue =>
  where === undefined
    ? wrong('INVALID_OPTION', { option }, `${word(option)} is ${show(value)}`, `give ${word(wants)}`)
    : wrong(
        'INVALID_OPTION',
        { option, of: where },
        `${word(option)} of ${word(where)} is ${show(value)}`,
        `give ${word(wants)}`,
      )
/** `near` is how it is written: `epochs`, or `hyperparameters: { learningRate }`. */
export const unknownOption = (where: string, option: string, known: readonly string[], near: string | null): Issue =>
  wrong(
    'UNKNOWN_OPTION',
    { option, of: where, ...(near !== null && { near }) },
    `${where} has no option ${show(option)}`,
    known.length === 0
      ? 'leave it out: there is nothing to choose'
      : `${near === null ? 'use' : `write { ${near} }, or another`} one of ${known.join(', ')}`,
  )
/** Something else stands where the options belong; `suits` are the options it may have been meant as. */
export const misplacedOptions = (
  where: string,
  given: unknown,
  known: readonly string[],
  suits: readonly string[],
): Issue =>
  wrong(
    'INVALID_OPTION',
    { option: 'options', of: where },
    `the options of ${where} are ${show(given)}`,
    known.length === 0 ? 'leave them out' : `give an object: { ${(suits.length > 0 ? suits : known).join(', ')} }`,
  )
export const invalidArgument = (where: string, argument: string, value: unknown, wants: string): Issue =>
  wrong('INVALID_ARGUMENT', { argument, of: where }, `${argument} of ${where} is ${show(value)}`, `give ${wants}`)
export const foreignCopy = (where: string, what: string): Issue =>
  wrong(
    'FOREIGN_COPY',
    { argument: what, of: where },
    `the ${what} handed to ${where} was made by another copy of @neurite/core, which shares nothing with this one`,
    'load one copy: `npm ls @neurite/core` lists them, and import and require load one each; or carry it over as JSON or as a file',
  )
export const asyncNotAllowed = (what: string): Issue =>
  wrong(
    'ASYNC_NOT_ALLOWED',
    {},
    `${what} answered by a promise, whose outcome nobody awaits here`,
    'answer at once: await what it needs before, and hand in a function that is not async',
  )
