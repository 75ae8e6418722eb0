/** What a tick, a training or a change is refused for. */

import { type Network, train, walk } from '@neurite/core'
import { firstAbnormal } from '@neurite/core/explain'
import { identity, neuron, sigmoid, squaredError } from '@neurite/nodes'
import { asapScheduler, EMPTY, firstValueFrom, map, mergeMap, observeOn, of, take } from 'rxjs'
import { type Any, built, made, rows, run, type Walk } from './walk.ts'

const row = rows[1] as Any
/** An edge with an operator. */
const passing = (operator: Any) =>
  made(
    {},
    built((g, x) => {
      g.add('h', neuron(sigmoid), { from: x })
      g.connect('h', 'o', { through: operator })
      g.loss(squaredError(), 'o')
    }),
  )
/** What a call answers that is made when this stream tells something. */
async function during(net: Network, source: Any, call: () => unknown): Promise<unknown> {
  let answer: unknown
  source.subscribe(() => (answer = call()))
  net.learn(row)
  await new Promise((next) => setImmediate(next))
  return answer
}
const wild = { input: [1e300, 1], target: [1] }
const diverging = (data: Any, learningRate = 1e300) => {
  const net = made(
    {},
    built((g, x) => {
      g.loss(squaredError(), g.add('p', neuron(identity), { from: x }))
    }),
  )
  net.change({ hyperparameters: { learningRate } })
  return Object.assign(net, { done: () => run(net, 3, data) })
}

export const trainingWalks: readonly Walk[] = [
  {
    code: 'ALREADY_TRAINING',
    what: 'two trainings of one network',
    come: async () => {
      const net = made()
      const first = train(net, rows).subscribe()
      try {
        await run(net)
      } finally {
        first.unsubscribe()
      }
    },
    does: {
      'unsubscribe the other training first': () => {
        const net = made()
        train(net, rows).subscribe().unsubscribe()
        return run(net)
      },
      'make a second network': async () => {
        const first = train(made(), rows).subscribe()
        await run(made())
        first.unsubscribe()
      },
    },
  },
  {
    code: 'TICK_BUSY',
    what: 'asked by an observer of a neuron',
    come: () => {
      const net = made()
      return during(net, net.node('o').activation$, () => net.predict([0, 1]))
    },
    does: {
      'call it afterwards: from a step of train()': () => {
        const net = made()
        return new Promise((resolve, reject) => {
          train(net, rows).subscribe({ next: () => net.predict([0, 1]), error: reject, complete: () => resolve(true) })
        })
      },
      'from snapshot$': async () => {
        const net = made()
        return Array.isArray(await during(net, net.snapshot$, () => net.predict([0, 1])))
      },
      here$: async () => {
        const net = made()
        const moves = walk(net, rows)
        let answer: unknown
        moves.here$.subscribe(() => (answer = net.predict([0, 1])))
        moves.forward('step')
        moves.close()
        return Array.isArray(answer)
      },
      'behind observeOn(asapScheduler)': async () => {
        const net = made()
        const later = net.node('o').activation$.pipe(observeOn(asapScheduler), take(1))
        return Array.isArray(await during(net, later, () => net.predict([0, 1])))
      },
    },
  },
  {
    code: 'TICK_STALLED',
    what: 'an operator that keeps silent',
    come: () => passing(mergeMap(() => EMPTY)).learn(row),
    does: {
      'use an operator that emits exactly once, synchronously, for each message': () =>
        passing(map((signal) => signal)).learn(row),
    },
  },
  {
    code: 'THROUGH_FAILED',
    what: 'an operator that gives a text',
    come: () => passing(mergeMap(() => of('mine'))).learn(row),
    does: {
      'let it emit one Signal': () => passing(mergeMap((signal) => of(signal))).learn(row),
      'as many finite numbers as came in, for each message': () =>
        passing(mergeMap((signal: Any) => of(signal.toArray()))).learn(row),
    },
  },
  {
    code: 'TRAINING_DIVERGED',
    what: 'a rate that is far too high',
    come: () => diverging(rows).done(),
    does: {
      'await firstAbnormal(net) says where it began': async () => {
        const net = diverging(rows)
        await net.done().catch(() => {})
        return (await firstAbnormal(net)) !== null
      },
      'lower the learning rate': () => diverging(rows, 0.1).done(),
      'scale the inputs': () => diverging([{ ...wild, input: wild.input.map((x) => x / 1e300) }], 0.1).done(),
      'mend that row': () => diverging([...rows, { ...wild, input: [0, 1] }], 0.1).done(),
    },
  },
  {
    code: 'SNAPSHOT_GONE',
    what: 'looked at too late',
    come: () => {
      const net = made({ history: false })
      const step = net.learn(row)
      net.learn(row)
      return step.snapshot
    },
    does: {
      'look into the step while it is emitted': async () => {
        const steps = train(made({ history: false }), rows)
        return (await firstValueFrom(steps)).snapshot.step === 1
      },
      'leave history: false out': () => {
        const net = made()
        const step = net.learn(row)
        net.learn(row)
        return step.snapshot.step === 1
      },
    },
  },
  {
    code: 'SNAPSHOT_GONE',
    what: 'a node, after other rows',
    come: () => {
      const net = made({ history: false })
      const step = net.learn(row)
      net.predict([1, 1])
      return step.node('o').activation
    },
    does: {
      'look into the step while it is emitted': async () =>
        (await firstValueFrom(train(made({ history: false }), rows))).node('o').activation.length === 4,
      'leave history: false out': () => {
        const net = made()
        const step = net.learn(row)
        net.predict([1, 1])
        return step.node('o').activation.length === 1
      },
    },
  },
  {
    code: 'SNAPSHOT_MISMATCH',
    what: 'of another graph',
    come: () =>
      made(
        {},
        built((g) => g.loss(squaredError(), 'o')),
      ).restore(made({}, built()).snapshot),
    does: {
      'restore it into a network made from snapshot.graph with the same optimizer': () => {
        const { snapshot } = made({}, built())
        return made({}, snapshot.graph).restore(snapshot)
      },
    },
  },
]
