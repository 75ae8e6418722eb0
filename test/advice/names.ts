/** What texts for people name as code: every dotted name and every call in a source's literals. */
import ts from 'typescript'

/** `net.snapshot.node` of "…: net.snapshot.node(id)"; a number, a version and a path are no names. */
const NAME = /(?<![\w$./@"-])[A-Za-z$_][\w$]*(?:\.[A-Za-z_][\w$]*)+|(?<![\w$./@-])[A-Za-z$_][\w$]*(?=\()/g

export function namesIn(text: string): readonly string[] {
  return text.match(NAME) ?? []
}

/** The literals of a file that are sentences: they have a space. */
export function sentencesIn(path: string, source: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      if (/\s/.test(node.text)) found.push(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest))
  return found
}
