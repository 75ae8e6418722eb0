/** `npm run pack`: writes the tarballs of core and nodes to `packed/`, to be installed elsewhere. */
import { join } from 'node:path'
import { pack, root } from './packed-packages.ts'

await pack(join(root, 'packed'))
console.log('packed/neurite-core.tgz and packed/neurite-nodes.tgz are there.')
