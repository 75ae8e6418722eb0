import { adam, dataset, graph, ids, network, sgd, train } from '@neurite/core'
import { softmaxCrossEntropy, identity, neuron, relu, he } from '@neurite/nodes'
import { lastValueFrom, filter, tap } from 'rxjs'
import { digitsData } from '../data/digits-data.ts'
const [opt, rate, batch, epochs, dir] = process.argv.slice(2) as [string,string,string,string,string]
const data = digitsData(dir === undefined ? undefined : dir, 1)
const g = graph((g) => {
  const x = g.inputs(ids('pixel', data.size ** 2))
  const h = g.add(ids('h', 64), neuron(relu, { weights: he() }), { from: x })
  const o = g.add(ids('digit', 10), neuron(identity), { from: h })
  g.loss(softmaxCrossEntropy(), o)
})
const rows = (d: any) => Array.from({ length: d.rows }, (_, n) => d.inputs.subarray(n * data.size ** 2, (n + 1) * data.size ** 2))
const test = rows(data.test)
for (let seed = 1; seed <= 3; seed++) {
  const t0 = performance.now()
  const net = network(g, { optimizer: opt === 'adam' ? adam({ learningRate: +rate }) : sgd({ learningRate: +rate, momentum: 0.9 }), seed })
  const set = dataset({ inputs: data.train.inputs, targets: data.train.targets }, g)
  const acc = () => net.predict(test).filter((p, i) => p.indexOf(Math.max(...p)) === data.test.labels[i]).length / test.length
  let e = 0
  await lastValueFrom(train(net, set, { batchSize: +batch, epochs: +epochs }).pipe(tap((s) => { if (s.epoch !== e) { e = s.epoch; console.log(seed, e, acc(), ((performance.now() - t0)/1000).toFixed(1)) } })))
  console.log(seed, acc(), ((performance.now() - t0)/1000).toFixed(1)+'s')
}
