import { expect, test } from 'vitest'
import { zeros } from './zeros.ts'

test('[ND8] zeros starts at 0 and draws nothing', () => {
  const draw = () => {
    throw new Error('drawn')
  }
  expect(zeros().draw(draw, { fanIn: 3, fanOut: 2 }, {})).toBe(0)
  expect(zeros()).toMatchObject({ type: 'initializer', name: 'zeros', options: {} })
})
