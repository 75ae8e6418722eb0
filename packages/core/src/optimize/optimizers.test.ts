import { describe, expect, test } from 'vitest'
import { reference } from '../graph/contracts/definition.ts'
import { refusal } from '../testing/refusal.ts'
import { adam } from './adam.ts'
import type { Optimizer } from './optimizer.ts'
import { Optimizers } from './optimizers.ts'
import { sgd } from './sgd.ts'
import { standardOptimizers } from './standard-optimizers.ts'

const own: Optimizer = { ...sgd({ learningRate: 1 }), name: 'own', options: {} }

describe('optimizers by reference', () => {
  test('[CH17] one that was handed in is found itself; any of this package is made of its options', () => {
    const given = sgd({ learningRate: 0.1, momentum: 0.5 })
    const optimizers = new Optimizers([given, own], standardOptimizers)
    expect(optimizers.of(reference(given))).toBe(given)
    expect(optimizers.of('own')).toBe(own)
    const made = optimizers.of(reference(adam({ learningRate: 0.25 })))
    expect([made.name, made.options]).toEqual(['adam', adam({ learningRate: 0.25 }).options])
    expect(optimizers.of(JSON.parse(JSON.stringify(reference(made))))).toBe(made)
    expect(optimizers.all()).toEqual([given, own, made])
  })

  test('[CH17] what nobody knows is refused, whatever its name; so are options without sense', () => {
    const optimizers = new Optimizers([], standardOptimizers)
    for (const name of ['own', 'toString', '__proto__']) {
      expect(refusal(() => optimizers.of(name)).code).toBe('UNKNOWN_DEFINITION')
    }
    expect(refusal(() => optimizers.of({ name: 'sgd', options: { learningRate: -1 } })).code).toBe('INVALID_OPTION')
    expect(optimizers.all()).toEqual([])
  })
})
