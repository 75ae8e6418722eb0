import { lastValueFrom } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { find, findAll, findLast } from '../explain/find.ts'
import { bitRows, layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { type Network, network } from '../network.ts'
import { sgd } from '../optimize/sgd.ts'
import type { Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { pauseWhen } from '../train/pause-when.ts'
import { train } from '../train/train.ts'
import { type ConditionData, condition } from './condition.ts'

const rows = bitRows(8, 3)

async function trained(): Promise<Network> {
  const net = network(layers([3, 3, 1]), { seed: 4, optimizer: sgd({ learningRate: 0.5 }) })
  await lastValueFrom(train(net, rows, { batchSize: 3, epochs: 40 }))
  return net
}

const some = (step: Step, holds: (number: number) => boolean): boolean =>
  step.node('l1n0').activation.toArray().some(holds)

describe('a condition as data', () => {
  test.each<[string, ConditionData, (step: Step) => boolean]>([
    ['the loss', { what: 'loss', is: '<', value: 0.125 }, ({ loss }) => loss < 0.125],
    ['any row', { what: 'l1n0:activation', is: '>', value: 0.56 }, (step) => some(step, (number) => number > 0.56)],
    [
      'any row, said',
      { what: 'l1n0:activation', is: '>=', value: 0.56, row: 'any' },
      (step) => some(step, (number) => number >= 0.56),
    ],
    ['a row that the last batch has not', { what: 'l2n0:delta', is: '!=', value: 9, row: 2 }, ({ rows }) => rows > 2],
    [
      'the mean',
      { what: 'l1n1:netInput', is: '<=', value: 0, row: 'mean' },
      (step) => step.node('l1n1').netInput.mean() <= 0,
    ],
    [
      'a parameter',
      { what: 'l1n0:weights', is: '>', value: 0.274, row: 1 },
      (step) => step.node('l1n0').weights.at(1) > 0.274,
    ],
    [
      'a bias, by its name',
      { what: 'l1n0:bias', is: '>', value: 0 },
      ({ snapshot }) => (snapshot.node('l1n0').bias as number) > 0,
    ],
    [
      'a weight, by its edge',
      { what: 'l1n0->l2n0', is: '<', value: 0.2 },
      ({ snapshot }) => snapshot.edge('l1n0', 'l2n0') < 0.2,
    ],
    [
      'an input',
      { what: 'l0n0:activation', is: '==', value: 1, row: 0 },
      (step) => step.node('l0n0').activation.at(0) === 1,
    ],
    [
      'all of them',
      {
        all: [
          { what: 'l1n0:activation', is: '>', value: 0.56 },
          { what: 'loss', is: '<', value: 0.125 },
        ],
      },
      (step) => step.loss < 0.125 && some(step, (number) => number > 0.56),
    ],
    [
      'any of them',
      {
        any: [{ what: 'loss', is: '>', value: 0.13 }, { all: [{ what: 'l2n0:gradient', is: '<', value: 0, row: 0 }] }],
      },
      (step) => step.loss > 0.13 || step.node('l2n0').gradient.at(0) < 0,
    ],
  ])('[CO1] %s finds what the function finds', async (_, data, holds) => {
    const net = await trained()
    const wanted = (await findAll(net, holds)).map(({ step }) => step)
    const copied = structuredClone(JSON.parse(JSON.stringify(data))) as ConditionData
    expect((await findAll(net, copied)).map(({ step }) => step)).toEqual(wanted)
    expect((await find(net, data))?.step).toBe(wanted[0])
    expect((await findLast(net, data))?.step).toBe(wanted.at(-1))
    expect(wanted.length).toBeGreaterThan(0)
    expect(wanted.length).toBeLessThan(120)
  })

  test('[CO1] pauses a training', async () => {
    const net = await trained()
    const first = await lastValueFrom(
      train(net, rows, { batchSize: 3, epochs: 400 }).pipe(pauseWhen({ what: 'loss', is: '<', value: 0.115 })),
    )
    expect([first.loss < 0.115, net.timeline.step]).toEqual([true, first.step])
    expect((await find(net, ({ step, loss }) => step > 120 && loss < 0.115))?.step).toBe(first.step)
  })

  test('[CO1] a node whose name has a colon is quoted', async () => {
    const net = network(
      graph((g) => {
        g.inputs('a:b', '"c"')
        g.loss(squaredError, g.add('o', linear, { from: ['a:b', '"c"'] }))
      }),
    )
    net.learn({ input: [2, 3], target: [0] })
    const step = net.timeline.stepAt(1)
    expect(condition({ what: '"a:b":activation', is: '==', value: 2 }, 'find')(step)).toBe(true)
    expect(condition({ what: 'a:b:activation', is: '==', value: 2 }, 'find')(step)).toBe(true)
    expect(condition({ what: '"\\"c\\"":activation', is: '==', value: 3 }, 'find')(step)).toBe(true)
  })

  test('[CO2] what is not finite is found in the step that was refused', async () => {
    const net = network(layers([2, 1], linear), { optimizer: sgd({ learningRate: 1 }) })
    net.learn({ input: [1, 1], target: [0] })
    expect(refusal(() => net.learn({ input: [1e308, -1e308], target: [-1e308] })).code).toBe('TRAINING_DIVERGED')
    expect((await find(net, { what: 'loss', is: 'not finite' }))?.failed).toBe(true)
    expect((await find(net, { what: 'l1n0:gradient', is: 'not finite' }))?.failed).toBe(true)
    expect(await find(net, { what: 'l1n0:weights', is: 'not finite', row: 'mean' })).toBe(null)
  })

  test('[CO3] on the loss alone it costs no replay, and asks the loss first', async () => {
    const net = await trained()
    const { replay } = net.engine.past
    const before = replay.performed
    await findAll(net, { any: [{ what: 'loss', is: '<', value: 0 }, { all: [{ what: 'loss', is: '>', value: 9 }] }] })
    await findAll(net, {
      all: [
        { what: 'l1n0:activation', is: '>', value: 2 },
        { what: 'loss', is: '<', value: 0 },
      ],
    })
    expect(replay.performed).toBe(before)
    await findAll(net, { what: 'l1n0:activation', is: '>', value: 2 })
    expect(replay.performed).toBeGreaterThan(before)
  })

  const deep = (levels: number): unknown => {
    let given: unknown = { what: 'loss', is: '<', value: 1 }
    for (let k = 0; k < levels; k++) given = { all: [given] }
    return given
  }
  const cyclic: { all: unknown[] } = { all: [] }
  cyclic.all.push(cyclic)

  test.each<[string, unknown, string, object]>([
    ['nothing', undefined, 'INVALID_ARGUMENT', { argument: 'condition', of: 'find' }],
    ['a text', 'loss < 1', 'INVALID_ARGUMENT', { argument: 'condition' }],
    ['a list', [{ what: 'loss', is: '<', value: 1 }], 'INVALID_ARGUMENT', { argument: 'condition' }],
    ['an empty object', {}, 'INVALID_OPTION', { option: 'what', of: 'the condition of find' }],
    ['an unknown comparison', { what: 'loss', is: '=', value: 1 }, 'INVALID_OPTION', { option: 'is' }],
    ['a comparison of every object', { what: 'loss', is: 'toString', value: 1 }, 'INVALID_OPTION', { option: 'is' }],
    ['no value', { what: 'loss', is: '<' }, 'INVALID_OPTION', { option: 'value' }],
    ['a value that is none', { what: 'loss', is: '<', value: Number.NaN }, 'INVALID_OPTION', { option: 'value' }],
    ['a value too many', { what: 'loss', is: 'not finite', value: 1 }, 'UNKNOWN_OPTION', { option: 'value' }],
    ['a row of the loss', { what: 'loss', is: '<', value: 1, row: 0 }, 'UNKNOWN_OPTION', { option: 'row' }],
    ['a row that is none', { what: 'h:delta', is: '<', value: 1, row: -1 }, 'INVALID_OPTION', { option: 'row' }],
    ['another quantity', { what: 'h:Delta', is: '<', value: 1 }, 'INVALID_OPTION', { option: 'what' }],
    ['a node alone', { what: 'h', is: '<', value: 1 }, 'INVALID_OPTION', { option: 'what' }],
    ['a node without a name', { what: ':delta', is: '<', value: 1 }, 'INVALID_OPTION', { option: 'what' }],
    ['none of all', { all: [] }, 'INVALID_OPTION', { option: 'all', of: 'the condition of find' }],
    [
      'all and more',
      { all: [{ what: 'loss', is: '<', value: 1 }], what: 'loss' },
      'UNKNOWN_OPTION',
      { option: 'what' },
    ],
    [
      'a wrong one inside',
      { any: [{ what: 'loss', is: '<', value: 1 }, { all: [{ what: 'loss', is: '<', value: '1' }] }] },
      'INVALID_OPTION',
      { option: 'value', of: 'the condition of find.any[1].all[0]' },
    ],
    ['a number inside', { any: [1] }, 'INVALID_OPTION', { option: 'the condition of find.any[0]' }],
    ['a hole', { any: new Array(1) }, 'INVALID_OPTION', { option: 'the condition of find.any[0]' }],
    ['too deep', deep(40), 'INVALID_OPTION', {}],
    ['itself', cyclic, 'INVALID_OPTION', {}],
  ])('[CO4] %s is refused by code, with the place', async (_, given, code, place) => {
    const net = network(layers([3, 1]))
    await expect(find(net, given as ConditionData)).rejects.toMatchObject({ code, place })
    expect(refusal(() => pauseWhen(given as ConditionData)).code).toBe(code)
  })

  test('[CO4] what stands so deep is taken, and a node that is not there is UNKNOWN_NODE', async () => {
    const net = network(layers([3, 1]))
    net.learn(rows[0] as never)
    expect((await find(net, deep(30) as ConditionData))?.step).toBe(1)
    const asked = find(net, { what: 'h9:delta', is: '>', value: 1 })
    await expect(asked).rejects.toMatchObject({ code: 'UNKNOWN_NODE' })
  })

  test('[CO5] a parameter is asked for by its name; what is none is refused where it is looked for', async () => {
    const net = await trained()
    expect(await find(net, { what: 'l1n0->l2n0', is: 'not finite' })).toBeNull()
    await expect(find(net, { what: 'l9:bias', is: '>', value: 0 })).rejects.toMatchObject({ code: 'UNKNOWN_NODE' })
    await expect(find(net, { what: 'l1n0->x9', is: '>', value: 0 })).rejects.toMatchObject({ code: 'UNKNOWN_NODE' })
    await expect(find(net, { what: 'l1n0:slope', is: '>', value: 0 })).rejects.toMatchObject({ code: 'UNKNOWN_EDGE' })
  })
})
