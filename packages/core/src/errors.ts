/**
 * Every refusal of the library: one function per code, each giving an `Issue` (code, place, what, way out).
 * Validation returns lists of issues; only the outermost call throws them, as one `NeuriteError`.
 */

import { hide, inspectable, WIDTH } from './text/inspectable.ts'
import { leftoverOf } from './text/leftovers.ts'
import { nodeName } from './text/names.ts'
import { folded } from './text/printed.ts'
import { shown } from './text/shown.ts'
import { wrapped } from './text/wrapped.ts'

/** Where it went wrong: `{ node: 'h4' }`, `{ row: 3, column: 'x2' }`, `{ step: 12, edge: 'h4->o6' }`. Rows and steps count from 0. */
export type Place = Readonly<Record<string, string | number>>

/** One thing that is wrong, as a plain value. A `warning` never throws. */
export interface Issue {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly place: Place
  readonly what: string
  readonly wayOut: string
}

/**
 * What the library throws. `code` is the first issue's; `issues` holds all that were found.
 *
 * @example
 * try { graph(recipe) } catch (error) {
 *   if (error instanceof NeuriteError) console.log(error.code, error.place, error.wayOut)
 * }
 */
export class NeuriteError extends Error {
  override readonly name = 'NeuriteError'
  readonly code: string
  readonly place: Place
  readonly wayOut: string
  readonly issues: readonly Issue[]

  constructor(found: Issue | readonly Issue[], options?: ErrorOptions) {
    const given: readonly unknown[] = Array.isArray(found) ? found : [found]
    const isSound = given.length > 0 && given.every((one) => typeof one === 'object' && one !== null && 'code' in one)
    const issues = isSound
      ? (given as readonly Issue[])
      : [invalidArgument('NeuriteError', 'issues', found, 'an issue, or a list of them')]
    const first = issues[0] as Issue
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more, see error.issues)` : ''
    super(`${first.code}: ${first.what}; ${first.wayOut}${more}`, options)
    this.code = first.code
    this.place = first.place
    this.wayOut = first.wayOut
    this.issues = printedIssues(issues)
    // A console prints the message, which has said this already, and then what can be listed.
    hide(this, 'name', 'code', 'wayOut')
    if (issues.length === 1) hide(this, 'issues')
  }

  toJSON(): Pick<NeuriteError, 'name' | 'code' | 'message' | 'place' | 'wayOut' | 'issues'> {
    const { name, code, message, place, wayOut, issues } = this
    return { name, code, message, place, wayOut, issues }
  }
}

/** The same list; it prints as a line or two for each. */
function printedIssues(issues: readonly Issue[]): readonly Issue[] {
  const list = [...issues]
  const lines = list.map(({ code, what, wayOut }) => wrapped(`${code}: ${what}; ${wayOut}`, WIDTH, '    '))
  const title = `${list.length} issues`
  inspectable(list, () => ({ title, text: [title, ...folded(lines)].join('\n  ') }))
  return list
}

/** What every copy of this package marks its errors with. */
const BRAND = Symbol.for('neurite/error')
Object.defineProperty(NeuriteError.prototype, BRAND, { value: true })
// An error of another copy of this package is one, too: ESM beside CommonJS, or two versions.
Object.defineProperty(NeuriteError, Symbol.hasInstance, {
  value(this: unknown, value: unknown): boolean {
    if (this !== NeuriteError) return Function.prototype[Symbol.hasInstance].call(this as () => void, value)
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true
  },
})

const issue =
  (severity: Issue['severity']) =>
  (code: string, place: Place, what: string, wayOut: string): Issue => ({
    code,
    severity,
    place,
    what: shown(what),
    wayOut: shown(wayOut),
  })
const wrong = issue('error')
const odd = issue('warning')

/** A word of a message; anything else in its place must not break the message. */
const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : show(value)

/** A value as it reads in a message: short, strings quoted. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 37)}…` : value)
  if (typeof value === 'function') return `the function ${value.name || 'without a name'}, not called`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `an array of ${value.length}`
  const { type, name } = value as { type?: unknown; name?: unknown }
  if (typeof type === 'string' && typeof name === 'string') return `the ${type} ${name}`
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  if (tag === 'Promise') return 'a promise, not awaited'
  return tag === 'Object' ? 'an object' : `a ${tag}`
}

// The graph
export const invalidId = (id: unknown): Issue =>
  wrong(
    'INVALID_ID',
    { node: typeof id === 'string' ? id : show(id) },
    `${show(id)} is not a node id`,
    'use a non-empty string other than "__proto__"',
  )
export const duplicateId = (node: string): Issue =>
  wrong('DUPLICATE_ID', { node }, `two nodes are called ${show(node)}`, 'give one of them another id')
export const unknownEndpoint = (edge: string, node: string): Issue =>
  wrong(
    'UNKNOWN_ENDPOINT',
    { edge, node },
    `the edge ${edge} has an end that is no node`,
    'add that node first, or correct its id',
  )
export const duplicateEdge = (edge: string, node: string): Issue =>
  wrong('DUPLICATE_EDGE', { edge, node }, `the edge ${edge} is there twice`, 'keep one of them')
export const graphCycle = (nodes: readonly string[]): Issue => {
  const path = nodes.map(nodeName).join(' → ')
  const place = { path, node: nodes[0] ?? '' }
  return wrong('GRAPH_CYCLE', place, `${path} has no delay`, 'give one of these edges delay: 1')
}
export const unreachableOutput = (node: string): Issue =>
  wrong(
    'UNREACHABLE_OUTPUT',
    { node },
    `no input reaches the output ${show(node)}`,
    'connect it, or take it out of the outputs',
  )
export const noLossPath = (node: string): Issue =>
  odd(
    'NO_LOSS_PATH',
    { node },
    `nothing that ${show(node)} computes reaches a loss, so it never learns`,
    'connect it towards a loss, or remove it',
  )
export const invalidWeight = (edge: string, node: string, value: unknown): Issue =>
  wrong(
    'INVALID_WEIGHT',
    { edge, node },
    `the start weight of ${edge} is ${show(value)}`,
    'give a finite number, or leave it out to have it drawn',
  )
export const invalidBias = (node: string, value: unknown): Issue =>
  wrong(
    'INVALID_BIAS',
    { node },
    `the start bias of ${show(node)} is ${show(value)}`,
    'give a finite number, or leave it out to have it drawn',
  )
export const invalidDelay = (edge: string, node: string, value: unknown): Issue =>
  wrong(
    'INVALID_DELAY',
    { edge, node },
    `the delay of ${edge} is ${show(value)}`,
    'give a whole number of ticks, 0 or more',
  )
export const unknownKind = (node: string, kind: string): Issue =>
  wrong(
    'UNKNOWN_KIND',
    { node, kind },
    `the kind ${show(kind)} of ${show(node)} is not known`,
    'hand in a table that has it: { ...standardKinds, yours }',
  )
export const wrongFanIn = (node: string, has: number, min: number, max: number): Issue =>
  wrong(
    'WRONG_FAN_IN',
    { node, fanIn: has },
    `${show(node)} has ${has} incoming edges, its kind takes ${min === max ? min : `${min} to ${max}`}`,
    'add or remove edges, or choose another kind',
  )
export const wrongLength = (place: Place, what: string, has: number, wants: number): Issue =>
  wrong('WRONG_LENGTH', place, `${what} has ${has} values where ${wants} are wanted`, `give ${wants}`)
export const unknownNode = (node: string): Issue =>
  wrong(
    'UNKNOWN_NODE',
    { node },
    `there is no node ${show(node)}`,
    'use one of the graph’s ids: Object.keys(graph.nodes)',
  )
export const unknownEdge = (edge: string): Issue =>
  wrong(
    'UNKNOWN_EDGE',
    { edge },
    `there is no edge ${edge}`,
    'use two ids that an edge connects: edges(graph) lists them',
  )
/** What a question was asked of: the name of an edge or a parameter that the graph has not, or that is none. */
export const unknownParameter = (name: string): Issue =>
  wrong(
    'UNKNOWN_EDGE',
    { edge: name },
    `there is no edge, bias or node ${show(name)}`,
    'write a->b, "my x"->b or bias b, with ids beyond letters, digits and _ . / , # - in quotes, or give { from, to }; edges(graph) lists the edges by name',
  )
export const noWeight = (edge: string, node: string): Issue =>
  wrong(
    'NO_WEIGHT',
    { edge, node },
    `${edge} carries no weight: the kind of ${show(node)} has none`,
    'read the weight of an edge that enters a neuron',
  )
export const noInput = (): Issue => wrong('NO_INPUT', {}, 'the graph has no input', 'add one: g.inputs("x1")')
export const noOutput = (): Issue =>
  wrong('NO_OUTPUT', {}, 'the graph has no output', 'add a neuron, and name it in g.outputs() or g.loss()')
export const noLoss = (): Issue =>
  wrong(
    'NO_LOSS',
    {},
    'the graph has no loss, so there is nothing to learn from',
    'add one: g.loss(squaredError(), output)',
  )
export const delayNotRunnable = (edge: string): Issue =>
  wrong(
    'DELAY_NOT_RUNNABLE',
    { edge },
    `${edge} has a delay, and graphs with delays can be described but not run yet`,
    'use delay 0 everywhere for now',
  )
export const repeatedNode = (list: string, node: string): Issue =>
  wrong('REPEATED_NODE', { list, node }, `${list} names ${show(node)} twice`, 'name it once')
export const inputMismatch = (node: string, listed: boolean): Issue =>
  wrong(
    'INPUT_MISMATCH',
    { node },
    listed
      ? `the graph lists ${show(node)} as an input, but its kind does not read rows`
      : `${show(node)} has a kind that reads rows, but the graph does not list it as an input`,
    'make inputs by g.inputs(), and only so',
  )
export const unusedWeight = (edge: string, node: string, kind: string): Issue =>
  wrong(
    'UNUSED_WEIGHT',
    { edge, node },
    `${edge} has a start weight, but the kind ${show(kind)} weighs nothing`,
    'leave the weight out, or put a neuron on the way',
  )
export const unusedBias = (node: string, kind: string): Issue =>
  wrong(
    'UNUSED_BIAS',
    { node },
    `${show(node)} has a start bias, but its kind ${show(kind)} has none`,
    'leave the bias out, or choose another kind',
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
export const builderClosed = (): Issue =>
  wrong(
    'BUILDER_CLOSED',
    {},
    'the recipe has ended, and its builder was used afterwards',
    'do all of it inside the recipe, without awaiting; change a graph that is made by edit(graph, recipe)',
  )
export const throughNotJson = (edge: string): Issue =>
  wrong(
    'THROUGH_NOT_JSON',
    { edge },
    `${edge} carries an RxJS operator, which JSON cannot hold`,
    'edit it out before writing, and connect it again after reading',
  )

/** What fits neither the loss nor its node: it trains, and learns badly. */
export const lossMismatch = (
  loss: string,
  node: string,
  of: number,
  [low, high]: readonly [number, number],
  wants: string,
): Issue =>
  odd(
    'LOSS_MISMATCH',
    { loss, node },
    `the loss ${show(loss)} does not suit ${show(node)}, ${of === 1 ? 'the one node' : `one of ${of} nodes`} that it reads, which answers ${low === -Infinity && high === Infinity ? 'any number' : `numbers from ${low} to ${high}`}`,
    `give it ${wants}`,
  )
export const startMismatch = (node: string, activation: string, start: string, wants: string): Issue =>
  odd(
    'START_MISMATCH',
    { node },
    `the weights of ${show(node)} start by ${show(start)}, which does not suit the activation ${show(activation)}`,
    `start them by ${wants}`,
  )

// Definitions, formats
export const unknownDefinition = (name: string): Issue =>
  wrong(
    'UNKNOWN_DEFINITION',
    { name },
    `nothing called ${show(name)} is in the table`,
    'hand in a table that has it: { ...standardKinds, yours }',
  )
export const invalidFormat = (what: string, place: Place = {}): Issue =>
  wrong('INVALID_FORMAT', place, what, 'hand in what the matching …ToJSON wrote, unchanged')
export const newerFormat = (format: string, version: unknown, known: number): Issue =>
  wrong(
    'NEWER_FORMAT',
    { format, version: String(version) },
    `this is ${format} version ${String(version)}, known is up to ${known}`,
    'update @neurite/core to read it',
  )
export const invalidOption = (option: string, value: unknown, wants: string, where?: string): Issue =>
  where === undefined
    ? wrong('INVALID_OPTION', { option }, `${word(option)} is ${show(value)}`, `give ${word(wants)}`)
    : wrong(
        'INVALID_OPTION',
        { option, of: where },
        `${word(option)} of ${word(where)} is ${show(value)}`,
        `give ${word(wants)}`,
      )
/** `near` is how it is written: `epochs`, or `hyperparameters: { learningRate }`. */
export const unknownOption = (where: string, option: string, known: readonly string[], near: string | null): Issue =>
  wrong(
    'UNKNOWN_OPTION',
    { option, of: where, ...(near !== null && { near }) },
    `${where} has no option ${show(option)}`,
    known.length === 0
      ? 'leave it out: there is nothing to choose'
      : `${near === null ? 'use' : `write { ${near} }, or another`} one of ${known.join(', ')}`,
  )
/** Something else stands where the options belong; `suits` are the options it may have been meant as. */
export const misplacedOptions = (
  where: string,
  given: unknown,
  known: readonly string[],
  suits: readonly string[],
): Issue =>
  wrong(
    'INVALID_OPTION',
    { option: 'options', of: where },
    `the options of ${where} are ${show(given)}`,
    known.length === 0 ? 'leave them out' : `give an object: { ${(suits.length > 0 ? suits : known).join(', ')} }`,
  )
export const invalidArgument = (where: string, argument: string, value: unknown, wants: string): Issue =>
  wrong('INVALID_ARGUMENT', { argument, of: where }, `${argument} of ${where} is ${show(value)}`, `give ${wants}`)
export const foreignCopy = (where: string, what: string): Issue =>
  wrong(
    'FOREIGN_COPY',
    { argument: what, of: where },
    `the ${what} handed to ${where} was made by another copy of @neurite/core, which shares nothing with this one`,
    'load one copy: `npm ls @neurite/core` lists them, and import and require load one each; or carry it over as JSON or as a file',
  )
export const asyncNotAllowed = (what: string): Issue =>
  wrong(
    'ASYNC_NOT_ALLOWED',
    {},
    `${what} answered by a promise, whose outcome nobody awaits here`,
    'answer at once: await what it needs before, and hand in a function that is not async',
  )

// Data
export const emptyData = (): Issue => wrong('EMPTY_DATA', {}, 'there is no row', 'give at least one row')
export const notFinite = (row: number, column: string, value: unknown): Issue =>
  wrong(
    'NOT_FINITE',
    { row, column },
    `row ${row}, ${nodeName(column)}: ${show(value)} is not a finite number`,
    'leave the row out, or fill in a number',
  )
export const notANumber = (row: number, column: string, value: unknown): Issue =>
  wrong(
    'NOT_A_NUMBER',
    { row, column },
    `row ${row}, ${nodeName(column)}: ${show(value)} is not a number`,
    'convert it to a number first',
  )
/** `made` where the data was read for a graph before, which another one has followed; `near` looks the same and is there. */
export const missingColumn = (row: number, column: string, near: string | null, made: boolean): Issue =>
  wrong(
    'MISSING_COLUMN',
    { row, column, ...(near !== null && { near }) },
    `row ${row} has no value for ${nodeName(column)}${near === null ? '' : `, but one for ${nodeName(near)}`}`,
    made
      ? OTHER_GRAPH
      : (leftoverOf(near ?? column) ?? leftoverOf(column) ?? 'give every input and target of the graph a value'),
  )
export const unknownColumn = (row: number, column: string, made: boolean): Issue =>
  wrong(
    'UNKNOWN_COLUMN',
    { row, column },
    `row ${row}: ${nodeName(column)} is neither an input nor a target of the graph`,
    made ? OTHER_GRAPH : (leftoverOf(column) ?? 'leave it out, or correct its name'),
  )
const OTHER_GRAPH =
  'this data was read for another graph, with other inputs or targets: where the graph is changed, begin a training on rows that suit it'
export const invalidTarget = (row: number, column: string, value: number, wants: string): Issue =>
  wrong(
    'INVALID_TARGET',
    { row, column },
    `row ${row}, ${nodeName(column)}: the target ${value} does not suit its loss`,
    `give ${wants}`,
  )
/** Several targets, each right by itself. */
export const invalidTargets = (
  row: number,
  columns: readonly string[],
  values: readonly number[],
  wants: string,
): Issue => {
  const list = values.length > 8 ? `${values.slice(0, 8).join(', ')}, …` : values.join(', ')
  const [first = ''] = columns
  const what = `row ${row}: the targets of ${nodeName(first)}${columns.length > 1 ? ` and ${columns.length - 1} more` : ''}, ${list}, do not suit their loss`
  return wrong('INVALID_TARGET', { row, column: first }, what, `give ${wants}`)
}
export const invalidRow = (row: number, wants: string): Issue =>
  wrong('INVALID_ROW', { row }, `row ${row} has the wrong form`, `give ${wants}`)

/** What is wrong in an event of a stream, which may be a batch of rows. */
export const atEvent = (issue: Issue, event: number): Issue => ({
  ...issue,
  place: { event, ...issue.place },
  what: `event ${event}: ${issue.what}`,
})
export const answerNotFinite = (row: number, node: string, value: number): Issue =>
  wrong(
    'ANSWER_NOT_FINITE',
    { row, node },
    `row ${row} is finite, but what ${show(node)} answers is ${value}`,
    'scale the inputs, or look at the weights on the way, which are too large for this row: net.snapshot.node(id)',
  )

// Running
export const alreadyTraining = (): Issue =>
  wrong(
    'ALREADY_TRAINING',
    {},
    'this network is being trained already',
    'unsubscribe the other training first, or make a second network',
  )
export const tickBusy = (): Issue =>
  wrong(
    'TICK_BUSY',
    {},
    'a tick, a change or a move of a walk is under way, and this was called from inside it',
    'call it afterwards: from a step of train(), from snapshot$ or here$, or behind observeOn(asapScheduler)',
  )
export const tickStalled = (edge: string, node: string): Issue =>
  wrong(
    'TICK_STALLED',
    { edge, node },
    `the operator on ${edge} gave no message in this tick, so ${show(node)} cannot fire`,
    'use an operator that emits exactly once, synchronously, for each message',
  )
export const throughFailed = (edge: string, what: string): Issue =>
  wrong(
    'THROUGH_FAILED',
    { edge },
    `the operator on ${edge} ${what}`,
    'let it emit one Signal, or as many finite numbers as came in, for each message',
  )
export const trainingDiverged = (step: number, node: string, edge: string | null, what: string): Issue =>
  wrong(
    'TRAINING_DIVERGED',
    edge === null ? { step, node } : { step, node, edge },
    `step ${step}: ${what} at ${edge ?? nodeName(node)} is not finite; nothing of this step was kept`,
    'await net.timeline.firstAbnormal() says where it began; lower the learning rate, scale the inputs, or mend that row',
  )
export const snapshotGone = (step: number, now: number): Issue =>
  wrong(
    'SNAPSHOT_GONE',
    { step, now },
    now === step
      ? `what step ${step} computed was not looked at before other rows came, or the state was put in anew`
      : `the snapshot of step ${step} was not looked at before step ${now} began`,
    'read step.snapshot while the step is emitted, or leave history: false out',
  )
export const snapshotMismatch = (): Issue =>
  wrong(
    'SNAPSHOT_MISMATCH',
    {},
    'the snapshot belongs to another graph or optimizer',
    'restore it into a network made from snapshot.graph with the same optimizer',
  )

// History
export const replayDiffers = (step: number, recorded: number, measured: number): Issue =>
  wrong(
    'REPLAY_DIFFERS',
    { step },
    `doing step ${step} again gave the loss ${measured}, where ${recorded} was recorded`,
    'make kinds, losses and operators on edges depend on nothing but what they are given',
  )
export const rowsGone = (row: number, first: number): Issue =>
  wrong(
    'ROWS_GONE',
    { row, first },
    `row ${row} of the live stream was let go; those from ${first} on are held`,
    'give the history more bytes, or look at a step from timeline.firstStep on',
  )
export const changeGone = (): Issue =>
  wrong(
    'CHANGE_GONE',
    {},
    'what was changed on the way was let go, since the history ran out of bytes for changes',
    'look at a step from timeline.firstStep on, or give the history more bytes',
  )
export const unknownStep = (step: number | string, branch: string, last: number): Issue =>
  wrong(
    'UNKNOWN_STEP',
    { step, branch },
    `${show(branch)} has no step ${word(step)}; its last is ${last}`,
    'choose a step from its first to its last: timeline.branches lists them',
  )
export const foreignSnapshot = (step: number): Issue =>
  wrong(
    'FOREIGN_SNAPSHOT',
    { step },
    `this snapshot of step ${step} is no state of this network’s history`,
    'compare it by diff(a, b), or put it in force by net.restore(snapshot)',
  )
export const unknownBranch = (branch: string): Issue =>
  wrong('UNKNOWN_BRANCH', { branch }, `there is no branch ${show(branch)}`, 'use a name that timeline.branches lists')
export const noHistory = (): Issue =>
  wrong('NO_HISTORY', {}, 'this network keeps no history', 'make it without history: false')
export const cancelled = (): Issue =>
  wrong('CANCELLED', {}, 'the search was cancelled by its signal', 'call it again to search anew')
export const diffMismatch = (has: string, wants: string): Issue =>
  wrong(
    'DIFF_MISMATCH',
    { has, wants },
    `the snapshot has the checksum ${has}, the diff starts from ${wants}`,
    'apply it to the snapshot it was made from; for the way back, apply reverseDiff(diff)',
  )
export const timelineDamaged = (place: Place, what: string): Issue =>
  wrong(
    'TIMELINE_DAMAGED',
    place,
    what,
    'read it with { recover: true } to get all that is sound; onDamage is told what is not',
  )
export const tooLarge = (place: Place, bytes: number, limit: number): Issue =>
  wrong(
    'TOO_LARGE',
    place,
    `what is read would take ${bytes} bytes of memory, ${Math.floor(limit)} are allowed`,
    'give { maxBytes } if you trust where it comes from',
  )
export const textTooLong = (key: string): Issue =>
  wrong(
    'TEXT_TOO_LONG',
    { key },
    `${show(key)} has more in it than a text can hold: tens of millions of start weights that were given one by one`,
    'let an initializer draw them, and set them by net.change({ parameters }) or net.restore(snapshot)',
  )
export const outOfMemory = (): Issue =>
  wrong(
    'OUT_OF_MEMORY',
    {},
    'the network has more numbers than there is memory for',
    'make the graph smaller, or share fan-ins among fewer nodes',
  )
export const noTimelineFile = (): Issue =>
  wrong(
    'INVALID_FORMAT',
    {},
    'this is no timeline file',
    'hand in the bytes that timeline.save() gave, from the first on',
  )
export const stateGone = (step: number | null): Issue =>
  wrong(
    'STATE_GONE',
    step === null ? {} : { step },
    step === null
      ? 'the branch of this state was dropped'
      : `nothing is left from which step ${step} could be recomputed`,
    'look at a step from timeline.firstStep on, or on another branch: timeline.branches lists them',
  )
export const dataMissing = (print: string, rows: number): Issue =>
  wrong(
    'DATA_MISSING',
    { data: print, rows },
    `the ${rows} rows ${print} are not there: they were not saved with the history, or let go for later ones`,
    'hand them in again: load the history with { data: [rows] }, or call train with them; or give it more bytes',
  )
export const dataChanged = (wants: string, has: string): Issue =>
  wrong(
    'DATA_CHANGED',
    { wants, has },
    `the training was done on the data ${wants}, what was handed in is ${has}`,
    'hand in the very rows it was trained on, in their order',
  )
export const storeInUse = (prefix: string, why: string): Issue =>
  wrong(
    'STORE_IN_USE',
    { prefix },
    `${why} under ${show(prefix)}`,
    'go on with what is kept there by openNetwork(level, kinds) once nobody writes it, or choose another prefix or database',
  )
export const storeFailed = (prefix: string, what: string): Issue =>
  wrong(
    'STORE_FAILED',
    { prefix },
    `the database failed over what is kept under ${show(prefix)}: ${what}`,
    'see error.cause and make room; the next flush writes all that is missing; if that fails as well, close the database and open it again',
  )
export const storeUnavailable = (prefix: string, what: string, wayOut: string): Issue =>
  wrong('STORE_UNAVAILABLE', { prefix }, `${what}; it cannot do what was asked of it under ${show(prefix)}`, wayOut)
export const stateDiffers = (step: number): Issue =>
  wrong(
    'STATE_DIFFERS',
    { step },
    `doing everything again up to step ${step} gives another state than was kept`,
    'it was made with other definitions, or changed; load it with { recover: true } and look at steps before that',
  )
export const nothingKept = (): Issue =>
  wrong('NOTHING_KEPT', {}, 'no history is kept there', 'begin one: await persist(net, level)')
