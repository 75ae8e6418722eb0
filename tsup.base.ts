// What every published package is built into: ESM, CJS and declarations, with code shared between entries kept in one place.
import type { Options } from 'tsup'

export const build: Options = {
  format: ['esm', 'cjs'],
  target: 'es2022',
  splitting: true,
  // Through rollup: tsup's own splitting of CJS would rewrite classes and `?.` to old JavaScript.
  treeshake: true,
  sourcemap: true,
  clean: true,
  silent: true,
  // What is marked @internal is not for users: the declarations leave it out. What they say of `using` holds for older libraries, too.
  dts: {
    banner: '/// <reference lib="esnext.disposable" />',
    compilerOptions: { ignoreDeprecations: '6.0', composite: false, stripInternal: true },
  },
}
