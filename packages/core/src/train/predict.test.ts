import { firstValueFrom, from, lastValueFrom, of, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { bitRows, chain, layers, linear, squaredError } from '../flow/sample-graphs.ts'
import { graph } from '../graph/compose/builder.ts'
import { network } from '../network.ts'
import { fingerprint } from '../state/fingerprint.ts'
import { refusal } from '../testing/refusal.ts'
import { predict } from './predict.ts'

const net = network(layers([3, 4, 2]), { seed: 6 })
const many = Array.from({ length: 2500 }, (_, k) => [Math.fround(k / 2500), (k % 7) / 7, (k % 3) - 1])

describe('predict', () => {
  test('[TR12] one row is answered with one number per output, in the order of the outputs', () => {
    const g = graph((g) => {
      g.inputs('x', 'y')
      g.add('a', linear, { from: 'x', weights: [1], bias: 0 })
      g.add('b', linear, { from: 'y', weights: [10], bias: 0 })
      g.loss(squaredError, ['a', 'b'])
      g.outputs('b', 'x', 'a')
    })
    expect(network(g).predict([1, 2])).toEqual([20, 1, 1])
  })

  test('[TR12] a row may be an array, a typed array or a record', () => {
    const wanted = net.predict([1, 0, 0.5])
    expect(net.predict(Float32Array.of(1, 0, 0.5))).toEqual(wanted)
    expect(net.predict({ l0n2: 0.5, l0n0: 1, l0n1: 0 })).toEqual(wanted)
  })

  test('[TR12] many rows are answered with an array each, whatever their form', () => {
    const [first, second] = [net.predict([1, 0, 1]), net.predict([0, 0, 1])]
    expect(net.predictAll([[1, 0, 1], Float64Array.of(0, 0, 1), { l0n0: 1, l0n1: 0, l0n2: 1 }])).toEqual([
      first,
      second,
      first,
    ])
    expect(net.predictAll([[1, 0, 1]])).toEqual([first])
  })

  test('[TR12] 2,500 rows have the bits of one by one, in three ticks', () => {
    const sizes: number[] = []
    const watching = net.node('l1n0').activation$.subscribe(({ length }) => sizes.push(length))
    const answers = net.predictAll(many)
    watching.unsubscribe()
    expect(sizes).toEqual([1024, 1024, 452])
    expect(answers).toEqual(many.map((row) => net.predict(row)))
  })

  test('[TR12] a network of very many lanes takes fewer rows at a time, so that slabs stay small', () => {
    const long = network(chain(5000, linear))
    const sizes: number[] = []
    long.node('n1').activation$.subscribe(({ length }) => sizes.push(length))
    expect(long.predictAll(many.slice(0, 1000).map(([x]) => [x as number]))).toHaveLength(1000)
    expect(sizes).toEqual([838, 162])
  })

  test('[TR12] predicting changes nothing', () => {
    const before = fingerprint(net.snapshot)
    net.predictAll(many.slice(0, 50))
    expect(fingerprint(net.snapshot)).toBe(before)
  })

  test('[TR13] no rows have no answers; what is no row, or no rows, is refused', () => {
    expect(net.predictAll([])).toEqual([])
    expect(refusal(() => net.predict([])).code).toBe('WRONG_LENGTH')
    expect(refusal(() => net.predict([[1, 0, 1]] as never)).code).toBe('WRONG_LENGTH')
    expect(refusal(() => net.predictAll(7 as never)).code).toBe('INVALID_ARGUMENT')
    expect(refusal(() => net.predictAll(Float64Array.of(1, 0, 1) as never)).code).toBe('INVALID_ARGUMENT')
  })

  test('[TR13] a wrong row is refused by its number and column', () => {
    const wrong = many.with(2000, [0, Number.NaN, 0])
    const refused = refusal(() => net.predictAll(wrong))
    expect([refused.code, refused.place]).toEqual(['NOT_FINITE', { row: 2000, column: 'l0n1' }])
    for (const row of [[1, 2], [], [1, 2, 3, 4]])
      expect(refusal(() => net.predictAll([[1, 1, 1], row])).code).toBe('WRONG_LENGTH')
    expect(refusal(() => net.predict(['1', 2, 3] as never)).code).toBe('NOT_A_NUMBER')
  })

  test('[TR14] as an operator it answers each event, and errors with a refusal', async () => {
    const rows = bitRows(5, 3).map(({ input }) => input)
    expect(await lastValueFrom(from(rows).pipe(predict(net), toArray()))).toEqual(net.predictAll(rows))
    await expect(firstValueFrom(of([1]).pipe(predict(net)))).rejects.toMatchObject({ code: 'WRONG_LENGTH' })
  })

  test('[TR14] it may predict while the network learns, and a graph without a loss predicts too', async () => {
    const learning = network(layers([3, 4, 2]), { seed: 6 })
    const release = learning.engine.claim()
    expect(await firstValueFrom(of([1, 0, 1]).pipe(predict(learning)))).toEqual(net.predict([1, 0, 1]))
    release()
    const bare = graph((g) => {
      g.add('o', linear, { from: g.inputs('x'), weights: [2], bias: 1 })
    })
    expect(network(bare).predict([3])).toEqual([7])
  })

  test('[TR63] finite rows whose answer is no number are told of, by row and output', () => {
    const g = graph((g) => {
      g.add('o', linear, { from: g.inputs('x', 'y'), weights: [2, -2], bias: 0 })
    })
    const far = network(g)
    const refused = refusal(() =>
      far.predictAll([
        [1, 1],
        [1e308, 1e308],
      ]),
    )
    expect([refused.code, refused.place]).toEqual(['ANSWER_NOT_FINITE', { row: 1, node: 'o' }])
    expect(refusal(() => far.predict([1e308, 0])).code).toBe('ANSWER_NOT_FINITE')
    expect(far.predict([1e307, 1e307])).toEqual([0])
  })

  test('[TR63] a refused event ends the stream, or is left out, or told of; the answer may come with its event', async () => {
    const events = [[1, 0, 1], [1], [0, 0, 1]]
    await expect(lastValueFrom(from(events).pipe(predict(net)))).rejects.toMatchObject({ place: { row: 1 } })
    const left = await lastValueFrom(from(events).pipe(predict(net, { onRefused: 'skip', with: 'event' }), toArray()))
    expect(left).toEqual([0, 2].map((n) => ({ event: events[n], answer: net.predict(events[n] as number[]) })))
    const told: unknown[] = []
    const onRefused = (refused: { code: string }, event: unknown) => void told.push([refused.code, event])
    await lastValueFrom(from(events).pipe(predict(net, { onRefused })))
    expect(told).toEqual([['WRONG_LENGTH', [1]]])
    expect(refusal(() => predict(net, { with: 'row' } as never)).code).toBe('INVALID_OPTION')
  })
})
