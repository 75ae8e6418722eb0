/** Histories in files and databases, graphs and snapshots as JSON. Import it as `@neurite/core/files`. */

export type { FilePlace, Source, WebStream } from '../files/bytes-from.ts'
export type {
  Encodings as LevelEncodings,
  Level,
  Operation as LevelOperation,
  ValueDamage,
} from '../files/level-store.ts'
export type { FileDamage } from '../files/read-file.ts'
export type { GraphJson, LossJson, NodeJson } from '../graph/value/json-form.ts'
export { load } from '../load.ts'
export { type DatabasePlace, database, type OpenDatabase } from '../saving/database-place.ts'
export { fromJSON } from '../saving/from-json.ts'
export { isKept } from '../saving/is-kept.ts'
export type { Kept } from '../saving/kept.ts'
export type { LoadOptions } from '../saving/load-options.ts'
export { type PersistOptions, persist } from '../saving/persist.ts'
export { type SaveOptions, save } from '../saving/save.ts'
export type { Bytes, Saved } from '../saving/saved.ts'
export { toJSON } from '../saving/to-json.ts'
export { type Verified, type VerifyOptions, verify } from '../saving/verify.ts'
export type { SnapshotJson } from '../state/snapshot-to-json.ts'
