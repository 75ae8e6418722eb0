/** What the house check wants to know of one TypeScript file. Knows syntax only; nothing is resolved, nothing is run. */
import ts from 'typescript'

export interface Import {
  readonly specifier: string
  readonly line: number
  /** The import leaves no trace in the built file. */
  readonly typeOnly: boolean
}

/** Something found, and the line it stands on (counted from 1). */
export interface Found {
  readonly text: string
  readonly line: number
}

export interface Syntax {
  /** `import`, `export … from`, `import()`, `import('…').Type` and `require('…')`, in order of appearance. */
  readonly imports: readonly Import[]
  /** `export * from`, with or without a name. */
  readonly starExports: readonly Found[]
  /** `f(...list)` and `new F(...list)`: each of the list becomes an argument. */
  readonly spreads: readonly Found[]
  /** Classes, interfaces and types that stand by themselves. */
  readonly declared: readonly Found[]
  /** `Math.name`, and `**` as `Math.pow` unless both sides are literals. */
  readonly math: readonly Found[]
}

/** Parses one file. */
export function syntaxOf(path: string, text: string): Syntax {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const imports: Import[] = []
  const starExports: Found[] = []
  const math: Found[] = []
  const spreads: Found[] = []
  const declared: Found[] = []

  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    imports.push({ specifier: specifier.text, line: lineOf(specifier), typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly)
      if (isStar(node)) starExports.push({ text: 'export *', line: lineOf(node) })
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && isImportCall(node.expression)) add(node.arguments[0], false)
    else if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Math')
      math.push({ text: `Math.${node.name.text}`, line: lineOf(node) })
    else if (ts.isBinaryExpression(node) && isPower(node)) math.push({ text: 'Math.pow', line: lineOf(node) })
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const spread = node.arguments?.find(ts.isSpreadElement)
      if (spread !== undefined) spreads.push({ text: spread.getText(file), line: lineOf(spread) })
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  for (const one of file.statements) {
    const isType = ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)
    if (isType && one.name !== undefined) declared.push({ text: one.name.text, line: lineOf(one) })
  }
  return { imports, starExports, math, spreads, declared }
}

const isStar = ({ exportClause }: ts.ExportDeclaration) =>
  exportClause === undefined || ts.isNamespaceExport(exportClause)

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const named = clause.namedBindings
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly)
}

function isImportCall(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

function isPower({ left, operatorToken, right }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken
  if (kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return true
  const literals = ts.isNumericLiteral(left) && (ts.isNumericLiteral(right) || ts.isPrefixUnaryExpression(right))
  return kind === ts.SyntaxKind.AsteriskAsteriskToken && !literals
}
