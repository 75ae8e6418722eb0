import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DigitRows, digitsData } from './digits-data.ts'
import { IdxError } from './idx.ts'
import { mnistFolder } from './mnist-folder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurite-digits-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const images = (count: number, width: number, height = width, shade = 51) =>
  Uint8Array.of(
    0,
    0,
    8,
    3,
    ...word(count),
    ...word(height),
    ...word(width),
    ...Array(count * width * height).fill(shade),
  )
const labels = (...values: number[]) => Uint8Array.of(0, 0, 8, 1, ...word(values.length), ...values)

function put(files: Record<string, Uint8Array>): void {
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(bytes) : bytes)
  }
}

/** How many test rows lie nearest to the mean of the rows to learn from that show the same digit. */
function nearestMean(train: DigitRows, test: DigitRows, width: number): number {
  const means = Array.from({ length: 10 }, () => new Float64Array(width))
  const counts = new Float64Array(10)
  for (const [row, label] of train.labels.entries()) {
    counts[label] = (counts[label] as number) + 1
    for (let i = 0; i < width; i++) (means[label] as Float64Array)[i]! += train.inputs[row * width + i] as number
  }
  let right = 0
  for (const [row, label] of test.labels.entries()) {
    const distances = means.map((mean, digit) => {
      let sum = 0
      for (let i = 0; i < width; i++) {
        sum += ((test.inputs[row * width + i] as number) - (mean[i] as number) / (counts[digit] as number)) ** 2
      }
      return sum
    })
    if (distances.indexOf(Math.min(...distances)) === label) right++
  }
  return right / test.rows
}

describe('files', () => {
  it.each([
    [
      'mnist10k-train-images-idx3-ubyte.gz',
      'mnist10k-train-labels-idx1-ubyte.gz',
      'mnist10k-test-images-idx3-ubyte.gz',
      'mnist10k-test-labels-idx1-ubyte.gz',
    ],
    ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'],
    [
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ],
    ['train-images.idx3-ubyte', 'train-labels.idx1-ubyte', 't10k-images.idx3-ubyte', 't10k-labels.idx1-ubyte'],
  ])('[EX8] are found by their names: %s', (trainImages, trainLabels, testImages, testLabels) => {
    put({
      [trainImages]: images(3, 2),
      [trainLabels]: labels(7, 0, 9),
      [testImages]: images(1, 2),
      [testLabels]: labels(4),
    })
    const data = digitsData(folder, 1)
    expect(data).toMatchObject({ size: 2, made: false, train: { rows: 3 }, test: { rows: 1 } })
    expect([...data.train.inputs]).toEqual(Array(12).fill(0.2))
    expect([...data.train.targets.subarray(0, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    expect([...data.test.labels]).toEqual([4])
    expect(data.source).toContain(folder)
  })

  it.each([
    ['as many labels as images', { 'train-labels-idx1-ubyte': labels(1) }],
    ['labels that are digits', { 'train-labels-idx1-ubyte': labels(1, 10) }],
    ['square images', { 'train-images-idx3-ubyte': images(2, 3, 2) }],
    ['images of one size', { 't10k-images-idx3-ubyte': images(1, 3) }],
    ['whole files', { 't10k-images-idx3-ubyte': images(1, 2).slice(0, -1) }],
  ])('[EX8] must hold %s', (_, wrong) => {
    put({
      'train-images-idx3-ubyte': images(2, 2),
      'train-labels-idx1-ubyte': labels(1, 2),
      't10k-images-idx3-ubyte': images(1, 2),
      't10k-labels-idx1-ubyte': labels(3),
      ...wrong,
    })
    expect(() => digitsData(folder, 1)).toThrow(IdxError)
  })
})

describe('digits of our own making', () => {
  it('[EX9] stand in where no folder or no file is, which the sentence says', () => {
    expect(digitsData(undefined, 1)).toMatchObject({ made: true, size: 28, train: { rows: 2000 }, test: { rows: 500 } })
    expect(digitsData(folder, 1).source).toContain(`No IDX files of digits in ${folder}`)
  })

  it('[EX9] are the same for the same seed, and others for another', () => {
    const [one, again, other] = [digitsData(undefined, 3), digitsData(undefined, 3), digitsData(undefined, 4)]
    const same = (a: DigitRows, b: DigitRows) => a.inputs.every((value, at) => value === b.inputs[at])
    expect(same(again.train, one.train)).toBe(true)
    expect(same(again.test, one.test)).toBe(true)
    expect(same(other.train, one.train)).toBe(false)
  })

  it('[EX9] are pixels from 0 to 1, every digit as often, none twice, alike enough to be learned', () => {
    const { train, test, size } = digitsData(undefined, 1)
    expect(train.inputs.every((value) => value >= 0 && value <= 1)).toBe(true)
    expect(train.labels.filter((label) => label === 4)).toHaveLength(200)
    const width = size * size
    const rows = new Set(
      Array.from({ length: train.rows }, (_, row) => train.inputs.subarray(row * width, (row + 1) * width).join()),
    )
    expect(rows.size).toBe(train.rows)
    const right = nearestMean(train, test, width)
    expect(right).toBeGreaterThan(0.7)
    expect(right).toBeLessThan(1)
  })
})

it.skipIf(mnistFolder === null)('[EX8] MNIST’s digits are read', () => {
  const { train, test, size, made } = digitsData(mnistFolder as string, 1)
  expect([train.rows, test.rows, size, made]).toEqual([8000, 2000, 28, false])
  expect(nearestMean(train, test, 784)).toBeGreaterThan(0.75)
})
