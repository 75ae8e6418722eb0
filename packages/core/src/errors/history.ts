/** What a question to the past is refused for. One function per code. */
import { nodeName } from '../text/names.ts'
import { listed } from '../text/printed.ts'
import { type Issue, show, word, wrong } from './issue.ts'

export const replayDiffers = (step: number, recorded: number, measured: number): Issue =>
  wrong(
    'REPLAY_DIFFERS',
    { step },
    `doing step ${step} again gave the loss ${measured}, where ${recorded} was recorded`,
    'make kinds, losses and operators on edges depend on nothing but what they are given, and load a history with the definitions it was made with',
  )
export const orderChanged = (step: number, kept: number): Issue =>
  wrong(
    'ORDER_CHANGED',
    { step, kept },
    `step ${step} was made by a version that added in another order, and cannot be done again bit for bit`,
    `look at step ${kept}, which is kept, or train on from where it stands: what comes then can be done again`,
  )
export const rowsGone = (row: number, first: number): Issue =>
  wrong(
    'ROWS_GONE',
    { row, first },
    `row ${row} of the live stream was let go; those from ${first} on are held`,
    'give the history more bytes, or look at a step from timeline.firstStep on',
  )
export const changeGone = (): Issue =>
  wrong(
    'CHANGE_GONE',
    {},
    'what was changed on the way was let go, since the history ran out of bytes for changes',
    'look at a step from timeline.firstStep on, or give the history more bytes',
  )
export const unknownStep = (step: number | string, branch: string, last: number): Issue =>
  wrong(
    'UNKNOWN_STEP',
    { step, branch },
    `${show(branch)} has no step ${word(step)}; its last is ${last}`,
    'choose a step from its first to its last: timeline.branches lists them',
  )
export const noStepBefore = (step: number, branch: string): Issue =>
  wrong(
    'UNKNOWN_STEP',
    { step, branch },
    `no step led to ${step}, where ${show(branch)} begins`,
    `ask for a step from ${step + 1} on; the state at its beginning is timeline.at(${step})`,
  )
export const foreignSnapshot = (step: number): Issue =>
  wrong(
    'FOREIGN_SNAPSHOT',
    { step },
    `this snapshot of step ${step} is no state of this network’s history`,
    'compare it by diff(a, b), or put it in force by net.restore(snapshot)',
  )
export const unknownBranch = (branch: string): Issue =>
  wrong('UNKNOWN_BRANCH', { branch }, `there is no branch ${show(branch)}`, 'use a name that timeline.branches lists')
export const noHistory = (): Issue =>
  wrong(
    'NO_HISTORY',
    {},
    'this network keeps no history',
    'make it by network of @neurite/core, without history: false',
  )
export const cancelled = (): Issue =>
  wrong('CANCELLED', {}, 'the search was cancelled by its signal', 'call it again to search anew')
export const savedGone = (): Issue =>
  wrong('STATE_GONE', {}, 'a branch was dropped before it was written', 'save again: save(net) is what there is now')
export const stateGone = (step: number | null): Issue =>
  wrong(
    'STATE_GONE',
    step === null ? {} : { step },
    step === null
      ? 'the branch of this state was dropped'
      : `nothing is left from which step ${step} could be recomputed`,
    'look at a step from timeline.firstStep on, or on another branch: timeline.branches lists them',
  )
export const graphDiffers = (missing: readonly string[], more: readonly string[], moved: readonly string[]): Issue => {
  const node = missing[0] ?? more[0]
  const faults = [
    ...(missing.length > 0 ? [`lacks ${listed(missing.map(nodeName))}`] : []),
    ...(more.length > 0 ? [`has ${listed(more.map(nodeName))} besides`] : []),
    ...(missing.length + more.length === 0 ? [`has other ${moved.join(' and ')}`] : []),
  ]
  return wrong(
    'GRAPH_DIFFERS',
    node === undefined ? {} : { node },
    `the network in this history ${faults.join(' and ')}, compared with the graph given as like`,
    'load it without { like }: then any text is an id; or hand in the graph that it was last changed to',
  )
}
