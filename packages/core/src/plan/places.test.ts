import { describe, expect, test } from 'vitest'
import { linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { refusal } from '../testing/refusal.ts'
import { placesOf } from './places.ts'

const g = graph((g) => {
  const x = g.inputs('x1', 'x2')
  const c = g.add(['conv/1', 'conv/2'], linear, { from: x })
  const odd = g.add('a:b', linear, { from: 'x1' })
  g.loss(squaredError, g.add('o', linear, { from: [c, odd] }))
})
const places = placesOf(g)
const named = (what: readonly string[]): string[] =>
  Array.from(places.select(what), (one, k) => (one === 1 ? `${places.nodeOf(k)} ${places.nameOf(k)}` : '')).filter(
    Boolean,
  )

describe('places', () => {
  test('[OP12] each parameter has its node and name, in the order of the layout', () => {
    expect(places.count).toBe(12)
    expect(Array.from({ length: 12 }, (_, k) => `${places.nodeOf(k)} ${places.nameOf(k)}`)).toEqual([
      ...['conv/1', 'conv/2'].flatMap((id) => [`${id} bias`, `${id} weight`, `${id} weight`]),
      ...['a:b bias', 'a:b weight'],
      ...['o bias', 'o weight', 'o weight', 'o weight'],
    ])
    expect(Array.from(places.starts.slice(-4))).toEqual([3, 6, 8, 12])
  })

  test('[OP12] they are chosen by node, by name, by edge and by texts with *', () => {
    expect(named(['*:bias'])).toEqual(['conv/1 bias', 'conv/2 bias', 'a:b bias', 'o bias'])
    expect(named(['conv'])).toEqual(named(['conv/*']))
    expect(named(['conv:bias', 'o:bias'])).toEqual(['conv/1 bias', 'conv/2 bias', 'o bias'])
    expect(named(['conv/2'])).toEqual(['conv/2 bias', 'conv/2 weight', 'conv/2 weight'])
    expect(named(['"a:b"'])).toEqual(['a:b bias', 'a:b weight'])
    expect(named(['"a:b":weight'])).toEqual(['a:b weight'])
    expect(Array.from(places.select(['"a:b"->o'])).lastIndexOf(1)).toBe(11)
    expect(named(['"a:b"->o', 'x2->conv/1'])).toEqual(['conv/1 weight', 'o weight'])
    expect(named(['*']).length).toBe(12)
    expect(named(['c*v/*1:w*t'])).toEqual(['conv/1 weight', 'conv/1 weight'])
    expect(named(['o*o', 'conv*conv/1', `${'*'.repeat(9999)}p`])).toEqual([])
    expect(named([])).toEqual([])
    expect(places.select(['*:bias'])).toBe(places.select(['*:bias']))
  })

  test('[OP12] a name without * that means nothing is refused; one with * may mean nothing', () => {
    for (const what of ['p', 'o:slope', 'x1->o', 'o->p', 'con', 'x1']) {
      expect(refusal(() => places.select([what])).code).toBe('INVALID_OPTION')
    }
    for (const wrong of [undefined, 'h', [1]])
      expect(refusal(() => places.select(wrong as never)).code).toBe('INVALID_ARGUMENT')
    for (const k of [-1, 12, 0.5]) expect(refusal(() => places.nameOf(k)).code).toBe('INVALID_ARGUMENT')
    expect(named(['p*', '*:slope', '.*'])).toEqual([])
  })
})
