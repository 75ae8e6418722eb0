/** What a tick, a training or a change is refused for. One function per code. */
import { nodeName } from '../text/names.ts'
import { type Issue, show, wrong } from './issue.ts'

export const alreadyTraining = (): Issue =>
  wrong(
    'ALREADY_TRAINING',
    {},
    'this network is being trained already',
    'unsubscribe the other training first, or make a second network',
  )
export const tickBusy = (): Issue =>
  wrong(
    'TICK_BUSY',
    {},
    'a tick, a change or a move of a walk is under way, and this was called from inside it',
    'call it afterwards: from a step of train(), from snapshot$ or here$, or behind observeOn(asapScheduler)',
  )
export const tickStalled = (edge: string, node: string): Issue =>
  wrong(
    'TICK_STALLED',
    { edge, node },
    `the operator on ${edge} gave no message in this tick, so ${show(node)} cannot fire`,
    'use an operator that emits exactly once, synchronously, for each message',
  )
export const throughFailed = (edge: string, what: string): Issue =>
  wrong(
    'THROUGH_FAILED',
    { edge },
    `the operator on ${edge} ${what}`,
    'let it emit one Signal, or as many finite numbers as came in, for each message',
  )
export const trainingDiverged = (step: number, node: string, edge: string | null, what: string): Issue =>
  wrong(
    'TRAINING_DIVERGED',
    edge === null ? { step, node } : { step, node, edge },
    `step ${step}: ${what} at ${edge ?? nodeName(node)} is not finite; nothing of this step was kept`,
    'await firstAbnormal(net) says where it began; lower the learning rate, scale the inputs, or mend that row',
  )
export const snapshotGone = (step: number, now: number): Issue =>
  wrong(
    'SNAPSHOT_GONE',
    { step, now },
    now === step
      ? `what step ${step} computed was not looked at before other rows came, or the state was put in anew`
      : `the snapshot of step ${step} was not looked at before step ${now} began`,
    'look into the step while it is emitted, or leave history: false out',
  )
export const snapshotMismatch = (): Issue =>
  wrong(
    'SNAPSHOT_MISMATCH',
    {},
    'the snapshot belongs to another graph or optimizer',
    'restore it into a network made from snapshot.graph with the same optimizer',
  )
export const outOfMemory = (): Issue =>
  wrong(
    'OUT_OF_MEMORY',
    {},
    'the network has more numbers than there is memory for',
    'give the graph fewer nodes, or its nodes fewer inputs',
  )
