import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { graph, NeuriteError } from '@neurite/core'
import { describe, expect, it } from 'vitest'
import { IdxError } from '../data/idx.ts'
import { UsageError } from './arguments.ts'
import { tell } from './launch.ts'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs `run.ts` as npm does; with `lines`, reads that many lines and closes the pipe. */
function run(given: readonly string[], lines = Number.POSITIVE_INFINITY): Promise<Ended> {
  const program = fileURLToPath(new URL('../run.ts', import.meta.url))
  const flags = ['--conditions=neurite-source', '--import', import.meta.resolve('tsx')]
  const child = spawn(process.execPath, [...flags, program, ...given], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, error] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
    if (out.split('\n').length > lines) child.stdout.destroy()
  })
  child.stderr.on('data', (chunk) => {
    error += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })))
}

describe('as a program', () => {
  it('[EX12] an example that ends well leaves 0, and with --json one object', async () => {
    const { code, out, error } = await run(['xor', '--json', '--steps', '50'])
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(JSON.parse(out)).toMatchObject({ steps: 50 })
  })

  it('[EX12] an unknown name leaves 2, with the list of examples and no stack', async () => {
    const { code, out, error } = await run(['nand'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(error).toMatch(/^There is no example "nand"\./)
    expect(error).toContain('two-spirals')
    expect(error).not.toContain('    at ')
  })

  it('[EX12] a pipe that is closed early ends it quietly', async () => {
    expect(await run(['three-two-one'], 1)).toMatchObject({ code: 0, error: '' })
  })
})

describe('what is said of an error', () => {
  it('[EX12] of the library’s: code, place, what and way out of each', () => {
    let error: unknown
    try {
      graph((g) => {
        g.inputs('x')
        g.connect('x', 'nobody')
      })
    } catch (caught) {
      error = caught
    }
    expect(error).toBeInstanceOf(NeuriteError)
    const told = tell(error)
    expect(told?.exitCode).toBe(1)
    expect(told?.text).toMatch(/^UNKNOWN_ENDPOINT at edge x->nobody, node nobody\n {2}the edge .*\n {2}→ add that node/)
  })

  it('[EX12] of a file and of the arguments: the sentence, and its exit code', () => {
    expect(tell(new IdxError('NOT_IDX', 'a.gz', 'is none'))).toEqual({ text: 'NOT_IDX: a.gz: is none', exitCode: 1 })
    expect(tell(new UsageError('how', 0))).toEqual({ text: 'how', exitCode: 0 })
  })

  it('[EX12] a fault of the program keeps its stack', () => {
    expect(tell(new TypeError('oops'))).toBeNull()
  })
})
