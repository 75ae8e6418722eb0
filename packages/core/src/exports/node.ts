/** What only Node has: places on a disk. Import it as `@neurite/core/node`. */

export { file } from '../node/file.ts'
export { folder } from '../node/folder.ts'
