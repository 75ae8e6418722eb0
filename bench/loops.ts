/**
 * Yardsticks: training loops over bare typed arrays, as one writes them by hand, knowing nothing of the library.
 * Sigmoid everywhere, ½ squared error, gradients as means over the batch, gradient descent. The mathematics is the
 * library's (the bias first, then the inputs in order; gradients row after row), so the numbers can be compared.
 */

/** A hand-written network and its training step. */
export interface Loop {
  /** Layer by layer, neuron by neuron: the bias, then the weights. */
  readonly parameters: Float64Array
  /**
   * Trains on the rows `order[at]`, `order[at + 1]`, … of a data set whose rows stand one behind the other, as many as the
   * batch has. Returns their mean loss before the update.
   */
  step(inputs: Float64Array, targets: Float64Array, order: Int32Array, at: number): number
}

/** A layer's sizes and where its parameters begin; 784-128-10 has two, 784 → 128 and 128 → 10. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  readonly start: number
}

export function layersOf(sizes: readonly number[]): { layers: readonly Layer[]; parameters: Float64Array } {
  let start = 0
  const layers = sizes.slice(1).map((outputs, l) => {
    const layer = { inputs: sizes[l]!, outputs, start }
    start += outputs * (layer.inputs + 1)
    return layer
  })
  return { layers, parameters: new Float64Array(start) }
}

/** Plain scalar loops, one row after the other; the gradients add up over the batch, then comes the update. */
export function plainMlp(sizes: readonly number[], batch: number, learningRate: number): Loop {
  const { layers, parameters } = layersOf(sizes)
  const gradients = new Float64Array(parameters.length)
  const values = sizes.map((size) => new Float64Array(size))
  const deltas = sizes.map((size) => new Float64Array(size))
  const last = layers.length

  function step(inputs: Float64Array, targets: Float64Array, order: Int32Array, at: number): number {
    let loss = 0
    for (let n = 0; n < batch; n++) {
      const row = order[at + n]!
      copyRow(inputs, row, values[0]!)
      for (let l = 0; l < last; l++) plainForward(layers[l]!, parameters, values[l]!, values[l + 1]!)
      loss += plainLoss(values[last]!, targets, row, deltas[last]!)
      for (let l = last - 1; l > 0; l--) plainBack(layers[l]!, parameters, values[l]!, deltas[l]!, deltas[l + 1]!)
      for (let l = 0; l < last; l++) {
        // Online there is nothing to add up, so the weights move at once, as anyone would write it.
        if (batch === 1) addProducts(layers[l]!, parameters, -learningRate, values[l]!, deltas[l + 1]!)
        else addProducts(layers[l]!, gradients, 1, values[l]!, deltas[l + 1]!)
      }
    }
    if (batch > 1) {
      const scale = 1 / batch
      for (let k = 0; k < parameters.length; k++) {
        parameters[k] = parameters[k]! - learningRate * (gradients[k]! * scale)
        gradients[k] = 0
      }
    }
    return loss / batch
  }

  return { parameters, step }
}

/** 3-2-1 trained online, the smallest network of the textbook: fixed sizes, loops over tiny arrays. */
export function plainThreeTwoOne(learningRate: number): Loop {
  const parameters = new Float64Array(11)
  const hidden = new Float64Array(2)
  const deltas = new Float64Array(2)

  function step(inputs: Float64Array, targets: Float64Array, order: Int32Array, at: number): number {
    const row = order[at]!
    const x = row * 3
    let z = parameters[8]!
    for (let o = 0; o < 2; o++) {
      let sum = parameters[o * 4]!
      for (let i = 0; i < 3; i++) sum += parameters[o * 4 + 1 + i]! * inputs[x + i]!
      hidden[o] = 1 / (1 + Math.exp(-sum))
      z += parameters[9 + o]! * hidden[o]!
    }
    const a = 1 / (1 + Math.exp(-z))
    const miss = a - targets[row]!
    const delta = miss * (a * (1 - a))
    for (let o = 0; o < 2; o++) deltas[o] = parameters[9 + o]! * delta * (hidden[o]! * (1 - hidden[o]!))
    parameters[8] = parameters[8]! - learningRate * delta
    for (let o = 0; o < 2; o++) {
      parameters[9 + o] = parameters[9 + o]! - learningRate * (delta * hidden[o]!)
      parameters[o * 4] = parameters[o * 4]! - learningRate * deltas[o]!
      for (let i = 0; i < 3; i++) {
        const k = o * 4 + 1 + i
        parameters[k] = parameters[k]! - learningRate * (deltas[o]! * inputs[x + i]!)
      }
    }
    return 0.5 * miss * miss
  }

  return { parameters, step }
}

function copyRow(inputs: Float64Array, row: number, x: Float64Array): void {
  const start = row * x.length
  for (let i = 0; i < x.length; i++) x[i] = inputs[start + i]!
}

function plainForward({ inputs, outputs, start }: Layer, p: Float64Array, x: Float64Array, a: Float64Array): void {
  let k = start
  for (let o = 0; o < outputs; o++) {
    let sum = p[k++]!
    for (let i = 0; i < inputs; i++) sum += p[k++]! * x[i]!
    a[o] = 1 / (1 + Math.exp(-sum))
  }
}

function plainLoss(a: Float64Array, targets: Float64Array, row: number, delta: Float64Array): number {
  const start = row * a.length
  let loss = 0
  for (let o = 0; o < a.length; o++) {
    const miss = a[o]! - targets[start + o]!
    loss += 0.5 * miss * miss
    delta[o] = miss * (a[o]! * (1 - a[o]!))
  }
  return loss
}

function plainBack(
  { inputs, outputs, start }: Layer,
  p: Float64Array,
  x: Float64Array,
  below: Float64Array,
  above: Float64Array,
): void {
  for (let i = 0; i < inputs; i++) {
    let error = 0
    for (let o = 0; o < outputs; o++) error += p[start + o * (inputs + 1) + 1 + i]! * above[o]!
    below[i] = error * (x[i]! * (1 - x[i]!))
  }
}

/** Adds factor · delta · input to every weight's place, factor · delta to every bias's. */
function addProducts(
  { inputs, outputs, start }: Layer,
  p: Float64Array,
  factor: number,
  x: Float64Array,
  delta: Float64Array,
): void {
  let k = start
  for (let o = 0; o < outputs; o++) {
    const d = factor * delta[o]!
    p[k] = p[k]! + d
    k++
    for (let i = 0; i < inputs; i++) {
      p[k] = p[k]! + d * x[i]!
      k++
    }
  }
}
