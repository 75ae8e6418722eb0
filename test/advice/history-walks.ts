/** What a question to the past is refused for. */

import { defineKind } from '@neurite/core/define'
import { diff, find } from '@neurite/core/explain'
import { load, save, verify } from '@neurite/core/files'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'
import { type Any, built, made, rows, run, trained, type Walk } from './walk.ts'

const row = rows[1] as Any
const backward = ({ delta }: Any) => void delta
/** A kind that gives what a function says, whatever it reads. */
const giving = (value: () => number) => {
  const forward = ({ output, batch }: Any) => {
    for (let n = 0; n < batch; n++) output[n] = value()
  }
  const kind = defineKind({ name: 'giving', forward, backward } as Any)
  return made(
    {},
    built((g, x) => g.loss(squaredError(), g.add('p', kind, { from: x }))),
  )
}
const counting = () => {
  let calls = 0
  return () => ++calls / 1e3
}
async function replayed(value: () => number) {
  const net = giving(value)
  for (let n = 0; n < 40; n++) net.learn(row)
  return verify(net)
}

/** A live stream of which the history holds the last rows alone. */
function streamed(bytes = 20_000, steps = 3000) {
  const net = made({ history: { bytes } })
  for (let n = 0; n < steps; n++) net.learn({ input: [n % 2, n % 3], target: [n % 2] })
  return net
}
/** As many changes of every weight, of which the history holds the last ones alone. */
function changed(bytes = 60_000) {
  const wide = built((g, x) => {
    g.connect(
      g.add(
        Array.from({ length: 40 }, (_, n) => `h${n}`),
        neuron(sigmoid),
        { from: x },
      ),
      'o',
    )
    g.loss(squaredError(), 'o')
  })
  const net = made({ history: { bytes } }, wide)
  for (let n = 0; n < 120; n++) {
    const weights = Object.fromEntries(Array.from({ length: 40 }, (_, k) => [`h${k}`, Math.sin(n + k)]))
    net.change({ parameters: { o: { weights } } })
    net.learn(row)
  }
  return net
}
/** A search that is called off, or not. */
const searched = async (off: boolean) => {
  const controller = new AbortController()
  if (off) controller.abort()
  return find(await trained(), () => false, { signal: controller.signal })
}
async function dropped() {
  const net = await trained()
  net.timeline.seek(4)
  await run(net, 2, rows.slice(0, 3))
  const lost = net.timeline.stepAt(5)
  net.timeline.seek({ branch: 'main' })
  net.timeline.drop('branch 1')
  return { net, lost }
}
/** Saved, and written after a branch was dropped. */
async function late(again: boolean) {
  const net = await trained()
  net.timeline.seek(4)
  await run(net, 2, rows.slice(0, 3))
  const saved = save(net)
  net.timeline.seek({ branch: 'main' })
  net.timeline.drop('branch 1')
  return (again ? save(net) : saved).bytes()
}

export const historyWalks: readonly Walk[] = [
  {
    code: 'REPLAY_DIFFERS',
    what: 'a kind that counts',
    come: () => replayed(counting()),
    does: {
      'make kinds, losses and operators on edges depend on nothing but what they are given': () => replayed(() => 0.5),
      'load a history with the definitions it was made with': async () =>
        verify(await load(await save(await trained()).bytes(), standard)),
    },
  },
  {
    code: 'ROWS_GONE',
    what: 'a live stream beyond its bytes',
    come: () => streamed().timeline.at(1),
    does: {
      'give the history more bytes': () => streamed(10_000_000).timeline.at(1),
      'look at a step from timeline.firstStep on': () => {
        const { timeline } = streamed()
        return timeline.at(timeline.firstStep).step === timeline.firstStep && timeline.firstStep > 1
      },
    },
  },
  {
    code: 'CHANGE_GONE',
    what: 'changes beyond their bytes',
    come: () => changed().timeline.at(50),
    does: {
      'look at a step from timeline.firstStep on': () => {
        const { timeline } = changed()
        return timeline.at(timeline.firstStep).step === timeline.firstStep && timeline.firstStep > 1
      },
      'give the history more bytes': () => changed(10_000_000).timeline.at(1),
    },
  },
  {
    code: 'UNKNOWN_STEP',
    what: 'beyond the last',
    come: async () => (await trained()).timeline.at(999),
    does: {
      'choose a step from its first to its last: timeline.branches lists them': async () => {
        const { timeline } = await trained()
        const [branch] = timeline.branches
        timeline.at(branch?.firstStep as number)
        return timeline.at(branch?.lastStep as number).step === 12
      },
    },
  },
  {
    code: 'UNKNOWN_STEP',
    what: 'stepAt(0), to which nothing led',
    come: async () => (await trained()).timeline.stepAt(0),
    does: {
      'ask for a step from 1 on': async () => (await trained()).timeline.stepAt(1).step === 1,
      'the state at its beginning is timeline.at(0)': async () => (await trained()).timeline.at(0).step === 0,
    },
  },
  {
    code: 'FOREIGN_SNAPSHOT',
    what: 'of another network',
    come: async () => (await trained()).timeline.at(made({ seed: 2 }).snapshot),
    does: {
      'compare it by diff(a, b)': async () => diff((await trained()).snapshot, made({ seed: 2 }).snapshot),
      'put it in force by net.restore(snapshot)': async () => (await trained()).restore(made({ seed: 2 }).snapshot),
    },
  },
  {
    code: 'UNKNOWN_BRANCH',
    what: 'a misspelt one',
    come: async () => (await trained()).timeline.at({ branch: 'mine' }),
    does: {
      'use a name that timeline.branches lists': async () => {
        const { timeline } = await trained()
        return timeline.at({ branch: timeline.branches[0]?.name as string })
      },
    },
  },
  {
    code: 'NO_HISTORY',
    what: 'history: false',
    come: () => made({ history: false }).timeline,
    does: { 'make it by network of @neurite/core, without history: false': () => made().timeline },
  },
  {
    code: 'CANCELLED',
    what: 'a search',
    come: () => searched(true),
    does: { 'call it again to search anew': async () => (await searched(false)) === null },
  },
  {
    code: 'STATE_GONE',
    what: 'saved, and written after a branch was dropped',
    come: () => late(false),
    does: {
      'save again: save(net) is what there is now': async () => load(await late(true), standard),
    },
  },
  {
    code: 'STATE_GONE',
    what: 'a step of a branch that was dropped',
    come: async () => (await dropped()).lost.node('o').activation,
    does: {
      'look at a step from timeline.firstStep on': async () => {
        const { timeline } = (await dropped()).net
        return timeline.at(timeline.firstStep)
      },
      'on another branch: timeline.branches lists them': async () => {
        const { timeline } = (await dropped()).net
        return timeline.at({ branch: timeline.branches[0]?.name as string, step: 5 })
      },
    },
  },
]
