/** What TypeScript knows of a graph: the ids that its recipe returned. Types alone: nothing of this is there at run time. */

declare const input: unique symbol

/** Ids of inputs. The mark, which must not be optional lest any list have it, tells `graph` what a row holds. */
export type InputIds<T extends readonly string[]> = T & { readonly [input]: true }

/** Every id that a recipe returned, in lists and records of any depth. */
export type IdsIn<R> = R extends string
  ? R
  : R extends readonly (infer E)[]
    ? IdsIn<E>
    : R extends object
      ? { [K in keyof R]: IdsIn<R[K]> }[keyof R]
      : never

/** Those among them that are inputs. */
export type InputsIn<R> = R extends { readonly [input]: true } & readonly (infer E)[]
  ? Extract<E, string>
  : R extends string | readonly unknown[]
    ? never
    : R extends object
      ? { [K in keyof R]: InputsIn<R[K]> }[keyof R]
      : never

/** Where a recipe returned nothing, any text is an id. */
export type Known<Found extends string> = [Found] extends [never] ? string : Found

/** The numbers of one row, in declared order or by node id. Where exactly one is wanted, the plain number does too. */
export type Values<Id extends string = string> = number | ArrayLike<number> | { readonly [K in Id]: number }

/** What a row is, once a recipe has returned these inputs; as before where it returned none. */
export type RawWith<Raw, In extends string, R> = [InputsIn<R>] extends [never] ? Raw : Values<In | InputsIn<R>>
