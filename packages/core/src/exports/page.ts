/** What only a page has: a place in the browser. Import it as `@neurite/core/page`. */

export { indexedDb } from '../page/indexed-db.ts'
