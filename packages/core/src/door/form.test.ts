import { describe, expect, test } from 'vitest'
import {
  constant,
  either,
  type Form,
  finite,
  fit,
  flag,
  list,
  orNone,
  orNull,
  record,
  shallow,
  table,
  text,
  tuple,
  whole,
} from './form.ts'

interface Sample {
  readonly n: number
  readonly names?: readonly string[] | undefined
  readonly place: { readonly x: number } | null
}
const sample = record<Sample>({ n: whole(1, 9), names: orNone(list(text())), place: orNull(record({ x: finite })) })

function deep(levels: number): unknown {
  let value: unknown = 0
  for (let k = 0; k < levels; k++) value = k % 2 === 0 ? [value] : { value }
  return value
}

describe('a form', () => {
  test.each<[string, Form<unknown>, unknown]>([
    ['a whole number', whole(), 0],
    ['one below 0', whole(-3), -3],
    ['a finite one', finite, -0.5],
    ['a flag', flag, false],
    ['a text', text(), ''],
    ['a text of a form', text(/^[0-9a-f]+$/), 'c0de'],
    ['the value itself', constant('row'), 'row'],
    ['one of two', either(text(), whole()), 7],
    ['a record', sample, { n: 9, names: ['a'], place: { x: 1 } }],
    ['a record with what nobody asks for', sample, { n: 1, place: null, more: [] }],
    ['a list of a length', tuple(whole(), flag), [1, true]],
    ['a table', table(whole()), { a: 1, constructor: 2 }],
    ['nested JSON', shallow(3), [[[1, 'a', null]]]],
  ])('[TF40] takes %s', (_, form, value) => {
    expect(form(value, '')).toBe(null)
  })

  test.each<[string, Form<unknown>, unknown, string]>([
    ['half a number', whole(), 0.5, ''],
    ['a number as a text', whole(), '0', ''],
    ['one beyond the limit', whole(0, 4), 5, ''],
    ['one that is no longer exact', whole(), 2 ** 53, ''],
    ['minus one', whole(), -1, ''],
    ['an infinite one', finite, Number.POSITIVE_INFINITY, ''],
    ['1 for true', flag, 1, ''],
    ['a text of another form', text(/^[0-9a-f]+$/), 'x', ''],
    ['null', sample, null, ''],
    ['a list for a record', sample, [], ''],
    ['a field that is not there', sample, { place: null }, 'n'],
    ['an inherited field', record<{ toString: string }>({ toString: text() }), {}, 'toString'],
    ['a wrong field inside', sample, { n: 1, place: { x: '1' } }, 'place.x'],
    ['a wrong one in a list', sample, { n: 1, place: null, names: ['a', 1] }, 'names[1]'],
    ['a list that is too long', tuple(whole(), flag), [1, true, 1], ''],
    ['a wrong one in a table', table(whole()), { a: 1, b: null }, 'b'],
    ['neither of two', either(text(), whole()), null, ''],
    ['JSON nested too deep', shallow(3), [[[[]]]], ''],
    ['JSON nested a hundred thousand levels deep', shallow(64), deep(100_000), ''],
  ])('[TF40] names the place of %s', (_, form, value, at) => {
    expect(form(value, '')).toEqual({ at, wants: expect.any(String) })
    expect(() => fit(form, value, ({ at }) => new Error(`at ${at}`))).toThrow(`at ${at}`)
  })
})
