// biome-ignore-all lint/suspicious/noControlCharactersInRegex: escape codes are what is looked for
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { examples } from '../examples.ts'
import { firstLook } from '../first-look.ts'
import type { Place, PlaceOfNode } from '../parts/walk-log.ts'
import { runExample } from '../run-example.ts'
import { fakeKeys } from '../terminal/fake-keys.ts'
import { fakeStream } from '../terminal/fake-stream.ts'
import { output } from '../terminal/output.ts'
import { result, written } from './written.ts'

/** Whole runs are tested below and in examples.long.test.ts; these are long enough to go through all of it. */
const SHORT: Readonly<Record<string, string>> = {
  'three-two-one': '1',
  xor: '50',
  'two-spirals': '30',
  digits: '20',
  'custom-topology': '50',
  online: '100',
  resume: '300',
  'step-by-step': '1',
  'time-travel': '30',
  validation: '40',
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

it.each(['2', '3'])('[EX17] two-spirals: also after fewer steps from elsewhere, seed %s', async (seed) => {
  expect((await result('two-spirals', '--steps', '3000', '--seed', seed)).accuracy).toBeGreaterThan(0.95)
})

it('[EX17] digits: more than 95 % of those of our own making are read right', async () => {
  const { made, testRows, accuracy } = await result('digits')
  expect([made, testRows]).toEqual([true, 500])
  expect(accuracy).toBeGreaterThan(0.95)
})

it.each(['1', '3'])(
  '[EX23] validation: it stops early, and the state put back does better on unseen points, seed %s',
  async (seed) => {
    const { stopped, best, atBest, atEnd, learned } = await result('validation', '--seed', seed)
    expect(stopped).toBe(best + 200)
    expect(stopped).toBeLessThan(3000)
    expect(atBest.loss).toBeLessThan(atEnd.loss)
    expect(learned).toBeLessThan(atEnd.loss)
    expect(atBest.confusion.flat().reduce((a: number, b: number) => a + b)).toBe(400)
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

it.each(['1', '2', '3'])(
  '[EX19] time-travel: the past names the step, the sensor and the row, seed %s',
  async (seed) => {
    const told = await result('time-travel', '--seed', seed)
    const { steps, badRow, abnormal, jump, row, parameter, share, moved, ablated } = told
    expect([steps, row]).toEqual([600, badRow])
    expect([abnormal.name, abnormal.node]).toEqual(['abnormal value', 'humidity'])
    expect([abnormal.step, jump.step]).toEqual([Math.floor(badRow / 8) + 1, abnormal.step])
    expect([parameter, moved[0].node]).toEqual(['humidity->water', 'water'])
    expect(share).toBeGreaterThan(0.99)
    const without = Object.fromEntries(
      ablated.map((one: { sensor: string; without: number }) => [one.sensor, one.without]),
    )
    expect(Math.abs(without.humidity)).toBeLessThan(2)
    expect(Math.min(Math.abs(without.warmth), Math.abs(without.light))).toBeGreaterThan(5)
  },
)

it.each(['1', '2', '3'])(
  '[EX20] time-travel: with the row put right it goes on as if it had been, seed %s',
  async (seed) => {
    const { abnormal, losses, lossesSpoilt, lossesPutRight, ...told } = await result('time-travel', '--seed', seed)
    expect([told.samePlace, told.samePast]).toEqual([true, true])
    expect(told.loss).toBeGreaterThan(5 * told.lossOfFork)
    expect(told.fingerprintOfFork).not.toBe(told.fingerprint)
    const shared = lossesSpoilt.length - (losses.length - abnormal.step) - 1
    expect(lossesSpoilt).toEqual(losses.slice(-lossesSpoilt.length))
    expect(lossesPutRight.slice(0, shared)).toEqual(lossesSpoilt.slice(0, shared))
    expect(lossesPutRight[shared]).toBeLessThan(lossesSpoilt[shared] / 100)
  },
)

it('[EX20] time-travel: too few steps are as many as it takes to see what is normal', async () => {
  const { steps, row, badRow } = await result('time-travel', '--steps', '1')
  expect([steps, row]).toEqual([20, badRow])
})

describe('step-by-step', () => {
  it('[EX21] goes forth through an update and back, by neuron, phase and step, to the same bits', async () => {
    const { places, again, isSame } = await result('step-by-step')
    expect([places.length, again, isSame]).toEqual([24, 11, true])
    const where = places.map(({ step, fired }: Place) => `${step}:${fired}`)
    const update = ['1:0', '1:1', '1:2', '1:3', '1:4', '1:5', '1:6', '1:7', '1:8', '1:9', '1:10', '2:0']
    expect(where.slice(0, 12)).toEqual(update)
    expect(where.slice(12)).toEqual([...update.slice(7, 11).reverse(), ...update.slice(8), '2:7', '2:0', '1:7', '1:0'])
  })

  it('[EX21] knows of each neuron what has fired, and of the textbook’s numbers each', async () => {
    const { places } = await result('step-by-step')
    const at = (k: number, id: string) => (places[k] as Place).values[id] as PlaceOfNode
    expect([at(4, 'h4').activation, at(4, 'h5').activation]).toEqual([[0.3318122278318339], null])
    expect([at(7, 'o6').activation, at(7, 'o6').delta]).toEqual([[0.47388889882398544], null])
    expect(at(10, 'h4').delta?.[0]).toBeCloseTo(0.008724561965433263, 15)
    expect([at(10, 'o6').weights[1], at(11, 'o6').weights[1]]).toEqual([-0.3, expect.closeTo(-0.26082884634154524, 15)])
    expect(at(23, 'o6')).toEqual(at(0, 'o6'))
  })

  it('[EX22] goes where keys send it, drawn in place, until q; the terminal is as it was', async () => {
    const { stream, text } = fakeStream({ isTTY: true })
    const input = fakeKeys()
    const running = runExample(['step-by-step'], stream, input)
    expect(input.modes).toEqual([true])
    for (const key of ['\x1b[C', 'n', 'x', '\x1b[D', 'b', 'b', 'p', 's', 'e', 'q']) {
      input.write(key)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await running
    expect(input.modes).toEqual([true, false])
    const drawn = stripVTControlCharacters(text())
    const heads = [...drawn.matchAll(/^step (\d+), .*$/gm)].map(([head]) => head)
    expect(heads).toEqual([
      'step 1, nothing has fired',
      'step 1, forward: firing 1, x1',
      'step 1, forward: firing 2, x2',
      'step 1, forward: firing 1, x1',
      'step 1, nothing has fired',
      'step 1, nothing has fired',
      'step 1, loss: firing 7',
      'step 2, nothing has fired',
      'step 3, nothing has fired',
    ])
    expect(drawn).toContain('q: quit')
    expect(drawn).toMatch(/3 of 9 places had been seen before\. The same bits each time: yes\.\n$/)
  })

  it('[EX22] without a terminal to press keys on, or with --json, the script is played', async () => {
    const [input, { stream, text }] = [fakeKeys(), fakeStream({ isTTY: true })]
    await runExample(['step-by-step', '--json'], stream, input)
    expect(JSON.parse(text()).places).toHaveLength(24)
    await runExample(['step-by-step'], fakeStream().stream, input)
    expect(input.modes).toEqual([])
  })
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
