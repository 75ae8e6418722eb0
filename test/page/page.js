/** A page that trains, keeps its history in IndexedDB and goes on where it stopped; what it does is read from its title. */
import { fingerprint, finish, train } from '@neurite/core'
import { isKept, load, persist, verify } from '@neurite/core/files'
import { indexedDb } from '@neurite/core/page'
import { standard } from '@neurite/nodes'
import { fresh, isDone, options, rows } from './training.ts'

const place = indexedDb('run')

async function work() {
  const net = (await isKept(place)) ? await load(place, standard) : fresh()
  const began = net.timeline.step
  if (began > 0) await verify(net)
  const kept = await persist(net, place, { every: 50 })
  const timer = setInterval(() => tell('trains', began, kept.step), 20)
  if (!isDone(net)) await finish(train(net, rows, { ...options, slice: 2 }))
  clearInterval(timer)
  await kept.close()
  tell('done', began, net.timeline.step, fingerprint(net.snapshot))
}

function tell(...said) {
  document.title = said.join(' ')
}

work().catch((error) => tell('failed', error.code ?? '', String(error)))
