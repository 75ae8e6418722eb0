/** What definitions are refused for: kinds, activations, losses, initializers, optimizers. One function per code. */
import { type Issue, show, wrong } from './issue.ts'

export const unknownKind = (node: string, kind: string): Issue =>
  wrong(
    'UNKNOWN_KIND',
    { node, kind },
    `the kind ${show(kind)} of ${show(node)} is not known`,
    'hand in a table that has it: { ...standard, yours }',
  )
export const notAKind = (node: string, given: string): Issue =>
  wrong(
    'UNKNOWN_KIND',
    { node },
    `the kind given for ${show(node)} is ${given}`,
    'give a kind, such as neuron(sigmoid) or what defineNode returned',
  )
/** `node` is where it was met, if one knows. */
export const definitionConflict = (given: { readonly type: string; readonly name: string }, node?: string): Issue =>
  wrong(
    'DEFINITION_CONFLICT',
    { [given.type]: given.name, ...(node !== undefined && { node }) },
    `two different definitions of the ${given.type} ${show(given.name)} meet${node === undefined ? '' : ` at ${show(node)}`}: name and options are equal, the functions are not the same`,
    'hand what differs in as an option, which its functions get handed in, too, and let these functions stand outside of what makes it; or give one of the two another name',
  )
export const unknownDefinition = (name: string): Issue =>
  wrong(
    'UNKNOWN_DEFINITION',
    { name },
    `nothing called ${show(name)} is in the table`,
    'hand in a table that has it: { ...standard, yours }',
  )
