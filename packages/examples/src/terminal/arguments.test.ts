import { describe, expect, it } from 'vitest'
import { readArguments, UsageError } from './arguments.ts'

const EXAMPLES = { xor: 'the smallest', digits: 'the largest' }
const read = (...given: string[]) => readArguments(given, EXAMPLES)

function refusal(...given: string[]): UsageError {
  try {
    read(...given)
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('arguments', () => {
  it('[EX7] a name alone leaves everything to the example', () => {
    expect(read('xor')).toEqual({ name: 'xor', json: false, data: undefined, steps: undefined, seed: 1 })
  })

  it('[EX7] options stand before or after the name, with or without =', () => {
    const wanted = { name: 'digits', json: true, data: '../data', steps: 500, seed: 0 }
    expect(read('digits', '--json', '--data', '../data', '--steps', '500', '--seed', '0')).toEqual(wanted)
    expect(read('--seed=0', '--steps=500', '--data=../data', '--json', 'digits')).toEqual(wanted)
  })

  it.each([
    ['no name', []],
    ['an unknown name', ['nand']],
    ['a name that objects inherit', ['constructor']],
    ['two names', ['xor', 'digits']],
    ['an unknown option', ['xor', '--jsno']],
    ['an option without its value', ['xor', '--data']],
  ])('[EX7] %s is answered with the list of examples', (_, given) => {
    const { message, exitCode } = refusal(...given)
    expect(exitCode).toBe(2)
    expect(message).toContain('  xor     the smallest\n  digits  the largest')
  })

  it.each([
    ['--steps', '0'],
    ['--steps', '1.5'],
    ['--steps', 'many'],
    ['--steps', ''],
    ['--seed', '-1'],
    ['--seed', '1e3'],
    ['--seed', '99999999999999999999'],
  ])('[EX7] %s %o is refused', (option, value) => {
    expect(refusal('xor', `${option}=${value}`).message).toContain(`${option} is "${value}"`)
  })

  it('[EX7] --help lists the examples and is no failure', () => {
    expect(refusal('--help')).toMatchObject({ exitCode: 0 })
    expect(refusal('-h').message).toContain('digits  the largest')
  })
})
