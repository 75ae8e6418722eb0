import { adam, dataset, graph, ids, network, sgd, train } from '@neurite/core'
import { softmaxCrossEntropy, identity, neuron, relu, he } from '@neurite/nodes'
import { lastValueFrom, filter, tap } from 'rxjs'
import { digitsData } from '../data/digits-data.ts'
const [opt, rate, batch, epochs, dir, smooth, aug] = process.argv.slice(2) as string[] as any
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
  const sm = +(smooth ?? 0)
  const tg = data.train.targets.map((t: number) => t * (1 - sm) + sm / 10)
  const shifts = [[0,0],[1,0],[-1,0],[0,1],[0,-1],[1,1],[-1,-1],[1,-1],[-1,1]].slice(0, +(aug ?? 1))
  const sets = shifts.map(([dx, dy]: any) => { const out = new Float64Array(data.train.inputs.length); const S = data.size; for (let r = 0; r < data.train.rows; r++) for (let y = 0; y < S; y++) for (let x = 0; x < S; x++) { const a = x - dx, b = y - dy; if (a >= 0 && b >= 0 && a < S && b < S) out[r*S*S + y*S + x] = data.train.inputs[r*S*S + b*S + a]! } return dataset({ inputs: out, targets: tg }, g) })
  const acc = () => net.predict(test).filter((p, i) => p.indexOf(Math.max(...p)) === data.test.labels[i]).length / test.length
  let e = 0
  for (let ep = 0; ep < +epochs; ep++) await lastValueFrom(train(net, sets[ep % sets.length]!, { batchSize: +batch, epochs: 1 }).pipe(tap((s) => { if (s.epoch !== e) { e = s.epoch; console.log(seed, e, acc(), ((performance.now() - t0)/1000).toFixed(1)) } })))
  console.log(seed, acc(), ((performance.now() - t0)/1000).toFixed(1)+'s')
}
