import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { refusePromise } from './refuse-promise.ts'

test('[DO5] a promise, or anything with a then, is refused by code, and what becomes of it is nobody’s error', async () => {
  const failing = Promise.reject(new Error('later'))
  const thenable = (thing: object) => Object.defineProperty(thing, 'then', { value: () => {} })
  for (const answer of [Promise.resolve(true), failing, thenable({}), thenable(() => {})]) {
    expect(refusal(() => refusePromise(answer, 'the predicate')).code).toBe('ASYNC_NOT_ALLOWED')
  }
  await expect(failing).rejects.toThrow('later')
})

test('[DO5] anything else passes', () => {
  for (const answer of [undefined, null, true, 0, 'then', {}, [], () => {}]) refusePromise(answer, 'the predicate')
})
