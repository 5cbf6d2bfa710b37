import { type Import, type Module, roomOf } from './source.ts'
import {
  adapters,
  filesOfCarrier,
  kindOf,
  kinds,
  longestFile,
  pureLibraries,
  pureNames,
  readersOfEnvironment,
  rooms,
  speakersOfCarrier,
} from './tables.ts'

const kindAt = (path: string) => kindOf(path, roomOf(path))
const isCode = (path: string) => /\.tsx?$/.test(path)

function mayKnow(from: Module, target: string): boolean {
  const to = roomOf(target)
  if (to === from.room) return true
  const known = rooms[from.room] ?? []
  if (known.includes('*') || known.includes(to) || known.includes(target)) return true
  if (known.includes('services:*') && ['service', 'adapter'].includes(kindAt(target))) return true
  return known.includes('nouns:*') && kindAt(target) === 'pure'
}

/** Each room imports only what stands to its right in the table; a type is knowledge too. */
export function roomProblems(modules: readonly Module[]): string[] {
  return modules.flatMap((module) => {
    if (!rooms[module.room]) return [`${module.path}: the room ${module.room} is not in the table`]
    return module.imports
      .filter(({ isOurs, target }) => isOurs && isCode(target) && !mayKnow(module, target))
      .map(({ target }) => `${module.path}: ${module.room} may not know ${target}`)
  })
}

function breaksKind(module: Module, { target, isOurs, names }: Import): boolean {
  const kind = kindAt(module.path)
  if (kind === 'free') return false
  if (kind === 'adapter') {
    return (
      !isOurs && !target.startsWith('node:') && ![...pureLibraries, ...(adapters[module.path] ?? [])].includes(target)
    )
  }
  const rule = kinds[kind]
  if (!isOurs) {
    if (rule.libraries === '*' || rule.libraries.includes(target)) return false
    return names.length === 0 || !names.every((name) => pureNames[target]?.includes(name))
  }
  if (!isCode(target)) return false
  if (roomOf(target) === 'platform') return rule.platform !== '*' && !rule.platform.includes(target)
  const allowed = roomOf(target) === module.room ? rule.own : rule.others
  return !allowed.includes(kindAt(target))
}

/** What a file's name says it is decides what it may run. Types are erased: they carry no I/O. */
export function kindProblems(modules: readonly Module[]): string[] {
  return modules.flatMap((module) =>
    module.imports
      .filter((one) => !one.isTypeOnly && breaksKind(module, one))
      .map(({ target }) => `${module.path}: a file of the kind "${kindAt(module.path)}" may not import ${target}`),
  )
}

const impurities = [
  /\bDate\.now\s*\(/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\s*\(/,
  /\bperformance\.now\s*\(/,
  /\bset(Timeout|Interval|Immediate)\s*\(/,
  /\bfetch\s*\(/,
  /\bprocess\./,
  /\bconsole\.(log|info|warn|error|debug)\b/,
]

/** Pure files look at no clock, throw no dice and touch nothing; use cases are handed the time. */
export function purityProblems(modules: readonly Module[]): string[] {
  return modules.flatMap((module) => {
    if (!['pure', 'service', 'store'].includes(kindAt(module.path))) return []
    return impurities
      .filter((impurity) => impurity.test(module.code))
      .map((impurity) => `${module.path}: ${impurity.exec(module.code)?.[0]} has no place in it`)
  })
}

/** SQL lives in stores (and in the plumbing and the programs around the house). */
export function sqlProblems(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path }) => !['store', 'free'].includes(kindAt(path)))
    .filter(({ code }) => /\bstatement\s*[<(]|\.query\s*\(/.test(code))
    .map(({ path }) => `${path}: SQL belongs into a store`)
}

export function environmentProblems(modules: readonly Module[]): string[] {
  return modules
    .filter(
      ({ path, room, code }) =>
        !readersOfEnvironment.has(path) && room !== 'console/web' && /\bprocess\.env\b/.test(code),
    )
    .map(({ path }) => `${path}: only config.ts reads process.env`)
}

/** The carrier's name in code, but for the paths of its webhooks. */
export function carrierProblems(modules: readonly Module[]): string[] {
  return modules
    .filter(
      ({ path, room, code }) =>
        !speakersOfCarrier.has(room) &&
        !filesOfCarrier.has(path) &&
        /twilio(?!_)/i.test(code.replace(/[/|]twilio\b|TWILIO_\w+|api\.twilio\.com/g, '')),
    )
    .map(({ path }) => `${path}: only telephony says the carrier's name`)
}

/** Circles of imports that run; types are erased and make none. */
export function cycleProblems(modules: readonly Module[]): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]))
  const done = new Set<string>()
  const problems: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const place = trail.indexOf(path)
    if (place >= 0) {
      problems.push(`circle: ${[...trail.slice(place), path].join(' -> ')}`)
      return
    }
    if (done.has(path)) return
    for (const { isOurs, isTypeOnly, target } of byPath.get(path)?.imports ?? []) {
      if (isOurs && !isTypeOnly && byPath.has(target)) visit(target, [...trail, path])
    }
    done.add(path)
  }
  for (const { path } of modules) visit(path, [])
  return problems
}

/** A file that only hands on what other files export. */
export function barrelProblems(modules: readonly Module[]): string[] {
  const isHandingOn = /^export\s+(type\s+)?[{*][^;]*?\bfrom\s*['"][^'"]+['"];?/gm
  return modules
    .filter(({ code, imports }) => imports.length > 0 && code.replace(isHandingOn, '').trim() === '')
    .map(({ path }) => `${path}: is a barrel`)
}

export function lengthProblems(modules: readonly Module[]): string[] {
  return modules
    .filter(({ path, lines }) => lines > longestFile && !path.endsWith('.d.ts'))
    .map(({ path, lines }) => `${path}: has ${lines} lines, more than ${longestFile}`)
}

export const rules = {
  'a room knows only what stands to its right': roomProblems,
  'a file imports what its kind allows': kindProblems,
  'pure files and use cases touch nothing outside': purityProblems,
  'SQL stands in stores': sqlProblems,
  'only config.ts reads the environment': environmentProblems,
  'only telephony says the name of the carrier': carrierProblems,
  'no files import each other in a circle': cycleProblems,
  'there is no barrel': barrelProblems,
  'no file is too long': lengthProblems,
} as const
