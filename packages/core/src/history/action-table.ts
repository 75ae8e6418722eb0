/** The actions that a log refers to: what many have in common once, their numbers in rows; others as they are. */

import { Chunks } from './chunks.ts'

/** An action as what it has in common with others, and its own numbers. */
export interface Packed {
  readonly shape: string
  readonly numbers: ArrayLike<number>
}

/** What a log has to know of its actions. */
export interface ActionCodec<Action> {
  /** Null for one that is more than numbers: it is kept as it is. */
  pack(action: Action): Packed | null
  /** An action that does the same as the one that was packed. */
  unpack(packed: Packed): Action
  /** About how many bytes one takes that is kept as it is. */
  bytesOf(action: Action): number
  /** An action is referred to by one more entry, or by one fewer. */
  added?(action: Action): void
  removed?(action: Action): void
  /** What stands for an action that was let go: it cannot be done again. */
  readonly gone: Action
}

/** Which action an entry does, in two numbers: `what`, and the first offset or where the numbers begin. */
export interface ActionReference {
  readonly what: number
  readonly first: number
}

interface ActionShape {
  readonly text: string
  readonly size: number
}

interface Whole<Action> {
  /** Undefined where it was let go, or nothing refers to it any more. */
  action: Action | undefined
  readonly bytes: number
  uses: number
}

/** `what` is twice a place in a list, one more for a step; below 0 for shapes, counted from −2. */
const isShape = (what: number): boolean => what < 0
const placeOf = (what: number): number => Math.floor((isShape(what) ? -what - 2 : what) / 2)
export const isStepOf = (what: number): boolean => Math.abs(what) % 2 === 1

export class ActionTable<Action> {
  readonly #codec: ActionCodec<Action> | null
  readonly #limit: number
  readonly #shapes: ActionShape[] = []
  readonly #shapeOf = new Map<string, number>()
  #shapeBytes = 0
  readonly #wholes: Whole<Action>[] = []
  readonly #wholeOf = new Map<Action, number>()
  #wholeBytes = 0
  #hasLetGo = false
  /** The place of the first whole action that may still be there. */
  #oldest = 0
  /** Numbers by branch, in the order of its entries: those of steps stay, those of changes go when there are too many. */
  readonly #numbers: { readonly steps: Chunks; readonly changes: Chunks }
  /** How many numbers there have been, by branch: twice the branch, and one more for steps. */
  readonly #ends = new Map<number, number>()

  /** Changes take at most `limit` bytes, whatever is in them; what steps take is a few numbers each, and stays. */
  constructor(codec: ActionCodec<Action> | null, limit: number) {
    this.#codec = codec
    this.#limit = limit / 4
    this.#numbers = { steps: new Chunks(Number.POSITIVE_INFINITY), changes: new Chunks(limit / 2) }
  }

  /** Whether nothing was ever let go. */
  get isWhole(): boolean {
    return !this.#hasLetGo && !this.#numbers.changes.hasForgotten
  }

  get bytes(): number {
    const { steps, changes } = this.#numbers
    return steps.bytes + changes.bytes + this.#shapeBytes + this.#wholeBytes
  }

  /** Takes over an action of an entry that begins with this offset. */
  add(branch: number, action: Action, first: number, isStep: boolean): ActionReference {
    if (action === this.#codec?.gone) this.#hasLetGo = true
    const packed = this.#codec?.pack(action) ?? null
    this.#codec?.added?.(action)
    const shape = packed === null ? null : this.#shape(packed, isStep)
    if (packed === null || shape === null) return { what: 2 * this.#whole(action) + Number(isStep), first }
    const numbers = this.#of(isStep)
    const key = 2 * branch + Number(isStep)
    const at = this.#ends.get(key) ?? 0
    numbers.append(branch, at, first)
    for (let k = 0; k < packed.numbers.length; k++) numbers.append(branch, at + 1 + k, packed.numbers[k] as number)
    this.#ends.set(key, at + 1 + packed.numbers.length)
    return { what: -2 - 2 * shape - Number(isStep), first: at }
  }

  /** The action again, with its first offset; where it was let go, what stands for that. */
  get(branch: number, { what, first }: ActionReference): { readonly action: Action; readonly first: number } {
    const place = placeOf(what)
    const codec = this.#codec as ActionCodec<Action>
    if (!isShape(what)) return { action: (this.#wholes[place] as Whole<Action>).action ?? codec.gone, first }
    const numbers = this.#numbersAt(branch, what, first)
    if (numbers === null) return { action: codec.gone, first: 0 }
    const { text } = this.#shapes[place] as ActionShape
    return { action: codec.unpack({ shape: text, numbers: numbers.subarray(1) }), first: numbers[0] as number }
  }

  /** Whether it is still there. */
  has(branch: number, { what, first }: ActionReference): boolean {
    const place = placeOf(what)
    if (!isShape(what)) return (this.#wholes[place] as Whole<Action>).action !== undefined
    return this.#of(isStepOf(what)).at(branch, first) !== undefined
  }

  /** Whether this is what the entry does. */
  isSame(branch: number, { what, first }: ActionReference, action: Action): boolean {
    const place = placeOf(what)
    if (!isShape(what)) return (this.#wholes[place] as Whole<Action>).action === action
    const packed = this.#codec?.pack(action) ?? null
    if (packed === null || packed.shape !== this.#shapes[place]?.text) return false
    const numbers = this.#numbersAt(branch, what, first)
    return numbers?.every((number, k) => k === 0 || Object.is(number, packed.numbers[k - 1])) ?? false
  }

  /** An entry of a branch is no more; those after it went before. */
  remove(branch: number, { what, first }: ActionReference): void {
    this.#codec?.removed?.(this.get(branch, { what, first }).action)
    if (isShape(what)) {
      this.#of(isStepOf(what)).cut(branch, first)
      this.#ends.set(2 * branch + Number(isStepOf(what)), first)
      return
    }
    const whole = this.#wholes[placeOf(what)] as Whole<Action>
    if (--whole.uses === 0) this.#letGo(whole)
  }

  #of(isStep: boolean): Chunks {
    return isStep ? this.#numbers.steps : this.#numbers.changes
  }

  /** The first offset and the numbers; null where the first of them was let go, which goes before the others. */
  #numbersAt(branch: number, what: number, first: number): Float64Array | null {
    const numbers = this.#of(isStepOf(what))
    const { size } = this.#shapes[placeOf(what)] as ActionShape
    if (numbers.at(branch, first) === undefined) return null
    const found = new Float64Array(1 + size)
    for (let k = 0; k <= size; k++) found[k] = numbers.at(branch, first + k) as number
    return found
  }

  /** The place of a shape; null where there is no room for one more of a change. */
  #shape({ shape: text, numbers }: Packed, isStep: boolean): number | null {
    const known = this.#shapeOf.get(text)
    if (known !== undefined) return known
    const bytes = 128 + 2 * text.length
    if (!isStep && this.#shapeBytes + bytes > this.#limit) return null
    this.#shapeBytes += bytes
    this.#shapeOf.set(text, this.#shapes.length)
    return this.#shapes.push({ text, size: numbers.length }) - 1
  }

  #whole(action: Action): number {
    const known = this.#wholeOf.get(action)
    if (known !== undefined) {
      ;(this.#wholes[known] as Whole<Action>).uses++
      return known
    }
    const bytes = this.#codec?.bytesOf(action) ?? 0
    const place = this.#wholes.push({ action, bytes, uses: 1 }) - 1
    this.#wholeOf.set(action, place)
    this.#wholeBytes += bytes
    // Without a codec nothing could stand for one that was let go.
    while (this.#codec !== null && this.#wholeBytes > this.#limit && this.#oldest < place) {
      this.#letGo(this.#wholes[this.#oldest++] as Whole<Action>)
      this.#hasLetGo = true
    }
    return place
  }

  #letGo(whole: Whole<Action>): void {
    if (whole.action === undefined) return
    this.#wholeOf.delete(whole.action)
    whole.action = undefined
    this.#wholeBytes -= whole.bytes
  }
}
