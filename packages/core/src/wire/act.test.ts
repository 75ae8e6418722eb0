import { MessageChannel } from 'node:worker_threads'
import { firstValueFrom, lastValueFrom, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { dataset } from '../data/dataset.ts'
import { bitRows, layers, linear, sigmoid, squaredError } from '../flow/sample-graphs.ts'
import { fork } from '../fork.ts'
import { edit } from '../graph/compose/edit.ts'
import type { Definition, Definitions } from '../graph/contracts/definition.ts'
import { input } from '../graph/contracts/kind.ts'
import { type Network, network, OwnNetwork } from '../network.ts'
import { adam } from '../optimize/adam.ts'
import { sgd } from '../optimize/sgd.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { OwnStep, type Step } from '../step/step.ts'
import { refusal } from '../testing/refusal.ts'
import { finish } from '../train/finish.ts'
import { train } from '../train/train.ts'
import { type Acted, act, type NetworkAction } from './act.ts'
import { fromWire } from './from-wire.ts'
import { toWire } from './to-wire.ts'

const rows = bitRows(8, 3)
const g = layers([3, 3, 1])
const wider = edit(g, (g) => {
  g.add('extra', sigmoid, { from: 'l0n0' })
  g.connect('extra', 'l2n0', { weight: 0.5 })
}).graph
const definitions: Definitions = Object.fromEntries(
  [input, sigmoid, linear, squaredError].map((one): [string, Definition] => [one.name, one]),
)
const make = (): Network => network(g, { seed: 4, optimizer: sgd({ learningRate: 0.5 }) })
const options = { definitions, data: { bits: rows } }
const run = { batchSize: 3, epochs: 20 }

/** Does an action that went through JSON. */
const done = (net: Network, action: NetworkAction): Promise<Acted | null> =>
  finish(act(net, JSON.parse(JSON.stringify(toWire(action))), options))

describe('an action as a plain value', () => {
  test('[AC1] each does what the method of its name does, bit for bit, through JSON', async () => {
    const [driven, own] = [make(), make()]
    const start = own.snapshot
    const changes = { parameters: { l1n0: { bias: -0.25, weights: { l0n0: 1e-300 } } } }
    const same = (): void => {
      expect(fingerprint(driven.snapshot)).toBe(fingerprint(own.snapshot))
      expect(driven.timeline.branches).toEqual(own.timeline.branches)
      expect(driven.timeline.notes).toEqual(own.timeline.notes)
    }
    const pairs: [NetworkAction, () => unknown][] = [
      [{ do: 'train', data: 'bits', options: run }, () => finish(train(own, rows, run))],
      [{ do: 'learn', rows: rows[0] as never }, () => own.learn(rows[0] as never)],
      [{ do: 'learn', rows }, () => own.learn(rows)],
      [{ do: 'change', change: changes }, () => own.change(changes)],
      [{ do: 'change', change: { graph: wider } }, () => own.change({ graph: wider })],
      [
        { do: 'change', change: { optimizer: adam({ learningRate: 0.01 }) } },
        () => own.change({ optimizer: adam({ learningRate: 0.01 }) }),
      ],
      [{ do: 'train', data: rows, options: run }, () => finish(train(own, rows, run))],
      [{ do: 'undo' }, () => own.timeline.undo()],
      [{ do: 'redo' }, () => own.timeline.redo()],
      [{ do: 'seek', to: 30 }, () => own.timeline.seek(30)],
      [{ do: 'learn', rows }, () => own.learn(rows)],
      [{ do: 'note', text: 'a note' }, () => own.timeline.note('a note')],
      [
        { do: 'note', text: 'earlier', at: { step: 2, branch: 'main' } },
        () => own.timeline.note('earlier', { at: { step: 2, branch: 'main' } }),
      ],
      [{ do: 'rename', branch: 'main', to: 'first' }, () => own.timeline.rename('main', 'first')],
      [{ do: 'seek', to: { branch: 'first' } }, () => own.timeline.seek({ branch: 'first' })],
      [{ do: 'drop', branch: 'branch 1' }, () => own.timeline.drop('branch 1')],
      [{ do: 'seek', to: { position: 3, branch: 'first' } }, () => own.timeline.seek({ position: 3, branch: 'first' })],
      [{ do: 'restore', snapshot: start }, () => own.restore(start)],
      [
        { do: 'change', change: { data: 'bits', hyperparameters: { learningRate: 0.25 } } },
        () => own.change({ data: rows, hyperparameters: { learningRate: 0.25 } }),
      ],
    ]
    for (const [action, byHand] of pairs) {
      await done(driven, action)
      await byHand()
      same()
    }
    const forked = (await done(driven, {
      do: 'fork',
      at: { step: 5, branch: 'first' },
      change: changes,
      branch: 'b',
    })) as Network
    const forkedByHand = fork(own, { step: 5, branch: 'first' }, { ...changes, branch: 'b' })
    expect(forked).toBeInstanceOf(OwnNetwork)
    expect([fingerprint(forked.snapshot), forked.timeline.branch]).toEqual([fingerprint(forkedByHand.snapshot), 'b'])
    same()
  })

  test('[AC1] what the method gives is emitted: steps, answers, whether there was something to undo', async () => {
    const net = make()
    const steps: unknown[] = []
    await finish(act(net, { do: 'train', data: 'bits', options: run }, options).pipe(tap((step) => steps.push(step))))
    expect([steps.length, steps.every((step) => step instanceof OwnStep)]).toEqual([60, true])
    expect(await done(net, { do: 'learn', rows })).toBe(net.engine.last)
    expect(await done(net, { do: 'predict', row: [1, 0, 1] })).toEqual(net.predict([1, 0, 1]))
    expect(await done(net, { do: 'predictAll', rows: [[1, 0, 1], { l0n0: 1, l0n1: 1, l0n2: 0 }] })).toEqual(
      net.predictAll([
        [1, 0, 1],
        [1, 1, 0],
      ]),
    )
    expect(await done(net, { do: 'undo' })).toBe(false)
    expect(await done(net, { do: 'note', text: 'a' })).toBe(null)
    const endless = await done(make(), {
      do: 'learn',
      rows: { input: Float32Array.of(1, 0, 1), target: Float64Array.of(1) },
    })
    expect((endless as Step).rows).toBe(1)
  })

  test('[AC2] nothing happens before somebody subscribes; unsubscribing or stop ends a training, and it goes on', async () => {
    const [net, own] = [make(), make()]
    const action = { do: 'train', data: 'bits', options: { batchSize: 3, epochs: Number.POSITIVE_INFINITY } } as const
    const wire = JSON.parse(JSON.stringify(toWire(action)))
    const training = act(net, wire, options)
    expect(net.timeline.step).toBe(0)
    await firstValueFrom(training)
    expect(net.timeline.step).toBe(1)
    const last = await lastValueFrom(
      training.pipe(tap((step) => (step as Step).step === 9 && act(net, { do: 'stop' }).subscribe())),
    )
    expect([(last as Step).step, net.timeline.step]).toEqual([8, 9])
    await finish(act(net, { do: 'train', data: 'bits', options: { batchSize: 3 } }, options))
    await finish(train(own, rows, { batchSize: 3, epochs: 4 }))
    expect(net.timeline.step).toBe(12)
    expect(net.timeline.stepAt(9).loss).toBe(own.timeline.stepAt(9).loss)
    expect(await done(make(), { do: 'stop' })).toBe(null)
  })

  test.each<[string, unknown, string, object]>([
    ['nothing', undefined, 'INVALID_ARGUMENT', { argument: 'action' }],
    ['a list', [{ do: 'undo' }], 'INVALID_ARGUMENT', {}],
    ['no name', { data: 'bits' }, 'INVALID_OPTION', { option: 'do' }],
    ['another name', { do: 'Train', data: 'bits' }, 'INVALID_OPTION', { option: 'do' }],
    ['a name of every object', { do: 'constructor' }, 'INVALID_OPTION', { option: 'do' }],
    ['an unknown field', { do: 'seek', to: 1, step: 2 }, 'UNKNOWN_OPTION', { option: 'step', of: 'the action seek' }],
    ['a missing field', { do: 'train' }, 'INVALID_OPTION', { option: 'data', of: 'the action train' }],
    ['data that is not there', { do: 'train', data: 'toString' }, 'INVALID_OPTION', { option: 'data' }],
    [
      'another step length',
      { do: 'train', data: 'bits', options: { slice: 1e9 } },
      'UNKNOWN_OPTION',
      { option: 'slice' },
    ],
    [
      'epochs that are none',
      { do: 'train', data: 'bits', options: { epochs: '9' } },
      'INVALID_OPTION',
      { option: 'epochs' },
    ],
    ['rows that are none', { do: 'train', data: [1] }, 'INVALID_ROW', {}],
    ['a row without a target', { do: 'learn', rows: { input: [1, 1, 1] } }, 'INVALID_ROW', {}],
    ['a change of nothing', { do: 'change', change: {} }, 'INVALID_OPTION', {}],
    ['a change of something else', { do: 'change', change: { weights: 1 } }, 'UNKNOWN_OPTION', {}],
    ['a graph that is none', { do: 'change', change: { graph: { format: 'neurite/graph' } } }, 'INVALID_FORMAT', {}],
    ['an optimizer by name alone', { do: 'change', change: { optimizer: 'sgd' } }, 'INVALID_OPTION', {}],
    ['a moment that is none', { do: 'seek', to: 'end' }, 'INVALID_OPTION', { option: 'to' }],
    ['a step that is not there', { do: 'seek', to: 99 }, 'UNKNOWN_STEP', {}],
    ['a snapshot that is none', { do: 'restore', snapshot: { step: 1 } }, 'INVALID_ARGUMENT', {}],
    [
      'a snapshot of another format',
      { do: 'restore', snapshot: { format: 'neurite/snapshot', version: 1 } },
      'INVALID_FORMAT',
      {},
    ],
    ['a text that is none', { do: 'note', text: 1 }, 'INVALID_OPTION', { option: 'text' }],
    ['a branch that is not there', { do: 'drop', branch: 'no' }, 'UNKNOWN_BRANCH', {}],
    ['a row that is none', { do: 'predict', row: [1] }, 'WRONG_LENGTH', {}],
    ['a number that is none', { do: 'predict', row: [{ $number: 'x' }] }, 'INVALID_FORMAT', {}],
  ])('[AC3] what is no action is refused by code, and nothing has changed: %s', async (_, action, code, place) => {
    const net = make()
    const before = fingerprint(net.snapshot)
    await expect(finish(act(net, action, options))).rejects.toMatchObject({ code, place })
    expect([fingerprint(net.snapshot), net.timeline.notes.length, net.timeline.log().length]).toEqual([before, 0, 0])
    await done(net, { do: 'learn', rows })
  })

  test('[AC3] what was handed in with it is read at once, and a network that is none is refused', () => {
    expect(refusal(() => act(make(), { do: 'undo' }, { table: {} } as never)).code).toBe('UNKNOWN_OPTION')
    expect(refusal(() => act(make(), { do: 'undo' }, { data: [rows] } as never)).code).toBe('INVALID_OPTION')
    expect(refusal(() => act({} as never, { do: 'undo' })).code).toBe('INVALID_ARGUMENT')
  })

  test('[AC3] a training that is under way refuses another, by the code of the method', async () => {
    const net = make()
    const training = finish(act(net, { do: 'train', data: dataset(rows, g), options: run }))
    await expect(finish(act(net, { do: 'train', data: rows }))).rejects.toMatchObject({ code: 'ALREADY_TRAINING' })
    await training
    expect(net.timeline.step).toBe(60)
  })

  test('[AC4] over a MessageChannel one side follows and drives a network that the other side has', async () => {
    const [net, own] = [make(), make()]
    const { port1: host, port2: page } = new MessageChannel()
    host.on('message', (message) => {
      const { id, action } = message as { id: number; action: unknown }
      let last: Acted | null = null
      act(net, action, options).subscribe({
        next: (acted) => {
          last = acted
        },
        error: (error: unknown) => host.postMessage(toWire({ id, error })),
        complete: () =>
          host.postMessage(toWire({ id, result: last instanceof OwnNetwork ? null : last }, { nodes: ['l2n0'] })),
      })
    })
    net.history$.subscribe((event) => host.postMessage(toWire({ event })))

    const told: string[] = []
    const waiting = new Map<number, (answer: Record<string, unknown>) => void>()
    page.on('message', (message) => {
      const read = fromWire(message, definitions) as { id: number; event?: { type: string; step: number } }
      if (read.event === undefined) waiting.get(read.id)?.(read as never)
      else told.push(`${read.event.type} ${read.event.step}`)
    })
    const ask = (action: unknown): Promise<Record<string, unknown>> =>
      new Promise((resolve) => {
        waiting.set(waiting.size, resolve)
        page.postMessage({ id: waiting.size - 1, action: toWire(action) })
      })

    await ask({ do: 'train', data: 'bits', options: { batchSize: 4, epochs: 2 } })
    await ask({ do: 'change', change: { graph: wider } })
    const { result } = await ask({ do: 'learn', rows: rows.slice(0, 2) })
    await ask({ do: 'seek', to: 3 })
    const { error } = await ask({ do: 'seek', to: 99 })
    const answer = await ask({ do: 'predict', row: [1, 0, 1] })
    await finish(train(own, rows, { batchSize: 4, epochs: 2 }))
    own.change({ graph: wider })
    const step = own.learn(rows.slice(0, 2))
    own.timeline.seek(3)
    expect(told).toEqual(['stepped 1', 'stepped 2', 'stepped 3', 'stepped 4', 'changed 4', 'stepped 5', 'moved 3'])
    expect(result).toMatchObject({ step: 5, loss: step.loss })
    const { nodes } = result as { nodes: Record<string, { delta: { toArray(): number[] } }> }
    expect(nodes.l2n0?.delta.toArray()).toEqual(step.node('l2n0').delta.toArray())
    expect((error as { code: string }).code).toBe('UNKNOWN_STEP')
    expect(answer.result).toEqual(own.predict([1, 0, 1]))
    expect(fingerprint(net.snapshot)).toBe(fingerprint(own.snapshot))
    host.close()
    page.close()
  })
})
