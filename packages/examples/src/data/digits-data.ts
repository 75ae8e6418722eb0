/** Handwritten digits to learn from and to be tested on: from IDX files in a folder, or of our own making. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { IdxError, readIdx } from './idx.ts'
import { type Images, madeDigits } from './made-digits.ts'
import { random } from './random.ts'

/** Rows in the form that `dataset` takes: pixels from 0 to 1, one target per digit, 1 for the one that is shown. */
export interface DigitRows {
  readonly rows: number
  readonly inputs: Float64Array
  readonly targets: Float64Array
  /** What each row shows, 0 to 9. */
  readonly labels: Uint8Array
}

export interface DigitsData {
  /** Pixels across and down; a row has size · size inputs. */
  readonly size: number
  readonly train: DigitRows
  readonly test: DigitRows
  /** A sentence about where the rows come from. */
  readonly source: string
  /** True where they are of our own making. */
  readonly made: boolean
}

/** What the files of a set are called, before `-ubyte`; each may end in `.gz`. */
const NAMES = {
  train: ['mnist10k-train-', 'train-'],
  test: ['mnist10k-test-', 'mnist10k-t10k-', 't10k-', 'test-'],
} as const

const MADE_TRAIN = 2000
const MADE_TEST = 500

/**
 * The digits in the files of a folder, or, without a folder or files in it, 2,500 of our own making from that seed.
 * Throws an IdxError for a file that is damaged or does not fit the others.
 */
export function digitsData(folder: string | undefined, seed: number): DigitsData {
  const files = folder === undefined ? undefined : { train: filesOf(folder, 'train'), test: filesOf(folder, 'test') }
  if (files?.train && files.test) {
    const train = readImages(files.train)
    const test = readImages(files.test)
    if (train.size !== test.size) {
      throw new IdxError(
        'WRONG_SIZE',
        files.test.images,
        `its images are ${test.size} pixels wide, those to learn from ${train.size}`,
      )
    }
    const source = `${count(train)} digits to learn from and ${count(test)} to be tested on,\nfrom ${folder}`
    return { size: train.size, train: rowsOf(train), test: rowsOf(test), source, made: false }
  }
  const why = folder === undefined ? 'No folder given (--data DIR)' : `No IDX files of digits in ${folder}`
  const size = 28
  const chance = random(seed)
  const train = madeDigits(MADE_TRAIN, size, chance)
  const test = madeDigits(MADE_TEST, size, chance)
  const source = `${why}; ${count(train)} digits of our own making to learn from,\n${count(test)} to be tested on`
  return { size, train: rowsOf(train), test: rowsOf(test), source, made: true }
}

const count = ({ labels }: Images): string => labels.length.toLocaleString('en-US')

interface Files {
  readonly images: string
  readonly labels: string
}

function filesOf(folder: string, set: 'train' | 'test'): Files | undefined {
  for (const name of NAMES[set]) {
    const images = found(folder, `${name}images`, 3)
    const labels = found(folder, `${name}labels`, 1)
    if (images !== undefined && labels !== undefined) return { images, labels }
  }
  return undefined
}

/** `train-images-idx3-ubyte`, and as some write it, `train-images.idx3-ubyte`. */
function found(folder: string, name: string, rank: number): string | undefined {
  const names = ['-', '.'].flatMap((mark) => ['.gz', ''].map((end) => `${name}${mark}idx${rank}-ubyte${end}`))
  return names.map((file) => join(folder, file)).find((file) => existsSync(file))
}

function readImages(files: Files): Images {
  const images = readIdx(files.images)
  const labels = readIdx(files.labels)
  const [count = 0, height = 0, width = 0] = images.dimensions
  const fault = (file: string, what: string) => new IdxError('WRONG_SIZE', file, what)
  if (images.dimensions.length !== 3 || width !== height || !(images.values instanceof Uint8Array)) {
    throw fault(files.images, `holds ${images.dimensions.join(' × ')} values, not square images of bytes`)
  }
  if (labels.dimensions.length !== 1 || labels.dimensions[0] !== count || !(labels.values instanceof Uint8Array)) {
    throw fault(files.labels, `holds ${labels.dimensions.join(' × ')} labels for ${count} images`)
  }
  const wrong = labels.values.findIndex((label) => label > 9)
  if (wrong >= 0) throw fault(files.labels, `label ${wrong} is ${labels.values[wrong]}, which is no digit`)
  const pixels = new Float64Array(images.values)
  for (let at = 0; at < pixels.length; at++) pixels[at] = (pixels[at] as number) / 255
  return { size: width, pixels, labels: labels.values }
}

function rowsOf({ pixels, labels }: Images): DigitRows {
  const targets = new Float64Array(labels.length * 10)
  for (const [row, label] of labels.entries()) targets[row * 10 + label] = 1
  return { rows: labels.length, inputs: pixels, targets, labels }
}
