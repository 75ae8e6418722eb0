import { MemoryLevel } from 'memory-level'
import { from, lastValueFrom, of, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { trace } from './explain/trace.ts'
import {
  ablate,
  compare,
  events,
  find,
  findAll,
  findLast,
  firstAbnormal,
  losses,
  probe,
  stateAt,
  why,
} from './exports/explain.ts'
import { database, persist, save, verify } from './exports/files.ts'
import { health, review } from './exports/health.ts'
import { bitRows, layers, linear, product, relu, sigmoid, squaredError } from './flow/sample-graphs.ts'
import { fork } from './fork.ts'
import type { Graph } from './graph/value/graph.ts'
import { type LiteNetwork, network as lite } from './lite.ts'
import { type Network, network } from './network.ts'
import { adam } from './optimize/adam.ts'
import { sgd } from './optimize/sgd.ts'
import { fingerprint } from './state/fingerprint.ts'
import { randomGraph } from './testing/random-graph.ts'
import { randomRows } from './testing/random-rows.ts'
import { refusal } from './testing/refusal.ts'
import { learn } from './train/learn.ts'
import { predict } from './train/predict.ts'
import { train } from './train/train.ts'
import { walk } from './train/walk.ts'

const rows = bitRows(4, 2)
const xor = layers([2, 3, 1])
const random = randomGraph(7, { kinds: [sigmoid, relu, product], losses: [squaredError], shape: 'skip' })
const make = (options = {}): LiteNetwork => lite(xor, { optimizer: sgd({ learningRate: 0.5 }), seed: 4, ...options })

/** Nothing here knows which of the two it is. */
async function worked(net: LiteNetwork, data = rows): Promise<unknown[]> {
  const told: unknown[] = []
  const [first = ''] = net.graph.inputs
  const out = net.graph.outputs[0] as string
  net.node(out).activation$.subscribe((signal) => told.push(signal.toArray()))
  net.loss$.subscribe((signal) => told.push(signal.mean()))
  net.snapshot$.subscribe((snapshot) => told.push(fingerprint(snapshot)))
  net.events$.subscribe(({ type, tick }) => told.push([type, tick]))
  net.history$.subscribe(({ type }) => told.push(type))
  const steps = await lastValueFrom(train(net, data, { batchSize: 3, epochs: 5 }).pipe(toArray()))
  told.push(steps.map(({ step, epoch, batch, loss }) => [step, epoch, batch, loss]))
  const before = net.snapshot
  net.change({ hyperparameters: { learningRate: 0.01 }, graph: (g) => g.add('more', sigmoid, { from: first }) })
  told.push(net.learn(data[0] as never).loss, net.learn(data.slice(0, 2) as never).step)
  net.change({ graph: (g) => g.remove('more') })
  net.change({ optimizer: adam() })
  net.learn(data as never)
  net.change({ optimizer: sgd({ learningRate: 0.5 }), parameters: { [out]: { bias: 0.25 } } })
  told.push(net.predictAll(data.map(({ input }) => input) as never), refusal(() => net.restore({ ...before })).code)
  net.restore(net.snapshot)
  return [...told, fingerprint(net.snapshot), String(net), JSON.stringify(net.snapshot)]
}

describe('a network without a past', () => {
  test.each<[string, Graph, { readonly input: unknown; readonly target: unknown }[]]>([
    ['xor', xor, rows],
    ['a random graph', random, randomRows(random, 7, 3)],
  ])('[NE24] does what the full one does, bit for bit, and tells it in the same words: %s', async (_, g, data) => {
    for (const fuse of ['auto', 'never'] as const) {
      const options = { optimizer: sgd({ learningRate: 0.5 }), seed: 4, fuse }
      const [with_, without] = [network(g, options), lite(g, options)]
      const strip = (told: unknown[]) => JSON.parse(JSON.stringify(told))
      expect(strip(await worked(without, data as never))).toEqual(strip(await worked(with_, data as never)))
    }
  })

  test('[NE24] a step is looked into while nothing has happened since: SNAPSHOT_GONE from then on', () => {
    const net = make()
    const step = net.learn(rows[0] as never)
    expect(fingerprint(step.snapshot)).toBe(fingerprint(net.snapshot))
    expect(step.node('l2n0').delta.length).toBe(1)
    net.learn(rows[1] as never)
    expect(refusal(() => step.node('l2n0').delta).code).toBe('SNAPSHOT_GONE')
  })

  test('[NE24] operators, a trace, the events of nodes and health take it as they take any', async () => {
    const [with_, without] = [network(xor, { seed: 4 }), make({ optimizer: sgd({ learningRate: 0.1 }) })]
    const seen = async (net: LiteNetwork): Promise<unknown> => {
      const told: unknown[] = [String(trace(net, rows[1] as never))]
      events(net, ['l1n0']).subscribe((event) => told.push(String(event)))
      health(net).subscribe((finding) => told.push(finding.name))
      await lastValueFrom(from(rows).pipe(learn(net)))
      return [...told, await lastValueFrom(of([0, 1]).pipe(predict(net)))]
    }
    expect(await seen(without)).toEqual(await seen(with_))
  })

  test('[NE25] what needs a past is refused by code: NO_HISTORY', async () => {
    const net = make() as Network
    net.learn(rows[0] as never)
    const questions: Record<string, () => unknown> = {
      timeline: () => net.timeline,
      ablate: () => ablate(net, 'l1n0', { at: 1 }),
      compare: () => lastValueFrom(compare(net, net)),
      find: () => find(net, () => true),
      findAll: () => findAll(net, () => true),
      findLast: () => findLast(net, () => true),
      firstAbnormal: () => firstAbnormal(net),
      fork: () => fork(net, 0),
      losses: () => losses(net),
      persist: () => persist(net, database(new MemoryLevel() as never)),
      probe: () => lastValueFrom(probe(net, 'l1n0', 'delta')),
      review: () => review(net),
      save: () => save(net),
      stateAt: () => stateAt(net, 0),
      verify: () => verify(net),
      walk: () => walk(net, rows),
      why: () => why(net, 'l1n0->l2n0', { at: 1 }),
    }
    for (const [name, ask] of Object.entries(questions)) {
      const refused = await Promise.resolve()
        .then(ask)
        .then(
          () => null,
          (error: { code?: string }) => error.code,
        )
      expect([name, refused]).toEqual([name, 'NO_HISTORY'])
    }
  })

  test('[NE25] options are the same, but for a history: it keeps none, said or not', () => {
    expect(make({ history: false }).snapshot.seed).toBe(4)
    for (const history of [true, {}, { bytes: 1000 }]) {
      const { code, message } = refusal(() => make({ history }))
      expect([code, message.includes('@neurite/core')]).toEqual(['INVALID_OPTION', true])
    }
    expect(refusal(() => make({ sede: 1 })).code).toBe('UNKNOWN_OPTION')
    expect(refusal(() => lite({} as never)).code).toBe('INVALID_ARGUMENT')
    expect(refusal(() => lite({ ...xor, outputs: ['nobody'] })).code).toBe('UNKNOWN_NODE')
    expect(lite(layers([2, 1], linear)).predict([1, 1])).toHaveLength(1)
  })
})
