/** `npm run bench`: Neurite against bare loops, in one run. `npm run bench -- --help` says what can be asked for. */
import { fork } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { install, installed } from './peers.ts'
import { circumstances, headline, section } from './report.ts'
import { type Result, type Settings, tasks } from './tasks.ts'

const USAGE = `npm run bench -- [--json] [--quick] [--only NAME] [--rounds N] [--wall] [--peers]

  --json      one JSON object as the last line, figures unrounded
  --quick     a smoke run of seconds, that says nothing about speed
  --only      parts whose name begins so; may be given several times
  --rounds    interleaved rounds of a part; 11 unless told otherwise
  --wall      measures time on the wall instead of processor time
  --peers     installs synaptic, neataptic, brain.js and @tensorflow/tfjs (400 MB, in node_modules/.cache) to be measured too`

const OPTIONS = {
  json: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  rounds: { type: 'string' },
  wall: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values']
type Message = { readonly progress: string } | { readonly result: Result }

const self = fileURLToPath(import.meta.url)
if (process.send === undefined) await lead()
else await follow()

/** The process that was started: one child after the other, then the report. */
async function lead(): Promise<void> {
  const given = read()
  const settings = settingsOf(given)
  const names = tasks(settings)
    .map(({ name }) => name)
    .filter((name) => given.only?.some((start) => name.startsWith(start)) ?? true)
  if (names.length === 0)
    fail(
      `There is no such part. There are: ${tasks(settings)
        .map(({ name }) => name)
        .join(', ')}.`,
    )
  const about = circumstances(settings)
  if (!given.json) console.log(`${headline(about)}\n`)
  const results: Result[] = []
  for (const [k, name] of names.entries()) {
    const result = await inChild(name, settings, progressOf(`${k + 1}/${names.length} ${name}`))
    results.push(result)
    if (!given.json) console.log(`${section(result)}\n`)
  }
  if (given.json) console.log(JSON.stringify({ ...about, results }))
  else if (installed(settings.peers).length === 0) console.log('Other libraries: npm run bench -- --peers')
}

/** A child: the one task it is named for. */
async function follow(): Promise<void> {
  const [name, settings] = process.argv.slice(2) as [string, string]
  const task = tasks(JSON.parse(settings)).find((it) => it.name === name)!
  const tell = (message: Message) => process.send!(message)
  tell({ result: await task.run((progress) => tell({ progress })) })
  process.disconnect()
}

function inChild(name: string, settings: Settings, tell: (progress: string) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    let result: Result | undefined
    const child = fork(self, [name, JSON.stringify(settings)], { execArgv: ['--expose-gc'] })
    child.on('message', (message: Message) => {
      if ('progress' in message) tell(message.progress)
      else result = message.result
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      tell('')
      if (code === 0 && result !== undefined) resolve(result)
      else reject(new Error(`${name} ended with code ${code}`))
    })
  })
}

/** On a terminal one line that is written over; elsewhere a line when a part begins. Beside the output, which may be piped. */
function progressOf(part: string): (progress: string) => void {
  const { stderr } = process
  if (!stderr.isTTY) {
    stderr.write(`${part} …\n`)
    return () => {}
  }
  return (progress) => stderr.write(`\r\u001b[2K${progress === '' ? '' : `${part}: ${progress}`}`)
}

function read(): Given {
  try {
    const { values } = parseArgs({ options: OPTIONS })
    if (!values.help) return values
    console.log(USAGE)
    process.exit(0)
  } catch (error) {
    return fail((error as Error).message.split('. ')[0]!)
  }
}

function settingsOf({ quick = false, rounds, wall, peers }: Given): Settings {
  const folder = join(dirname(self), 'peers')
  if (rounds !== undefined && !/^[1-9]\d*$/.test(rounds))
    fail(`--rounds is "${rounds}"; give a whole number, 1 or more.`)
  if (peers && !install(folder)) fail('npm could not install the other libraries.')
  return {
    quick,
    rounds: rounds === undefined ? (quick ? 2 : 11) : Number(rounds),
    window: quick ? 10 : 200,
    clock: wall ? 'wall' : 'cpu',
    peers: folder,
  }
}

function fail(why: string): never {
  console.error(`${why}\n\n${USAGE}`)
  process.exit(2)
}
