/** Sentences in lines of a width; each line but the first begins with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string {
  let line = ''
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = line === '' ? `${lines.length > 0 ? indent : ''}${word}` : `${line} ${word}`
    if (line !== '' && longer.length > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line].join('\n')
}
