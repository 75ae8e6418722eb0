/**
 * Who of several that begin at once may write to a place, where nothing is locked. Each says that it wants to before it looks who
 * else does, so that of two at least one sees the other; whose name is the greater steps back.
 */

import { storeInUse } from '../errors/files.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import type { Operation } from '../files/level-store.ts'
import { asked } from './asked.ts'
import type { PlaceOptions } from './place-options.ts'
import { BEAT, type Life, Lives } from './sign.ts'

/** Milliseconds from one look to the next. */
const LOOK = 50

/**
 * Waits until nobody else may get in: resolves to what takes the wish back, which goes along with the write that takes the place.
 * Rejects with STORE_IN_USE where it `isTaken` by then.
 */
export async function claimed(
  { store, database, prefix, deadline }: PlaceOptions,
  writer: string,
  isTaken: () => Promise<boolean>,
): Promise<Operation> {
  const lives = new Lives()
  const back = store.del(`claim/${writer}`)
  let beat = 0
  const send = async (operation: Operation): Promise<void> => {
    await asked(
      database.write(store, [operation], operation, () => false),
      prefix,
      deadline,
    )
  }
  /** The others that want to, as far as they live; what the dead have left is removed. */
  const others = async (): Promise<string[]> => {
    const living: string[] = []
    for (const key of await asked(keysOf(store.keys()), prefix, deadline)) {
      const life = (await asked(store.item(key), prefix, deadline))?.head as Life | undefined
      if (life === undefined || life.writer === writer) continue
      if (lives.isDead(life)) await send(store.del(key))
      else living.push(life.writer)
    }
    return living
  }
  const look = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, LOOK))
  try {
    for (;;) {
      const life: Life = { writer, beat: ++beat, at: Date.now(), every: BEAT }
      await send(store.put({ key: `claim/${writer}`, head: life, numbers: null }))
      const before = (await others()).filter((other) => other < writer)
      if (before.length > 0) {
        await send(back)
        while ((await others()).some((other) => before.includes(other))) await look()
      } else if ((await others()).length === 0) break
      else await look()
      if (await isTaken()) throw new NeuriteError(storeInUse(prefix, 'another process keeps its run'))
    }
    if (await isTaken()) throw new NeuriteError(storeInUse(prefix, 'another process keeps its run'))
    return back
  } catch (error) {
    await send(back).catch(() => {})
    throw error
  }
}

async function keysOf(keys: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = []
  for await (const key of keys) if (key.startsWith('claim/')) found.push(key)
  return found
}
