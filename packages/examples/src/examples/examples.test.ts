// biome-ignore-all lint/suspicious/noControlCharactersInRegex: escape codes are what is looked for
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { mnistFolder } from '../data/mnist-folder.ts'
import { examples } from '../examples.ts'
import { firstLook } from '../first-look.ts'
import { runExample } from '../run-example.ts'
import { fakeStream } from '../terminal/fake-stream.ts'
import { output } from '../terminal/output.ts'

/** What an example writes, to a pipe or to a terminal. */
async function written(given: readonly string[], isTTY = false): Promise<string> {
  const { stream, text } = fakeStream({ isTTY })
  await runExample(given, stream)
  return text()
}

/** The object that it ends with. */
// biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the object
async function result(...given: string[]): Promise<any> {
  const lines = (await written([...given, '--json'])).split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toBe('')
  return JSON.parse(lines[0] as string)
}

/** Whole runs are tested below; these are long enough to go through all of it. */
const SHORT: Readonly<Record<string, string>> = {
  'three-two-one': '1',
  xor: '50',
  'two-spirals': '30',
  digits: '20',
  'custom-topology': '50',
  online: '100',
  resume: '300',
}
const names = Object.keys(examples)

describe.each(names)('%s', (name) => {
  const short = [name, '--steps', SHORT[name] as string]

  it('[EX16] gives one object with --json, the same for the same seed, on a terminal too', async () => {
    const first = await written([...short, '--json', '--seed', '3'])
    expect(await written([...short, '--json', '--seed', '3'], true)).toBe(first)
    expect(JSON.parse(first).fingerprint).toMatch(/^[0-9a-f]{32}$/)
  })

  it('[EX16] is plain where it is piped, at most 80 characters wide', async () => {
    const text = await written(short)
    expect(stripVTControlCharacters(text)).toBe(text)
    const tooLong = text.split('\n').filter((line) => [...line].length > 80)
    expect(tooLong).toEqual([])
  })

  it('[EX16] fits a terminal of 80 × 24, and puts the colors back', async () => {
    const lines = (await written(short, true)).split('\n')
    const isOpen = (line: string) => /\x1b\[(?:[134]|38|48)[\d;]*m(?!.*\x1b\[(?:0|22|39)m)/.test(line)
    expect(lines.filter(isOpen)).toEqual([])
    // A bar goes back to the start of its line.
    const drawn = lines.flatMap((line) => line.split(/\r|\x1b\[1G/)).map((line) => stripVTControlCharacters(line))
    expect(drawn.filter((line) => [...line].length > 80)).toEqual([])
  })
})

it('[EX16] another seed is another run', async () => {
  const fingerprints = await Promise.all(['1', '2'].map((seed) => result('xor', '--steps', '50', '--seed', seed)))
  expect(fingerprints[0].fingerprint).not.toBe(fingerprints[1].fingerprint)
})

it('[EX17] three-two-one: ours agree, the tables are there, the gradients hold', async () => {
  const { agrees, groupingsAgree, figures, slips, trace, check } = await result('three-two-one')
  expect([agrees, groupingsAgree]).toEqual([true, true])
  expect(figures).toHaveLength(21)
  expect(slips).toHaveLength(9)
  expect([trace.units.length, trace.errors.length, trace.parameters.length]).toEqual([3, 3, 11])
  expect(check.worst).toBeLessThan(1e-9)
})

it.each(['1', '2', '3', '4', '5'])('[EX17] xor: all four rows are right, seed %s', async (seed) => {
  const { correct, loss } = await result('xor', '--steps', '1000', '--seed', seed)
  expect(correct).toBe(4)
  expect(loss).toBeLessThan(0.01)
})

it('[EX17] two-spirals: more than 95 % are right', async () => {
  expect((await result('two-spirals')).accuracy).toBeGreaterThan(0.95)
})

it.each(['2', '3'])('[EX17] two-spirals: also after fewer steps from elsewhere, seed %s', async (seed) => {
  expect((await result('two-spirals', '--steps', '3000', '--seed', seed)).accuracy).toBeGreaterThan(0.95)
})

it('[EX17] digits: more than 95 % of those of our own making are read right', async () => {
  const { made, testRows, accuracy } = await result('digits')
  expect([made, testRows]).toEqual([true, 500])
  expect(accuracy).toBeGreaterThan(0.95)
})

it.skipIf(mnistFolder === null)(
  '[EX17] digits: more than 94 % of the 2,000 MNIST test rows are read right',
  async () => {
    const { made, testRows, accuracy } = await result('digits', '--data', mnistFolder as string)
    expect([made, testRows]).toEqual([false, 2000])
    expect(accuracy).toBeGreaterThan(0.94)
  },
)

it('[EX17] custom-topology: the second hill is found, and the edit is undone', async () => {
  const { lossWithOne, lossWithTwo, found, worstError, undone, batches } = await result('custom-topology')
  expect(lossWithOne).toBeGreaterThan(0.001)
  expect(lossWithTwo).toBeLessThan(1e-9)
  expect(worstError).toBeLessThan(1e-4)
  expect(found[0].x).toBeCloseTo(0.5, 4)
  expect(found[1].height).toBeCloseTo(-0.7, 4)
  expect(undone).toBe(true)
  expect(batches).toBeGreaterThan(2000)
})

it('[EX17] online: who goes on learning follows, who stops does not', async () => {
  const { events, error, errorOfTwin } = await result('online')
  expect(events).toBe(6000)
  expect(error).toBeLessThan(0.1)
  expect(errorOfTwin).toBeGreaterThan(5 * error)
})

it('[EX17] resume: killed in the middle, it ends in the same bits', async () => {
  const { same, fingerprint, neverStopped } = await result('resume')
  expect([same, fingerprint]).toEqual([true, neverStopped])
})

describe('npm start', () => {
  it('[EX18] shows the worked example, a live run and where to go next, in plain lines where it is piped', async () => {
    const { stream, text } = fakeStream()
    await firstLook(output(false, stream), 3000)
    const shown = text()
    expect(stripVTControlCharacters(shown)).toBe(shown)
    expect(shown.split('\n').filter((line) => [...line].length > 80)).toEqual([])
    expect(shown).toContain('All 21 figures agree to 1e-15, fused or neuron by neuron: yes.')
    expect(shown).toMatch(/step 3000 of 3000 {2}loss 0\.\d+ {2}[\d,]+ steps\/s/)
    expect(shown.match(/^a1 .*c1->out/gm)).toHaveLength(5)
    expect(Number(/(\d+) of 194 points right/.exec(shown)?.[1])).toBeGreaterThan(184)
    for (const name of names) expect(shown).toContain(`npm run example -- ${name}`)
  })

  it('[EX18] draws bar, picture and neurons in place on a terminal', async () => {
    const { stream, text } = fakeStream({ isTTY: true })
    await firstLook(output(false, stream), 300)
    expect(text()).toContain('\x1b[22A')
    expect(text()).toContain('activation$ at (0, 0.5)')
    expect(text()).toContain('100 %  step 300 of 300')
  })
})
