import { describe, expect, test } from 'vitest'
import { random } from './random.ts'
import { addBack, addWeighted, biasGradient, weightGradient } from './sum.ts'

type Next = () => number

/** One call's arguments: arrays with something before, between and behind what the call may read or write. */
interface Case {
  outputs: number
  inputs: number
  batch: number
  scale: number
  outStart: number
  inStart: number
  wStart: number
  wStride: number
  outs: Float64Array
  ins: Float64Array
  weights: Float64Array
}

const upTo = (next: Next, most: number) => Math.floor(next() * (most + 1))

/** Numbers whose sums depend on the order: both zeros, tiny, huge (products stay finite), and many digits. */
function value(next: Next): number {
  const sign = next() < 0.5 ? -1 : 1
  const size = next()
  if (size < 0.15) return sign * 0
  if (size < 0.25) return sign * next() * 1e-158
  if (size < 0.3) return sign * next() * 1e150
  return sign * next() * 10 ** upTo(next, 3)
}

const values = (next: Next, length: number) => Float64Array.from({ length }, () => value(next))

function drawCase(next: Next, shape: Partial<Case> = {}): Case {
  const outputs = shape.outputs ?? 1 + upTo(next, 8)
  const inputs = shape.inputs ?? upTo(next, 20)
  const batch = shape.batch ?? 1 + upTo(next, 18)
  const [outStart, inStart, wStart] = [upTo(next, 5), upTo(next, 5), upTo(next, 5)]
  const wStride = inputs + upTo(next, 3)
  return {
    outputs,
    inputs,
    batch,
    outStart,
    inStart,
    wStart,
    wStride,
    scale: next() < 0.5 ? 1 / batch : value(next),
    outs: values(next, outStart + outputs * batch + upTo(next, 5)),
    ins: values(next, inStart + inputs * batch + upTo(next, 5)),
    weights: values(next, wStart + outputs * wStride + 1 + upTo(next, 5)),
  }
}

/** The four sums as they stand in the head of sum.ts, one multiplication after the other. */
const plain = {
  addWeighted(c: Case, z: Float64Array) {
    for (let o = 0; o < c.outputs; o++) {
      for (let n = 0; n < c.batch; n++) {
        const place = c.outStart + o * c.batch + n
        for (let i = 0; i < c.inputs; i++) {
          z[place] = z[place]! + c.weights[c.wStart + o * c.wStride + i]! * c.ins[c.inStart + i * c.batch + n]!
        }
      }
    }
  },
  addBack(c: Case, errors: Float64Array) {
    for (let i = 0; i < c.inputs; i++) {
      for (let n = 0; n < c.batch; n++) {
        const place = c.inStart + i * c.batch + n
        for (let o = c.outputs - 1; o >= 0; o--) {
          errors[place] =
            errors[place]! + c.weights[c.wStart + o * c.wStride + i]! * c.outs[c.outStart + o * c.batch + n]!
        }
      }
    }
  },
  weightGradient(c: Case, g: Float64Array) {
    for (let o = 0; o < c.outputs; o++) {
      for (let i = 0; i < c.inputs; i++) {
        let sum = 0
        for (let n = 0; n < c.batch; n++) {
          sum = sum + c.outs[c.outStart + o * c.batch + n]! * c.ins[c.inStart + i * c.batch + n]!
        }
        g[c.wStart + o * c.wStride + i] = sum * c.scale
      }
    }
  },
  biasGradient(c: Case, g: Float64Array) {
    for (let o = 0; o < c.outputs; o++) {
      let sum = 0
      for (let n = 0; n < c.batch; n++) sum = sum + c.outs[c.outStart + o * c.batch + n]!
      g[c.wStart + o * c.wStride] = sum * c.scale
    }
  },
}

type Sum = keyof typeof plain
const SUMS = Object.keys(plain) as Sum[]

const ours: Record<Sum, (c: Case, target: Float64Array) => void> = {
  addWeighted: (c, z) =>
    addWeighted(z, c.outStart, c.outputs, c.weights, c.wStart, c.wStride, c.ins, c.inStart, c.inputs, c.batch),
  addBack: (c, errors) =>
    addBack(errors, c.inStart, c.inputs, c.weights, c.wStart, c.wStride, c.outs, c.outStart, c.outputs, c.batch),
  weightGradient: (c, g) =>
    weightGradient(g, c.wStart, c.wStride, c.outputs, c.outs, c.outStart, c.ins, c.inStart, c.inputs, c.batch, c.scale),
  biasGradient: (c, g) => biasGradient(g, c.wStart, c.wStride, c.outputs, c.outs, c.outStart, c.batch, c.scale),
}

/** The array a sum writes, so that a whole-array comparison also sees a write where none belongs. */
const targetOf = (sum: Sum, c: Case) => (sum === 'addWeighted' ? c.outs : sum === 'addBack' ? c.ins : c.weights)

const bits = (numbers: Float64Array) => new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length)

function sameBits(a: Float64Array, b: Float64Array): boolean {
  const [x, y] = [bits(a), bits(b)]
  return x.length === y.length && x.every((word, k) => word === y[k])
}

function expectPlainBits(sum: Sum, c: Case): void {
  const [expected, actual] = [targetOf(sum, c).slice(), targetOf(sum, c).slice()]
  plain[sum](c, expected)
  ours[sum](c, actual)
  if (!sameBits(actual, expected)) {
    expect.fail(`${sum} of ${c.outputs} outputs, ${c.inputs} inputs, batch ${c.batch} differs from the plain loops`)
  }
}

describe('the order of every sum', () => {
  test.each(SUMS)('[SU1] %s has the bits of the plain loops for any shape and writes nowhere else', (sum) => {
    for (let seed = 1; seed <= 800; seed++) expectPlainBits(sum, drawCase(random(seed, 1)))
  })

  test.each(SUMS)('[SU1] %s has the bits of the plain loops at the edges of every tile', (sum) => {
    const next = random(1, 2)
    for (const outputs of [1, 2, 3, 4, 5, 8]) {
      for (const inputs of [0, 1, 2, 3, 4, 5, 7, 8, 9, 16]) {
        for (const batch of [1, 2, 3, 4, 5, 7, 8, 9, 12, 16]) {
          expectPlainBits(sum, drawCase(next, { outputs, inputs, batch }))
        }
      }
    }
  })

  test('[SU2] the order shows in the bits: the plain loops backwards give others', () => {
    const c = drawCase(random(3, 3), { outputs: 4, inputs: 20, batch: 4 })
    const backwards = { ...c, weights: c.weights.slice(), ins: c.ins.slice(), outs: c.outs.slice() }
    for (let i = 0; i < c.inputs; i++) {
      const other = c.inputs - 1 - i
      for (let n = 0; n < c.batch; n++) {
        backwards.ins[c.inStart + i * c.batch + n] = c.ins[c.inStart + other * c.batch + n]!
      }
      for (let o = 0; o < c.outputs; o++) {
        backwards.weights[c.wStart + o * c.wStride + i] = c.weights[c.wStart + o * c.wStride + other]!
      }
    }
    ours.addWeighted(backwards, backwards.outs)
    plain.addWeighted(c, c.outs)
    expect(sameBits(backwards.outs, c.outs)).toBe(false)
  })

  test('[SU3] a sum cut into neighboring runs of inputs goes on with the same bits', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed, 4)
      const c = drawCase(next)
      const whole = c.outs.slice()
      ours.addWeighted(c, whole)
      const cut = upTo(next, c.inputs)
      const parts = c.outs.slice()
      ours.addWeighted({ ...c, inputs: cut }, parts)
      const rest = { inputs: c.inputs - cut, wStart: c.wStart + cut, inStart: c.inStart + cut * c.batch }
      ours.addWeighted({ ...c, ...rest }, parts)
      expect(sameBits(parts, whole)).toBe(true)
    }
  })

  test('[SU3] what comes back in two calls, the last outputs first, has the same bits as in one', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const next = random(seed, 5)
      const c = drawCase(next)
      const whole = c.ins.slice()
      ours.addBack(c, whole)
      const cut = upTo(next, c.outputs)
      const parts = c.ins.slice()
      const rest = {
        outputs: c.outputs - cut,
        wStart: c.wStart + cut * c.wStride,
        outStart: c.outStart + cut * c.batch,
      }
      ours.addBack({ ...c, ...rest }, parts)
      ours.addBack({ ...c, outputs: cut }, parts)
      expect(sameBits(parts, whole)).toBe(true)
    }
  })

  test('[SU4] a gradient starts from 0, so a product of -0 leaves 0 in a batch of any size', () => {
    for (const batch of [1, 2, 3, 4, 9]) {
      for (const outputs of [1, 2, 5]) {
        const g = new Float64Array(outputs * 9)
        const delta = new Float64Array(outputs * batch).fill(-0)
        weightGradient(g, 0, 9, outputs, delta, 0, new Float64Array(9 * batch).fill(1), 0, 9, batch, 1)
        expect(g.every((x) => Object.is(x, 0))).toBe(true)
        g.fill(-1)
        biasGradient(g, 0, 9, outputs, delta, 0, batch, 1)
        expect(Object.is(g[0], 0)).toBe(true)
      }
    }
  })

  test.each(SUMS)('[SU5] %s keeps its bits once the optimizing compiler has it', (sum) => {
    for (const batch of [1, 3, 8]) {
      const c = drawCase(random(batch, 6), { outputs: 5, inputs: 9, batch })
      const actual = targetOf(sum, c).slice()
      for (let k = 0; k < 5000; k++) {
        actual.set(targetOf(sum, c))
        ours[sum](c, actual)
      }
      const expected = targetOf(sum, c).slice()
      plain[sum](c, expected)
      expect(sameBits(actual, expected)).toBe(true)
    }
  })
})
