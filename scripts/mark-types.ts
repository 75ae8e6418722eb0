/**
 * Says `type` in the declarations of the package in this folder wherever the code exports no value: tsup forgets it for
 * classes, and `new Network()` would pass tsc and fail in the browser. Names the library that a declaration needs beyond ES2023.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

interface Door {
  readonly require?: { readonly types: string; readonly default: string }
}

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, Door> }
const require = createRequire(resolve('package.json'))
for (const { require: door } of Object.values(exports)) {
  if (door === undefined) continue
  const values = new Set(Object.keys(require(resolve(door.default)) as object))
  for (const file of [door.types, door.types.replace(/\.cts$/, '.ts')]) {
    const text = readFileSync(file, 'utf8')
    const library = text.includes('[Symbol.dispose]') ? '/// <reference lib="esnext.disposable" />\n' : ''
    const said = text.replace(/^export \{(.*?)\}/gms, (_, names: string) => `export {${marked(names, values)}}`)
    writeFileSync(file, library + said)
  }
}

/** `A as Activation, b as train` to `type A as Activation, b as train`. */
function marked(names: string, values: ReadonlySet<string>): string {
  const one = (name: string) => {
    const said = name.trim()
    return said.startsWith('type ') || values.has(said.split(' as ').at(-1) as string) ? said : `type ${said}`
  }
  return ` ${names.split(',').map(one).join(', ')} `
}
