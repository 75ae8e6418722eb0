import { describe, expect, test } from 'vitest'
import { type Table, table } from '../numerics/table.ts'
import type { Routes } from '../plan/routes.ts'
import { Joins } from './joins.ts'

const tableOf = (lists: readonly (readonly number[])[]): Table =>
  table(lists.length, (visit) => {
    lists.forEach((items, key) => {
      for (const item of items) visit(key, item)
    })
  })

/** Join 0 waits for nobody, 1 for senders 0 and 1, 2 for 1 alone; 1 readies receivers 3 and 2, 2 readies 4. */
const routes: Routes = {
  joinsOf: tableOf([[1], [1, 2], [], [], []]),
  need: Int32Array.of(0, 2, 1),
  receivers: tableOf([[1, 0], [3, 2], [4]]),
}

function drain(joins: Joins): number[] {
  const taken: number[] = []
  for (let k = joins.take(); k !== -1; k = joins.take()) taken.push(k)
  return taken
}

describe('joins', () => {
  test('[FL1] who waits for nobody is ready at the start of a tick', () => {
    const joins = new Joins(routes, 'ascending')
    expect(joins.take()).toBe(-1)
    joins.start(1)
    expect(drain(joins)).toEqual([0, 1])
  })

  test('[FL1] receivers are taken in plan order, however they became ready', () => {
    const joins = new Joins(routes, 'ascending')
    joins.start(1)
    for (const sender of [1, 0]) joins.arrive(sender, 1)
    expect(drain(joins)).toEqual([0, 1, 2, 3, 4])
  })

  test('[FL1] on the way back in the reverse order', () => {
    // Receiver 4 waits for nobody, 3 and 2 for it, 1 and 0 for those.
    const back = new Joins(
      {
        joinsOf: tableOf([[], [], [2], [2], [1]]),
        need: Int32Array.of(0, 1, 2),
        receivers: tableOf([[4], [2, 3], [0, 1]]),
      },
      'descending',
    )
    for (let tick = 1; tick < 4; tick++) {
      back.start(tick)
      const taken: number[] = []
      for (let k = back.take(); k !== -1; k = back.take()) {
        taken.push(k)
        back.arrive(k, tick)
      }
      expect(taken).toEqual([4, 3, 2, 1, 0])
    }
  })

  test('[FL3] a receiver is ready when all its senders have sent, in whatever order, from the very first tick on', () => {
    const joins = new Joins(routes, 'ascending')
    for (let tick = 1; tick < 5; tick++) {
      joins.start(tick)
      drain(joins)
      const [first, second] = tick % 2 === 0 ? [0, 1] : [1, 0]
      joins.arrive(first as number, tick)
      if (first === 0) expect(drain(joins)).toEqual([])
      joins.arrive(second as number, tick)
      expect(drain(joins)).toEqual([2, 3, 4])
    }
  })

  test('[FL3] it is ready once per tick', () => {
    const joins = new Joins(routes, 'ascending')
    joins.start(1)
    for (const sender of [0, 1]) joins.arrive(sender, 1)
    expect(drain(joins)).toEqual([0, 1, 2, 3, 4])
    expect(drain(joins)).toEqual([])
  })

  test('[FL2] what a failed tick counted, and whom it left waiting, is forgotten', () => {
    const joins = new Joins(routes, 'ascending')
    joins.start(1)
    joins.take()
    joins.arrive(0, 1)
    for (const tick of [2, 3]) {
      joins.start(tick)
      expect(drain(joins)).toEqual([0, 1])
      joins.arrive(0, tick)
      expect(drain(joins)).toEqual([])
      joins.arrive(1, tick)
      expect(drain(joins)).toEqual([2, 3, 4])
    }
    joins.start(4)
    for (const sender of [0, 1]) joins.arrive(sender, 4)
    joins.take()
    joins.start(5)
    expect(drain(joins)).toEqual([0, 1])
  })

  test('[FL2] a message of another tick counts for nothing', () => {
    const joins = new Joins(routes, 'ascending')
    joins.start(2)
    drain(joins)
    for (const sender of [0, 1]) for (const tick of [1, 3]) joins.arrive(sender, tick)
    expect(drain(joins)).toEqual([])
    for (const sender of [0, 1]) joins.arrive(sender, 2)
    expect(drain(joins)).toEqual([2, 3, 4])
  })
})
