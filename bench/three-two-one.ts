/** The smallest network of the textbook, trained online: what a step costs where there is next to nothing to compute. */
import type { Contest } from './contest.ts'
import { plainMlp, plainThreeTwoOne } from './loops.ts'
import { layered, made, rows } from './networks.ts'
import { learned, looped, streamed, trained } from './trainers.ts'

const RATE = 0.9
const ROWS = 64

export function threeTwoOne(): Contest {
  const g = layered([3, 2, 1])
  const data = rows(3, 1, ROWS)
  const auto = () => made(g, RATE)
  const never = () => made(g, RATE, 'never')
  const observed = auto()
  observed.snapshot$.subscribe()
  const plain = 'train, auto'
  return {
    title: '3-2-1 online',
    unit: 'steps',
    perPass: ROWS,
    check: 4,
    entries: [
      { name: 'bare loops, written for 3-2-1', trainer: looped(plainThreeTwoOne(RATE), g, data, 1) },
      { name: 'bare loops, for any sizes', trainer: looped(plainMlp([3, 2, 1], 1, RATE), g, data, 1) },
      { name: plain, trainer: trained(auto(), data, 1), target: 0.2 },
      { name: 'train, never', trainer: trained(never(), data, 1) },
      { name: 'net.learn(row), auto', trainer: learned(auto(), data) },
      { name: 'rows$.pipe(learn(net)), auto', trainer: streamed(auto(), data) },
      {
        name: 'train, auto, rows shuffled',
        trainer: trained(auto(), data, 1, { shuffle: true }),
        against: plain,
        differs: 'the order of the rows',
      },
      {
        name: 'train, auto, step.snapshot read',
        trainer: trained(auto(), data, 1, { each: (step) => step.snapshot }),
        against: plain,
      },
      { name: 'train, auto, snapshot$ observed', trainer: trained(observed, data, 1), against: plain },
    ],
    note: `${ROWS} rows, in their own order on both sides unless it says shuffled`,
  }
}
