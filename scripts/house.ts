/** The house as ARCHITECTURE.md draws it: its floors, and who may bring what from outside. */

/** The rooms of packages/core/src from the ground up. A room may know those on lower floors, not its neighbors. */
export const FLOORS: readonly (readonly string[])[] = [
  ['text'],
  ['errors'],
  ['door'],
  ['numerics', 'signal', 'host'],
  ['graph/contracts'],
  ['graph/value'],
  ['graph/check'],
  ['graph/compose', 'files'],
  ['plan', 'optimize', 'data', 'history'],
  ['kernels'],
  ['flow', 'state'],
  ['diff', 'score', 'step'],
  ['past'],
  ['engine'],
  ['train', 'watch', 'health', 'saving'],
  ['explain'],
  ['timeline', 'lite'],
  ['testing', 'network'],
  ['load', 'fork'],
  ['wire'],
  ['node', 'page'],
  ['index', 'exports'],
]

/** Packages that core may import, and where: folders end in a slash; `types` may name them in `import type` only. */
export const OUTSIDE_OF_CORE: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types: readonly string[] }>
> = {
  rxjs: {
    values: [
      'flow/',
      'data/batches.ts',
      'step/',
      'past/',
      'engine/',
      'train/',
      'watch/',
      'health/',
      'explain/',
      'wire/',
    ],
    types: ['graph/contracts/through.ts', 'timeline/', 'lite.ts'],
  },
  'classic-level': { values: ['node/folder.ts'], types: [] },
  'browser-level': { values: ['page/indexed-db.ts'], types: [] },
  immer: { values: ['state/update.ts', 'graph/compose/edit.ts'], types: [] },
}

/** What a published package may bring, and what it may ask its users to install: of those, one copy must serve all. */
export const DEPENDENCIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'packages/core': { dependencies: ['immer'], peerDependencies: ['browser-level', 'classic-level', 'rxjs'] },
  'packages/nodes': { peerDependencies: ['@neurite/core'] },
}
