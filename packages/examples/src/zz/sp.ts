import { adam, graph, ids, network, train } from '@neurite/core'
import { binaryCrossEntropy, identity, neuron, tanh, uniform } from '@neurite/nodes'
import { lastValueFrom, takeWhile } from 'rxjs'
import { spirals } from '../data/spirals.ts'
const [width, rate, max, batch, init, scale] = process.argv.slice(2).map(Number) as [number, number, number, number, number, number]
const pts = spirals()
const rows = pts.map(p => ({ input: [p.x * scale, p.y * scale], target: [p.label] }))
const g = graph((g) => {
  const x = g.inputs('x', 'y')
  const o = init > 0 ? { weights: uniform(-init, init), bias: uniform(-init, init) } : {}
  const a = g.add(ids('a', width), neuron(tanh, o), { from: x })
  const b = g.add(ids('b', width), neuron(tanh, o), { from: [x, a] })
  const c = g.add(ids('c', width), neuron(tanh, o), { from: [x, a, b] })
  const out = g.add('out', neuron(identity), { from: [x, a, b, c] })
  g.loss(binaryCrossEntropy(), out)
})
for (let seed = 1; seed <= 10; seed++) {
  const net = network(g, { optimizer: adam({ learningRate: rate }), seed })
  const acc = () => net.predict(rows.map(r => r.input)).filter((p, i) => (p[0]! > 0 ? 1 : 0) === pts[i]!.label).length / 194
  const t0 = performance.now()
  let first = 0; let n = 0
  await lastValueFrom(train(net, rows, { batchSize: batch, epochs: max }).pipe(takeWhile((s) => { n = s.step; if (s.batch === 0 && s.epoch % 100 === 0 && first === 0 && acc() > 0.95) first = s.step; return true })))
  console.log(seed, acc().toFixed(3), 'first>95 at', first, 'steps', n, ((performance.now() - t0)/1000).toFixed(1) + 's')
}
