/** Optimizers one behind the other: each gets what the one before made of the gradients. */

import { demand } from '../door/demand.ts'
import { NeuriteError } from '../errors/neurite-error.ts'
import { invalidOption } from '../errors/options.ts'
import { freezeDefinition, type Json, reference } from '../graph/contracts/definition.ts'
import { initialSlots } from './initial-slots.ts'
import { isOptimizer } from './is-optimizer.ts'
import type { Hyperparameters, Optimizer, Penalized, Transform, Update } from './optimizer.ts'
import { refuseWrong, takeSteps } from './take-steps.ts'

/**
 * A chain of optimizers, which is one itself: the first gets the gradients, each one behind it what the one before made of them, and
 * what the last one makes is taken away from the parameters. So what is before an optimizer acts on gradients, what is behind it on
 * steps. A chain in a chain is its links in its place; a chain of one has the bits of that one alone.
 *
 * Hyperparameters and slots are called by their link: `adam.learningRate`; the second link of a name is `adam#2`. Throws
 * INVALID_ARGUMENT for what is no optimizer, and INVALID_OPTION for a penalty that does not stand at the beginning: behind
 * anything else it would not be the gradient of what it adds to the loss.
 *
 * @example
 * network(g, { optimizer: chain(l2(1e-4), clipByGlobalNorm(1), adam({ learningRate: 0.01 })) })
 * net.change({ hyperparameters: { 'adam.learningRate': 0.001 } })
 */
export function chain(...optimizers: readonly Optimizer[]): Optimizer {
  for (const one of optimizers) {
    demand(isOptimizer(one), 'chain', 'optimizers', one, 'optimizers, such as adam() or what defineOptimizer makes')
  }
  const links = Object.freeze(optimizers.flatMap((one) => one.links ?? [one]))
  demand(links.length > 0, 'chain', 'optimizers', optimizers, 'one optimizer or more')
  refuseLatePenalty(links)
  const names = labels(links)
  const named = links.flatMap(({ hyperparameters }, k) =>
    Object.entries(hyperparameters).map(([name, value]) => [`${names[k]}.${name}`, value] as const),
  )
  return freezeDefinition<Optimizer>({
    type: 'optimizer',
    name: 'chain',
    options: { links: links.map((link) => reference(link) as Json) },
    hyperparameters: Object.fromEntries(named),
    slots: links.flatMap(({ slots }, k) => slots.map((slot) => `${names[k]}.${slot}`)),
    links,
    init,
    update: takeSteps,
    transform,
    ...(links.some(({ penalty }) => penalty !== undefined) && { penalty }),
  })
}

/** `adam`, and `adam#2` for the second of that name. */
function labels(links: readonly Optimizer[]): string[] {
  const count = new Map<string, number>()
  return links.map(({ name }) => {
    const k = (count.get(name) ?? 0) + 1
    count.set(name, k)
    return k === 1 ? name : `${name}#${k}`
  })
}

function refuseLatePenalty(links: readonly Optimizer[]): void {
  const first = links.findIndex(({ penalty }) => penalty === undefined)
  const late = first === -1 ? undefined : links.slice(first).find(({ penalty }) => penalty !== undefined)
  if (late === undefined) return
  const wants = `${late.name} before ${links[first]?.name}: what adds to the loss stands at the beginning`
  throw new NeuriteError(invalidOption('optimizers', labels(links), wants, 'chain'))
}

function init(parameters: number, { links = [] }: Optimizer): Float64Array[] {
  return links.flatMap((link) => initialSlots(link, parameters))
}

function transform(given: Transform): void {
  const { gradients, updates, slots, nextSlots } = given
  const { spare, zeros } = roomFor(gradients)
  const parts = partsOf(given)
  let from = gradients
  let slot = 0
  parts.forEach(({ link, hyperparameters }, k) => {
    // Two rooms in turn, so that the last one writes where it is wanted.
    const to = (parts.length - 1 - k) % 2 === 0 ? updates : spare
    const end = slot + link.slots.length
    const told = {
      ...given,
      optimizer: link,
      options: link.options,
      hyperparameters,
      gradients: from,
      updates: to,
      slots: slots.slice(slot, end),
      nextSlots: nextSlots.slice(slot, end),
    }
    if (link.transform !== undefined) link.transform(told)
    else {
      // −0 − u is −u for every u, zeros of both signs included: the steps of one that takes them at once.
      link.update({ ...told, parameters: zeros, nextParameters: to })
      for (let i = 0; i < to.length; i++) to[i] = -(to[i] as number)
    }
    from = to
    slot = end
  })
}

function penalty(given: Penalized): number {
  let sum = 0
  for (const { link, hyperparameters } of partsOf(given)) {
    sum += link.penalty?.({ ...given, optimizer: link, options: link.options, hyperparameters }) ?? 0
  }
  return sum
}

/** A link, and what steers it. */
interface SteeredLink {
  readonly link: Optimizer
  readonly hyperparameters: Hyperparameters
}

const known = new WeakMap<Hyperparameters, { readonly links: unknown; readonly parts: readonly SteeredLink[] }>()

/** The same objects for the same hyperparameters: links read them once. Throws INVALID_OPTION where a link cannot be steered so. */
function partsOf({
  optimizer,
  hyperparameters,
}: Pick<Update, 'optimizer' | 'hyperparameters'>): readonly SteeredLink[] {
  const { links = [] } = optimizer
  const found = known.get(hyperparameters)
  if (found?.links === links) return found.parts
  const names = labels(links)
  const parts = links.map((link, k): SteeredLink => {
    const own = Object.keys(link.hyperparameters).map((name) => [name, hyperparameters[`${names[k]}.${name}`]])
    const part = { link, hyperparameters: Object.freeze(Object.fromEntries(own) as Hyperparameters) }
    refuseWrong(link, part.hyperparameters)
    return part
  })
  known.set(hyperparameters, { links, parts })
  return parts
}

interface Room {
  readonly spare: Float64Array
  readonly zeros: Float64Array
}

/** Room for what goes from link to link, one for each network: its gradients are one array for its life. */
const rooms = new WeakMap<Float64Array, Room>()

function roomFor(gradients: Float64Array): Room {
  let room = rooms.get(gradients)
  if (room === undefined) {
    room = { spare: new Float64Array(gradients.length), zeros: new Float64Array(gradients.length).fill(-0) }
    rooms.set(gradients, room)
  }
  return room
}
