/**
 * Other libraries on the same networks and rows, each by its own online or batch training. They are no dependency: they
 * are measured where they are installed, and `--peers` installs them out of the way. Their mathematics differs in details
 * (synaptic and neataptic leave out the slope of the output, brain.js has momentum), so their losses are not compared.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { blockedMlp } from './blocked-mlp.ts'
import type { Contest, Entry, Trainer } from './contest.ts'
import { plainThreeTwoOne } from './loops.ts'
import { layered, made, type Rows, rows } from './networks.ts'
import { looped, rowList, trained } from './trainers.ts'

const VERSIONS = {
  synaptic: '1.1.4',
  neataptic: '1.4.7',
  'brain.js': '2.0.0-beta.24',
  '@tensorflow/tfjs': '4.22.0',
}

type Peer = keyof typeof VERSIONS

/** Installs what is missing into the folder, without running any script of theirs. False where that fails. */
export function install(folder: string): boolean {
  const missing = Object.entries(VERSIONS).filter(([name]) => !isInstalled(folder, name))
  if (missing.length === 0) return true
  const flags = ['--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--no-package-lock']
  const wanted = missing.map(([name, version]) => `${name}@${version}`)
  const shell = process.platform === 'win32'
  return spawnSync('npm', ['install', '--prefix', folder, ...flags, ...wanted], { stdio: 'ignore', shell }).status === 0
}

/** Those that are there. */
export function installed(folder: string): Peer[] {
  return (Object.keys(VERSIONS) as Peer[]).filter((name) => isInstalled(folder, name))
}

function isInstalled(folder: string, name: string): boolean {
  return existsSync(join(folder, 'node_modules', name, 'package.json'))
}

/** What is used of them; none is typed as it is. */
interface Layers {
  activate(input: readonly number[], training?: boolean): number[]
  propagate(rate: number, target: readonly number[]): void
  propagate(rate: number, momentum: number, update: boolean, target: readonly number[]): void
  setOptimize?(optimize: boolean): void
}
type Perceptron = new (...sizes: readonly number[]) => Layers

interface Setup {
  readonly load: NodeJS.Require
  readonly sizes: readonly number[]
  readonly rows: Rows
  readonly batch: number
  readonly rate: number
}

const STARTS: Readonly<Record<Peer, (setup: Setup) => Trainer['run']>> = {
  synaptic({ load, sizes, rows, rate }) {
    const { Architect } = load('synaptic') as { Architect: { Perceptron: Perceptron } }
    const net = new Architect.Perceptron(...sizes)
    // It compiles a net into one function, an assignment per edge: splendid for 11, hopeless for 100,000.
    if (sizes[0]! > 100) net.setOptimize?.(false)
    const list = arrays(sizes, rows)
    return (passes) => {
      for (let pass = 0; pass < passes; pass++) {
        for (const { input, target } of list) {
          net.activate(input)
          net.propagate(rate, target)
        }
      }
    }
  },
  neataptic({ load, sizes, rows, rate }) {
    const { architect } = load('neataptic') as { architect: { Perceptron: Perceptron } }
    const net = new architect.Perceptron(...sizes)
    const list = arrays(sizes, rows)
    return (passes) => {
      for (let pass = 0; pass < passes; pass++) {
        for (const { input, target } of list) {
          net.activate(input, true)
          net.propagate(rate, 0, true, target)
        }
      }
    }
  },
  'brain.js'({ load, sizes, rows, rate }) {
    const { NeuralNetwork } = load('brain.js') as { NeuralNetwork: new (options: object) => BrainNet }
    const net = new NeuralNetwork({ hiddenLayers: sizes.slice(1, -1), activation: 'sigmoid' })
    const list = arrays(sizes, rows).map(({ input, target }) => ({ input, output: target }))
    return (passes) => {
      net.train(list, { iterations: passes, errorThresh: 1e-12, learningRate: rate })
    }
  },
  '@tensorflow/tfjs'({ load, sizes, rows, batch, rate }) {
    const tf = load('@tensorflow/tfjs') as Tensorflow
    tf.env().set('PROD', true)
    const model = tf.sequential()
    sizes.slice(1).forEach((units, l) => {
      const options = { units, activation: 'sigmoid', ...(l === 0 && { inputShape: [sizes[0]] }) }
      model.add(tf.layers.dense(options))
    })
    model.compile({ optimizer: tf.train.sgd(rate), loss: 'meanSquaredError' })
    const tensor = (values: Float64Array, width: number, at: number) =>
      tf.tensor2d(Float32Array.from(values.subarray(at * width, (at + batch) * width)), [batch, width])
    return async (passes) => {
      await tf.setBackend('cpu')
      for (let pass = 0; pass < passes; pass++) {
        for (let at = 0; at < rows.count; at += batch) {
          const [x, y] = [tensor(rows.inputs, sizes[0]!, at), tensor(rows.targets, sizes.at(-1)!, at)]
          await model.trainOnBatch(x, y)
          x.dispose()
          y.dispose()
        }
      }
    }
  },
}

interface BrainNet {
  train(rows: readonly { input: number[]; output: number[] }[], options: object): unknown
}

interface Tensor {
  dispose(): void
}

interface Tensorflow {
  env(): { set(name: string, value: boolean): void }
  setBackend(name: string): Promise<boolean>
  sequential(): {
    add(layer: unknown): void
    compile(options: object): void
    trainOnBatch(x: Tensor, y: Tensor): Promise<unknown>
  }
  readonly layers: { dense(options: object): unknown }
  readonly train: { sgd(rate: number): unknown }
  tensor2d(values: Float32Array, shape: readonly [number, number]): Tensor
}

/** Those of the peers that are installed in the folder, on a layered network. */
export function peers(folder: string, sizes: readonly number[], batch: number, count: number, rate: number): Contest {
  const load = createRequire(join(folder, 'peers.js'))
  const g = layered(sizes)
  const data = rows(sizes[0]!, sizes.at(-1)!, count)
  const loop = batch === 1 ? plainThreeTwoOne(rate) : blockedMlp(sizes, batch, rate)
  const entries = installed(folder).map((name): Entry => {
    const run = STARTS[name]({ load, sizes, rows: data, batch, rate })
    const online = name === '@tensorflow/tfjs' || batch === 1 ? '' : ', online'
    return {
      name: `${name} ${VERSIONS[name]}${online}`,
      trainer: { run, loss: Number.NaN },
      differs: 'its mathematics',
    }
  })
  return {
    title: `Peers, ${sizes.join('-')}, batch ${batch}`,
    unit: 'rows',
    perPass: count,
    check: 1,
    entries: [
      { name: batch === 1 ? 'bare loops, written for 3-2-1' : 'blocked loops', trainer: looped(loop, g, data, batch) },
      { name: 'Neurite, auto', trainer: trained(made(g, rate), data, batch) },
      ...entries,
    ],
    note: `${count} rows; whoever knows no batches trains online. @tensorflow/tfjs runs its pure JavaScript backend, in float32`,
  }
}

function arrays(sizes: readonly number[], rows: Rows): { input: number[]; target: number[] }[] {
  return rowList(layered(sizes), rows) as { input: number[]; target: number[] }[]
}
