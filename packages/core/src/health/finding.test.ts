import { expect, test } from 'vitest'
import { finding } from './finding.ts'

test('[TX2] a finding shows whatever is in its sentences, and its node is the id itself', () => {
  const node = '\u001b[2Jh1\n'
  const found = finding({
    name: 'dead neuron',
    step: 3,
    node,
    value: 0,
    cause: `${node} is dead`,
    wayOut: `look at ${node}`,
  })
  expect(found).toMatchObject({ node, cause: '\\u001b[2Jh1\\n is dead', wayOut: 'look at \\u001b[2Jh1\\n', edge: null })
})
