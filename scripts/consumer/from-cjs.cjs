// Uses the installed packages from CommonJS, and finds there what an ES module finds.
const assert = require('node:assert/strict')
const { lastValueFrom } = require('rxjs')
const { dataset, fingerprint, graph, learn, NeuriteError, network, train, walk } = require('@neurite/core')
const { load, save } = require('@neurite/core/files')
const { checkLoss } = require('@neurite/core/testing')
const { neuron, sigmoid, squaredError, standard } = require('@neurite/nodes')

const net = network(
  graph((g) => {
    const x = g.inputs('x1', 'x2', 'x3')
    const h = g.add('h4', neuron(sigmoid), { from: x, weights: [0.2, 0.4, -0.5], bias: -0.4 })
    g.loss(squaredError(), h)
  }),
)
assert.deepEqual(net.predict([1, 0, 1]), [0.3318122278318339])
// One class behind both doors.
assert.throws(() => checkLoss(squaredError(), { outputs: () => [] }), NeuriteError)

// The past, there and back through a file.
for (let k = 0; k < 100; k++) net.learn({ input: [1, 0, 1], target: [1] })
assert.equal(net.timeline.at(0).node('h4').bias, -0.4)
load(save(net), standard).then((again) => {
  assert.equal(fingerprint(again.timeline.at(50)), fingerprint(net.timeline.at(50)))
})

// Two copies in one program: what is plain works in either, what is not is refused by code.
import('@neurite/core').then(async (other) => {
  const row = { input: [1, 0, 1], target: [1] }
  const theirs = other.network(net.graph, { optimizer: require('@neurite/core').sgd({ learningRate: 0.1 }), seed: 1 })
  assert.deepEqual(theirs.predict([1, 0, 1]), [0.3318122278318339])
  assert.equal(fingerprint(theirs.snapshot), other.fingerprint(theirs.snapshot))
  assert.equal(dataset(other.dataset([row], net.graph), net.graph).fingerprint, dataset([row], net.graph).fingerprint)
  assert.throws(() => theirs.node('nobody'), NeuriteError)
  for (const call of [() => learn(theirs), () => walk(theirs, [row]), () => net.restore(theirs.snapshot)]) {
    assert.throws(call, { code: 'FOREIGN_COPY' })
  }
  await assert.rejects(lastValueFrom(train(theirs, [row])), { code: 'FOREIGN_COPY' })
})

const doors = ['define', 'explain', 'files', 'health', 'lite', 'math', 'node', 'page', 'testing'].map(
  (door) => `@neurite/core/${door}`,
)
for (const name of ['@neurite/core', ...doors, '@neurite/nodes']) {
  const required = Object.keys(require(name)).sort()
  import(name).then((imported) => assert.deepEqual(Object.keys(imported).sort(), required))
}
