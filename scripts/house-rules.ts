/** The rules of the house, as a pure function over its files. What the house is like stands in `house.ts`. */
import { posix } from 'node:path'
import { DEPENDENCIES, FLOORS, OUTSIDE_OF_CORE } from './house.ts'
import { type Syntax, syntaxOf } from './syntax.ts'

const SOURCE_LINES = 250
const TEST_LINES = 500
const NAMELESS = /^(utils?|helpers?|types|internals?|common|misc|shared-code)$/
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
/** What engines round alike; the rest of Math (exp, pow, `**`, random …) is in `numerics/`, with fixed bits. */
const FIXED_MATH =
  /^Math\.(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI|E|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2)$/

/** What the house is made of: path from its root (forward slashes) to content. */
export type Files = ReadonlyMap<string, string>

export interface Problem {
  readonly rule: string
  readonly place: string
  readonly what: string
}

interface Module extends Syntax {
  readonly path: string
  readonly text: string
}

/** Every broken rule, and how much was looked at: a check that saw nothing proves nothing. */
export function findProblems(files: Files): { problems: readonly Problem[]; modules: number; imports: number } {
  const modules: Module[] = []
  const problems: Problem[] = []
  for (const [path, text] of files) {
    if (/\.m?ts$|\.m?js$/.test(path)) modules.push({ path, text, ...syntaxOf(path, text) })
    if (path.endsWith('package.json')) problems.push(...dependencyProblems(path, text))
  }
  for (const module of modules) {
    problems.push(...nameProblems(module), ...lengthProblems(module), ...doorProblems(module))
    if (isTest(module.path)) continue
    problems.push(
      ...reachProblems(module),
      ...floorProblems(module),
      ...outsideProblems(module),
      ...mathProblems(module),
      ...spreadProblems(module),
    )
  }
  problems.push(...circleProblems(modules), ...wordProblems(modules))
  return { problems, modules: modules.length, imports: modules.reduce((n, { imports }) => n + imports.length, 0) }
}

const isTest = (path: string) => /\.test(-d)?\.ts$/.test(path) || /(^|\/)test\//.test(path)
const packageOf = (path: string) => /^packages\/[^/]+/.exec(path)?.[0]
const isRelative = (specifier: string) => specifier.startsWith('.')

/** The file that a relative import names; `.js` stands for the `.ts` it is built from. */
const target = (from: string, specifier: string) =>
  posix.join(posix.dirname(from), specifier).replace(/\.(m?)js$/, '.$1ts')

/** `packages/core/src/flow/join.ts` is in the room `flow`, `packages/core/src/network.ts` is one by itself; graph has rooms in it. */
function roomOf(path: string): string | undefined {
  return /^packages\/core\/src\/(graph\/[^/]+?|[^/]+?)(\.ts)?(\/|$)/.exec(path)?.[1]
}

function floorProblems({ path, imports }: Module): Problem[] {
  const room = roomOf(path)
  if (room === undefined) return []
  const floor = FLOORS.findIndex((rooms) => rooms.includes(room))
  if (floor < 0) return [{ rule: 'floors', place: path, what: `the house has no room "${room}"` }]
  const problems: Problem[] = []
  for (const { specifier, line } of imports) {
    const other = isRelative(specifier) ? roomOf(target(path, specifier)) : undefined
    if (other === undefined || other === room) continue
    const below = FLOORS.findIndex((rooms) => rooms.includes(other))
    if (below < floor) continue
    const how = below === floor ? 'its neighbor' : 'the higher room'
    problems.push({ rule: 'floors', place: `${path}:${line}`, what: `"${room}" imports ${how} "${other}"` })
  }
  return problems
}

/** No relative import leaves its package, and the layers above core come in by the door. */
function reachProblems({ path, imports }: Module): Problem[] {
  const home = packageOf(path) ?? (path.startsWith('bench/') ? 'bench' : undefined)
  if (home === undefined) return []
  const problems: Problem[] = []
  for (const { specifier, line } of imports) {
    const place = `${path}:${line}`
    if (isRelative(specifier) && !target(path, specifier).startsWith(`${home}/`) && !path.endsWith('.config.ts')) {
      problems.push({ rule: 'doors', place, what: `${specifier} leaves ${home}; import by package name` })
    }
    if (/^@neurite\/[^/]+\/(src|dist)\b/.test(specifier)) {
      problems.push({ rule: 'doors', place, what: `${specifier} is not a door of that package` })
    }
  }
  return problems
}

/** Who may import which package. */
function outsideProblems({ path, imports }: Module): Problem[] {
  const home = packageOf(path)
  if (home === undefined || !path.startsWith(`${home}/src/`)) return []
  const problems: Problem[] = []
  for (const { specifier, line, typeOnly } of imports) {
    if (isRelative(specifier)) continue
    const allowed =
      home === 'packages/core'
        ? mayImport(path.slice('packages/core/src/'.length), specifier, typeOnly)
        : home !== 'packages/nodes' || /^@neurite\/core(\/(define|math))?$/.test(specifier)
    if (!allowed) problems.push({ rule: 'packages', place: `${path}:${line}`, what: `may not import "${specifier}"` })
  }
  return problems
}

function mayImport(file: string, specifier: string, typeOnly: boolean): boolean {
  // What only Node has is behind a door of its own, which no room goes through.
  if (specifier.startsWith('node:')) return file.startsWith('node/')
  const allowance = OUTSIDE_OF_CORE[specifier.split('/')[0] as string]
  if (allowance === undefined) return false
  const within = (place: string) => (place.endsWith('/') ? file.startsWith(place) : file === place)
  return allowance.values.some(within) || (typeOnly && allowance.types.some(within))
}

/** Files that import each other in a loop, types counted, with the way around it. */
function circleProblems(modules: readonly Module[]): Problem[] {
  const known = new Set(modules.map(({ path }) => path))
  const next = new Map(
    modules.map(({ path, imports }) => {
      const targets = imports.filter(({ specifier }) => isRelative(specifier)).map((it) => target(path, it.specifier))
      return [path, targets.filter((it) => known.has(it))] as const
    }),
  )
  const problems: Problem[] = []
  const done = new Set<string>()
  const trail: string[] = []
  const walk = (path: string): void => {
    const seen = trail.indexOf(path)
    if (seen >= 0) {
      problems.push({ rule: 'circles', place: path, what: [...trail.slice(seen), path].join(' → ') })
      return
    }
    if (done.has(path)) return
    trail.push(path)
    for (const other of next.get(path) ?? []) walk(other)
    trail.pop()
    done.add(path)
  }
  for (const { path } of modules) walk(path)
  return problems
}

function lengthProblems({ path, text }: Module): Problem[] {
  const limit = isTest(path) ? TEST_LINES : SOURCE_LINES
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  return lines > limit ? [{ rule: 'length', place: path, what: `${lines} lines, over ${limit}` }] : []
}

function nameProblems({ path }: Module): Problem[] {
  const problems: Problem[] = []
  for (const part of path.replace(/((\.long)?\.(test|test-d|config|base))?\.m?[tj]s$/, '').split('/')) {
    if (NAMELESS.test(part))
      problems.push({ rule: 'names', place: path, what: `"${part}" says nothing of what it holds` })
    else if (!KEBAB.test(part)) problems.push({ rule: 'names', place: path, what: `"${part}" is not kebab-case` })
  }
  return problems
}

function doorProblems({ path, starExports }: Module): Problem[] {
  if (!path.endsWith('/index.ts')) return []
  const what = 'export * hides what the door lets through; name the exports'
  return starExports.map(({ line }) => ({ rule: 'doors', place: `${path}:${line}`, what }))
}

function mathProblems({ path, math }: Module): Problem[] {
  if (!/^packages\/(core|nodes)\/src\//.test(path)) return []
  return math
    .filter(({ text }) => !FIXED_MATH.test(text))
    .map(({ text, line }) => ({
      rule: 'same bits',
      place: `${path}:${line}`,
      what: `${text} differs between engines or runs`,
    }))
}

/** A list that grows with a graph or its data has more members than a call may have arguments. */
function spreadProblems({ path, spreads }: Module): Problem[] {
  if (!/^packages\/(core|nodes)\/src\//.test(path)) return []
  return spreads.map(({ text, line }) => ({
    rule: 'spreads',
    place: `${path}:${line}`,
    what: `${text} makes each of a list an argument, and a long one is a RangeError; use a loop`,
  }))
}

/** One word, one thing: what two files of core call alike, a reader takes for the same. */
function wordProblems(modules: readonly Module[]): Problem[] {
  const known = new Map<string, string>()
  const problems: Problem[] = []
  for (const { path, declared } of modules) {
    if (isTest(path) || roomOf(path) === undefined || /(^|\/)sample-/.test(path)) continue
    for (const { text, line } of declared) {
      const other = known.get(text)
      if (other === undefined) known.set(text, path)
      else if (other !== path) {
        problems.push({ rule: 'words', place: `${path}:${line}`, what: `${text} is what ${other} declares, too` })
      }
    }
  }
  return problems
}

function dependencyProblems(path: string, text: string): Problem[] {
  const json = JSON.parse(text) as Record<string, Record<string, string> | undefined>
  const allowed = DEPENDENCIES[posix.dirname(path)]
  const problems: Problem[] = []
  for (const list of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(json[list] ?? {})) {
      if (!version.startsWith('catalog:') && !version.startsWith('workspace:')) {
        problems.push({ rule: 'dependencies', place: path, what: `${name} ${version}: pin it in the catalog` })
      }
      if (allowed !== undefined && list !== 'devDependencies' && !allowed[list]?.includes(name)) {
        problems.push({ rule: 'dependencies', place: path, what: `${list} may not hold ${name}` })
      }
    }
  }
  return problems
}
