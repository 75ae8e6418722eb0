/** The worked 3-2-1 network at a place of a walk, drawn with what is known there. */

import type { Here, Network, NodeId, Signal } from '@neurite/core'
import type { Output } from '../terminal/output.ts'

/** Where it is, the graph, and below it the weights at the start of a step, or the slopes that were found last. */
export function walkPicture(here: Here, { graph }: Network, { style }: Output): string {
  const shown = (id: NodeId, text: string): string => (here.last === id ? style('bold', text) : text)
  const source = (id: NodeId): string => shown(id, `${id} ${figure(here.node(id).activation)}`)
  const neuron = (id: NodeId): string => {
    const { netInput, activation, delta } = here.node(id)
    return shown(id, `${id} z ${figure(netInput)} a ${figure(activation)} δ ${figure(delta)}`)
  }
  const parameters = (id: NodeId, values: Signal): string =>
    ['bias', ...(graph.nodes[id]?.inputs ?? [])].map((name, k) => `${name} ${figure(values, k)}`).join('   ')
  const lines = [
    style('bold', headline(here)),
    `${source('x1')} ─┬─ ${neuron('h4')} ─╮`,
    `${source('x2')} ─┤${' '.repeat(33)}├─ ${neuron('o6')}`,
    `${source('x3')} ─┴─ ${neuron('h5')} ─╯   loss ${here.loss?.toFixed(3) ?? '—'}`,
  ]
  if (here.phase === 'start') {
    for (const id of ['h4', 'h5', 'o6']) lines.push(`weights of ${id}   ${parameters(id, here.node(id).weights)}`)
  }
  const slopes = here.phase === 'backward' && here.last !== null ? here.node(here.last).gradient : null
  if (here.last !== null && slopes !== null) lines.push(`slopes of ${here.last}    ${parameters(here.last, slopes)}`)
  return lines.join('\n')
}

function headline({ step, phase, last, fired }: Here): string {
  if (phase === 'start') return `step ${step}, nothing has fired`
  return `step ${step}, ${phase}: firing ${fired}${last === null ? '' : `, ${last}`}`
}

function figure(values: Signal | null, k = 0): string {
  return (values === null ? '—' : values.at(k).toFixed(3)).padStart(6)
}
