/** What stands behind `npm run example --`: the name of an example and its options. */

import { parseArgs } from 'node:util'

/** How an example is asked to run. */
export interface Arguments {
  readonly name: string
  /** One JSON object as the last line, and nothing before it. */
  readonly json: boolean
  /** A folder of files to learn from. */
  readonly data: string | undefined
  /** How many steps to run, where the example's own number is not wanted. */
  readonly steps: number | undefined
  readonly seed: number
}

/** The arguments cannot be understood, or help was asked for: `message` is to be printed, `exitCode` to be left with. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly exitCode: number

  constructor(message: string, exitCode = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

const OPTIONS = {
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
  steps: { type: 'string' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/**
 * Reads the arguments. `examples` says for each name what it shows.
 * Throws a UsageError for unknown names and options, numbers that are none, and --help.
 */
export function readArguments(given: readonly string[], examples: Readonly<Record<string, string>>): Arguments {
  const { values, positionals } = parsed(given, examples)
  if (values.help) throw new UsageError(usage(examples), 0)
  const [name, ...more] = positionals
  if (name === undefined) throw new UsageError(usage(examples))
  if (!Object.hasOwn(examples, name)) throw new UsageError(`There is no example "${name}".\n\n${usage(examples)}`)
  if (more.length > 0) throw new UsageError(`One example at a time: ${positionals.join(', ')}.\n\n${usage(examples)}`)
  return {
    name,
    json: values.json,
    data: values.data,
    steps: values.steps === undefined ? undefined : whole('steps', values.steps, 1),
    seed: whole('seed', values.seed, 0),
  }
}

function parsed(given: readonly string[], examples: Readonly<Record<string, string>>) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}.\n\n${usage(examples)}`)
  }
}

function whole(option: string, text: string, least: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`--${option} is "${text}"; give a whole number, ${least} or more.`)
  }
  return value
}

/** The text that lists what can be asked for. */
function usage(examples: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(examples).map((name) => name.length))
  const lines = Object.entries(examples).map(([name, about]) => `  ${name.padEnd(width)}  ${about}`)
  return `npm run example -- NAME [--json] [--data DIR] [--steps N] [--seed N]\n\n${lines.join('\n')}`
}
