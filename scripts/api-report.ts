/** What the declarations of a built package show, name by name: what it exports, and what these name or extend without exporting it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

interface Manifest {
  readonly name: string
  readonly exports: Record<string, { readonly import?: { readonly types: string } }>
}

/** The report on the package in a folder, as a text of sorted lines. */
export function apiReport(folder: string): string {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const doors = Object.entries(exports).flatMap(([door, { import: it }]) =>
    it === undefined ? [] : [[name + door.slice(1), join(folder, it.types)] as const],
  )
  const declarations = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
  const files = declarations.filter((file) => file.endsWith('.d.ts')).map((file) => join(folder, 'dist', file))
  const options = { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext }
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  const resolved = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

  const seen = new Set<ts.Symbol>()
  const lines: string[] = []
  for (const [door, file] of doors) {
    const exported = checker.getExportsOfModule(symbolOf(checker, program, file)).map((symbol) => {
      seen.add(resolved(symbol))
      const isType = symbol.declarations?.some((it) => ts.isExportSpecifier(it) && it.isTypeOnly)
      return `${isType ? 'type' : 'value'} ${symbol.name}`
    })
    lines.push(`${door}`, ...exported.sort().map((line) => `  ${line}`))
  }
  const sources = files.map((file) => program.getSourceFile(file) as ts.SourceFile)
  const hidden = sources
    .flatMap(({ statements }) => [...statements])
    .filter((it) => ts.isDeclarationStatement(it) && it.name !== undefined)
    .map((it) => checker.getSymbolAtLocation((it as ts.DeclarationStatement).name as ts.Node) as ts.Symbol)
    .filter((symbol) => !seen.has(symbol))
  const used = new Set(sources.flatMap((source) => usedIn(source)).map((name) => at(checker, name)))
  const section = (title: string, symbols: readonly ts.Symbol[]) => [
    title,
    ...[...new Set(symbols.map(({ name }) => `  ${name.replace(/\$\d+$/, '')}`))].sort(),
  ]
  const named = hidden.filter((symbol) => used.has(symbol))
  const extended = hidden.filter((symbol) => !used.has(symbol))
  return `${[...lines, ...section(EXTENDED, extended), ...section(NAMED, named)].join('\n')}\n`
}

const EXTENDED = 'extended by these without being exported'
/** The last title of a report: nothing may stand below it. */
export const NAMED = 'named by these without being exported'

/** Every name in the declarations of a file but those of what they extend, and the declared ones themselves. */
function usedIn(source: ts.SourceFile): ts.Identifier[] {
  const found: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    const isName = ts.isIdentifier(node) && (node.parent as ts.DeclarationStatement).name !== node
    const isBase = ts.isExpressionWithTypeArguments(node.parent) && ts.isHeritageClause(node.parent.parent)
    if (isName && !isBase) found.push(node)
    const isDoor = ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
    if (!isDoor) ts.forEachChild(node, visit)
  }
  ts.forEachChild(source, visit)
  return found
}

function at(checker: ts.TypeChecker, name: ts.Identifier): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name)
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

function symbolOf(checker: ts.TypeChecker, program: ts.Program, file: string): ts.Symbol {
  return checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol
}
