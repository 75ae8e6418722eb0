// Uses the installed packages from an ES module: one network, one answer, one refusal.

import assert from 'node:assert/strict'
import { fingerprint, graph, NeuriteError, network } from '@neurite/core'
import { load, save } from '@neurite/core/files'
import { network as lite } from '@neurite/core/lite'
import { file } from '@neurite/core/node'
import { checkLoss } from '@neurite/core/testing'
import { neuron, sigmoid, squaredError, standard } from '@neurite/nodes'

const net = network(
  graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const h = g.add('h4', neuron(sigmoid), { from: x, weights: [0.2, 0.4, -0.5], bias: -0.4 })
    g.loss(squaredError(), h)
  }),
)

assert.deepEqual(net.predict([1, 0, 1]), [0.3318122278318339])
assert.throws(() => net.node('nobody'), NeuriteError)
// One class behind both doors.
assert.throws(() => checkLoss(squaredError(), { outputs: () => [] }), NeuriteError)

// Without a past, the same.
assert.deepEqual(lite(net.graph).predict([1, 0, 1]), [0.3318122278318339])

// The past, there and back through a file.
for (let k = 0; k < 100; k++) net.learn({ input: [1, 0, 1], target: [1] })
assert.equal(net.timeline.at(0).node('h4').bias, -0.4)
const again = await load(save(net), standard)
await save(net).to(file('run.neurite'))
const third = await load(file('run.neurite'), standard)
assert.equal(fingerprint(third.snapshot), fingerprint(net.snapshot))
assert.equal(fingerprint(again.timeline.at(50)), fingerprint(net.timeline.at(50)))
