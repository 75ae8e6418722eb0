import { describe, expect, test } from 'vitest'
import { uniform } from '../packages/core/src/numerics/random.ts'
import { blockedMlp } from './blocked-mlp.ts'
import { type Loop, layersOf, plainMlp, plainThreeTwoOne } from './loops.ts'

const ROWS = 40

function data(sizes: readonly number[]): { inputs: Float64Array; targets: Float64Array; order: Int32Array } {
  const draws = (stream: number, length: number) => Float64Array.from({ length }, (_, k) => uniform(1, stream, k))
  return {
    inputs: draws(1, ROWS * sizes[0]!),
    targets: draws(2, ROWS * sizes.at(-1)!),
    order: Int32Array.from({ length: ROWS }, (_, k) => (k * 7) % ROWS),
  }
}

function started(loop: Loop): Loop {
  for (let k = 0; k < loop.parameters.length; k++) loop.parameters[k] = uniform(1, 3, k) - 0.5
  return loop
}

function trained(loop: Loop, sizes: readonly number[], batch: number, steps: number): number[] {
  const { inputs, targets, order } = data(sizes)
  started(loop)
  return Array.from({ length: steps }, (_, s) => loop.step(inputs, targets, order, (s * batch) % (ROWS - batch + 1)))
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length)
  return Array.from(a).reduce((most, x, k) => Math.max(most, Math.abs(x - b[k]!)), 0)
}

/** Mean ½ squared error over `batch` rows in the plainest way there is, for differences. */
function lossOf(p: Float64Array, sizes: readonly number[], batch: number): number {
  const { inputs, targets, order } = data(sizes)
  let loss = 0
  for (let n = 0; n < batch; n++) {
    const row = order[n]!
    let a = Array.from(inputs.subarray(row * sizes[0]!, (row + 1) * sizes[0]!))
    for (const layer of layersOf(sizes).layers) {
      a = Array.from({ length: layer.outputs }, (_, o) => {
        const bias = layer.start + o * (layer.inputs + 1)
        return 1 / (1 + Math.exp(-a.reduce((z, x, i) => z + p[bias + 1 + i]! * x, p[bias]!)))
      })
    }
    a.forEach((x, o) => {
      loss += 0.5 * (x - targets[row * a.length + o]!) ** 2
    })
  }
  return loss / batch
}

/** One step with rate 1 moves each parameter by its gradient. */
function expectGradients(loop: Loop, sizes: readonly number[], batch: number): void {
  const [loss] = trained(loop, sizes, batch, 1)
  const start = started({ ...loop, parameters: new Float64Array(loop.parameters.length) }).parameters
  expect(Math.abs(loss! - lossOf(start, sizes, batch))).toBeLessThan(1e-14)
  const h = 1e-5
  for (let k = 0; k < start.length; k++) {
    const [up, down] = [start.slice(), start.slice()]
    up[k] = up[k]! + h
    down[k] = down[k]! - h
    const numeric = (lossOf(up, sizes, batch) - lossOf(down, sizes, batch)) / (2 * h)
    expect(Math.abs(start[k]! - loop.parameters[k]! - numeric)).toBeLessThan(1e-9)
  }
}

const NETS = [
  [3, 2, 1],
  [5, 7, 3],
  [9, 6, 5, 2],
  [8, 4, 4],
]
const BATCHES = [1, 2, 4, 7, 8, 13]

describe('the yardsticks', () => {
  test.each(NETS)('blocked loops train %s, %s, %s … as plain loops do', (...sizes) => {
    for (const batch of BATCHES) {
      const [plain, blocked] = [plainMlp(sizes, batch, 0.5), blockedMlp(sizes, batch, 0.5)]
      expect(furthest(trained(plain, sizes, batch, 100), trained(blocked, sizes, batch, 100))).toBeLessThan(1e-12)
      expect(furthest(plain.parameters, blocked.parameters)).toBeLessThan(1e-12)
    }
  })

  test('the hand-written 3-2-1 trains as plain loops do', () => {
    const [plain, own] = [plainMlp([3, 2, 1], 1, 0.9), plainThreeTwoOne(0.9)]
    expect(furthest(trained(plain, [3, 2, 1], 1, 200), trained(own, [3, 2, 1], 1, 200))).toBeLessThan(1e-12)
    expect(furthest(plain.parameters, own.parameters)).toBeLessThan(1e-12)
  })

  test.each(NETS)('plain and blocked gradients of %s, %s, %s … are the slopes of the loss', (...sizes) => {
    for (const batch of BATCHES) {
      expectGradients(plainMlp(sizes, batch, 1), sizes, batch)
      expectGradients(blockedMlp(sizes, batch, 1), sizes, batch)
    }
  })

  test('the gradients of the hand-written 3-2-1 are the slopes of the loss', () => {
    expectGradients(plainThreeTwoOne(1), [3, 2, 1], 1)
  })
})
