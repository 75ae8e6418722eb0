/** What only Node has: places on a disk. The rest of core knows nothing of it. */

export { file } from './file.ts'
