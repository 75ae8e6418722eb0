/** A page that trains, keeps its history in IndexedDB and goes on where it stopped; what it does is read from its title. */
import { fingerprint, openNetwork, persist, train } from '@neurite/core'
import { standard } from '@neurite/nodes'
import { BrowserLevel } from 'browser-level'
import { lastValueFrom } from 'rxjs'
import { fresh, isDone, options, rows } from './training.ts'

const level = new BrowserLevel('run', { valueEncoding: 'view' })

async function work() {
  const net = await openNetwork(level, standard).catch((error) => {
    if (error.code === 'NOTHING_KEPT') return fresh()
    throw error
  })
  const began = net.timeline.step
  if (began > 0) await net.timeline.verify()
  const kept = await persist(net, level, { every: 50 })
  const timer = setInterval(() => tell('trains', began, kept.step), 20)
  if (!isDone(net)) await lastValueFrom(train(net, rows, { ...options, slice: 2 }))
  clearInterval(timer)
  await kept.close()
  tell('done', began, net.timeline.step, fingerprint(net.snapshot))
}

function tell(...said) {
  document.title = said.join(' ')
}

work().catch((error) => tell('failed', error.code ?? '', String(error)))
