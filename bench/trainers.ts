/** What can take part in a contest: bare loops, and networks driven in each of the ways there are. */
import { type Graph, learn, type Network, type Row, type Step, train } from '@neurite/core'
import { Subject } from 'rxjs'
import type { Trainer } from './contest.ts'
import type { Loop } from './loops.ts'
import { made, type Rows } from './networks.ts'

/** A loop over the rows in their own order, from the parameters that the network of that graph starts with. */
export function looped(loop: Loop, from: Graph, rows: Rows, batch: number): Trainer {
  made(from, 1).snapshot.parameters.copyInto(loop.parameters)
  const order = Int32Array.from({ length: rows.count }, (_, k) => k)
  let loss = Number.NaN
  return {
    run(passes) {
      for (let pass = 0; pass < passes; pass++) {
        for (let at = 0; at < rows.count; at += batch) loss = loop.step(rows.inputs, rows.targets, order, at)
      }
    },
    get loss() {
      return loss
    },
  }
}

/** `train` over the rows, in their own order unless told otherwise; `each` is called with every step. */
export function trained(
  net: Network,
  rows: Rows,
  batchSize: number,
  { each, shuffle = false }: { readonly each?: (step: Step) => void; readonly shuffle?: boolean } = {},
): Trainer {
  let loss = Number.NaN
  return {
    run: (passes) =>
      new Promise((resolve, reject) => {
        train(net, rows, { batchSize, epochs: passes, shuffle }).subscribe({
          next: (step) => {
            loss = step.loss
            each?.(step)
          },
          error: reject,
          complete: resolve,
        })
      }),
    get loss() {
      return loss
    },
  }
}

/** `net.learn`, row by row. */
export function learned(net: Network, rows: Rows): Trainer {
  const list = rowList(net.graph, rows)
  let loss = Number.NaN
  return {
    run(passes) {
      for (let pass = 0; pass < passes; pass++) for (const row of list) loss = net.learn(row).loss
    },
    get loss() {
      return loss
    },
  }
}

/** The operator `learn` on a stream that brings its rows at once. */
export function streamed(net: Network, rows: Rows): Trainer {
  const list = rowList(net.graph, rows)
  const rows$ = new Subject<Row>()
  let loss = Number.NaN
  rows$.pipe(learn(net)).subscribe((step) => {
    loss = step.loss
  })
  return {
    run(passes) {
      for (let pass = 0; pass < passes; pass++) for (const row of list) rows$.next(row)
    },
    get loss() {
      return loss
    },
  }
}

/** The rows as objects. */
export function rowList({ inputs: { length: width }, outputs }: Graph, { count, inputs, targets }: Rows): Row[] {
  return Array.from({ length: count }, (_, n) => ({
    input: Array.from(inputs.subarray(n * width, (n + 1) * width)),
    target: Array.from(targets.subarray(n * outputs.length, (n + 1) * outputs.length)),
  }))
}
