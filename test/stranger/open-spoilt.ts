/** Opens one spoilt input, and says what is wrong with what came of it: nothing, where it is a right state or a refusal. */

import { fingerprint, type Graph, type Network, NeuriteError, network, type Snapshot } from '@neurite/core'
import { database, fromJSON, load } from '@neurite/core/files'
import { standard } from '@neurite/nodes'
import type { Item } from '../../packages/core/src/files/item.ts'
import { writeFile } from '../../packages/core/src/files/write-file.ts'
import { databaseOf, type Original, type Originals } from './originals.ts'
import { Draws, someLost, spoiltBytes, spoiltItems, spoiltJson } from './spoil.ts'

export type Outcome = 'right' | 'refused' | { readonly wrong: string }

/** Whether what was spoilt says so itself: then only the very state is right. */
type Honest = Original | null

const KINDS = ['bytes', 'bytes', 'bytes', 'lost', 'value', 'value', 'items', 'graph', 'snapshot'] as const
/** A frame for each item now and then only: each is compressed by itself, which takes most of the time. */
const FRAME_BYTES = [1, 500, 2000, 2 ** 20, 2 ** 20, 2 ** 20] as const

export async function openSpoilt(seed: number, { histories, texts }: Originals): Promise<Outcome> {
  const draws = new Draws(seed)
  const kind = draws.one(KINDS)
  const recover = draws.below(2) === 0
  const original = draws.one(histories)
  const open = (bytes: AsyncIterable<Uint8Array> | Uint8Array) => load(bytes, standard, { recover })
  const fromItems = async (items: readonly Item[]): Promise<Network> =>
    draws.below(2) === 0
      ? open(writeFile(items, { frameBytes: draws.one(FRAME_BYTES) }))
      : load(database(await databaseOf(items)), standard, { recover })
  try {
    if (kind === 'graph' || kind === 'snapshot') return json(kind, draws, texts)
    if (kind === 'bytes') return await judge(await open(spoiltBytes(original.bytes, draws)), original, recover)
    if (kind === 'value') return await judge(await oneValue(original, draws, recover), original, recover)
    if (kind === 'lost') return await judge(await fromItems(someLost(original.items, draws)), original, recover)
    return await judge(await fromItems(spoiltItems(original.items, draws)), null, recover)
  } catch (error) {
    if (error instanceof NeuriteError) return 'refused'
    return { wrong: `${error instanceof Error ? error.stack : String(error)}` }
  }
}

/** A database, one value of which has other bytes, or none. */
async function oneValue(original: Original, draws: Draws, recover: boolean): Promise<Network> {
  const level = await databaseOf(original.items)
  const { key } = draws.one(original.items)
  const encodings = { keyEncoding: 'utf8', valueEncoding: 'view' } as const
  for await (const [place, value] of level.iterator({ gte: `timeline/${key}`, ...encodings })) {
    const put = draws.below(4) === 0 ? new Uint8Array() : spoiltBytes(value, draws)
    await level.batch([{ type: 'put', key: place, value: put }], { ...encodings, sync: false })
    break
  }
  return load(database(level), standard, { recover })
}

function json(kind: 'graph' | 'snapshot', draws: Draws, texts: Originals['texts']): Outcome {
  const { text } = texts.find((each) => each.kind === kind) as Originals['texts'][number]
  const asText = draws.below(3) === 0
  const spoilt = asText
    ? new TextDecoder().decode(spoiltBytes(new TextEncoder().encode(text), draws))
    : spoiltJson(JSON.parse(text), draws)
  const net = network(
    kind === 'graph' ? (fromJSON(spoilt, standard) as Graph) : (fromJSON(spoilt, standard) as Snapshot).graph,
  )
  return Number.isFinite(net.snapshot.step) ? 'right' : { wrong: 'it has no step' }
}

async function judge(net: Network, honest: Honest, recover: boolean): Promise<Outcome> {
  const wrong = contradiction(net) ?? (honest === null ? null : difference(net, honest, recover))
  return wrong === null ? 'right' : { wrong }
}

/** What can be seen of a network by itself. */
function contradiction({ timeline, snapshot }: Network): string | null {
  const { step, position, branch, branches, recovered } = timeline
  if (snapshot.step !== step) return `it stands at step ${step}, its snapshot at ${snapshot.step}`
  const here = branches.find(({ name }) => name === branch)
  if (here === undefined || position > here.actions) return `position ${position} is not on ${branch}`
  if (timeline.at({ branch, position }).step !== step) return 'position and step contradict each other'
  if (recovered !== null && (recovered.step !== step || recovered.lost.length === 0)) return 'recovered says otherwise'
  return null
}

/** What differs from the history that was spoilt, where nobody repaired a checksum. */
function difference(
  { timeline, snapshot }: Network,
  { truth, branch, position }: Original,
  recover: boolean,
): string | null {
  const own = truth[timeline.branch]
  if (own === undefined) return `there was no branch ${timeline.branch}`
  if (fingerprint(snapshot) !== own[timeline.position])
    return `another state at ${timeline.branch} ${timeline.position}`
  if (!recover && (timeline.branch !== branch || timeline.position !== position)) return 'it stands elsewhere'
  for (const { name, actions } of timeline.branches) {
    const wanted = truth[name]
    if (wanted === undefined || actions + 1 > wanted.length) return `${name} was never so long`
    for (const at of new Set([0, actions >> 1, actions])) {
      try {
        const has = fingerprint(timeline.at({ branch: name, position: at }))
        if (has !== wanted[at]) return `${name} has another state at ${at}`
      } catch (error) {
        if (!(error instanceof NeuriteError)) throw error
        const isOld = error.code === 'ORDER_CHANGED' && wanted[at] === null
        if (!recover && !isOld) return `${name} at ${at}: ${error.message}`
      }
    }
  }
  return null
}
