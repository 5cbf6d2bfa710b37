/** The two tables of the design as data: which room may know which, and what a file of each kind may import. */

const everything = ['*'] as const

/** The words that flows and channels share (verbs, targets, inputs): types that every room of a conversation speaks in. */
const words = ['flow/verbs.ts', 'flow/input.ts'] as const

/** Each room knows itself and what stands here: rooms, single files, `nouns:*` (pure files), `services:*`. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  flow: [],
  simulator: [],
  telephony: ['platform', 'flow'],
  identity: ['platform'],
  citizens: ['platform', 'identity'],
  agencies: ['platform', 'identity'],
  places: ['platform', 'identity'],
  knowledge: ['platform', 'identity', 'agencies'],
  tickets: ['platform', 'identity', 'citizens', 'agencies', 'places'],
  conversations: ['platform', 'telephony', 'identity', ...words],
  dispatch: ['platform', 'identity', 'citizens', 'tickets', 'conversations', ...words],
  emergency: [
    'platform',
    'identity',
    'citizens',
    'agencies',
    'places',
    'tickets',
    'conversations',
    'dispatch',
    ...words,
  ],
  sessions: [
    'platform',
    'flow',
    'citizens',
    'places',
    'knowledge',
    'tickets',
    'conversations',
    'dispatch',
    'emergency',
  ],
  calls: ['platform', 'flow', 'telephony', 'conversations', 'sessions'],
  sms: ['platform', 'flow', 'telephony', 'citizens', 'tickets', 'sessions'],
  reporting: ['platform', 'identity'],
  console: ['platform', 'identity', 'nouns:*', 'services:*'],
  // The simulator's line in the browser is one for its own page and for the operator's.
  'console/web': [
    'nouns:*',
    'console/web',
    'console/live-tables.ts',
    'simulator/web/headset.ts',
    'simulator/web/phones-api.ts',
    'simulator/web/speech.ts',
  ],
  cli: everything,
  app: everything,
  main: everything,
  // The site is read once and handed down: flows' shapes, the ladder that the emergency room climbs, where a carrier can reach.
  config: ['platform', 'telephony/urls.ts'],
  site: ['flow', 'emergency', 'knowledge', 'places', 'site'],
  // What a site's folder says, published: the rooms get the site that is in force, and know nothing of publications.
  publishing: ['platform', 'identity', 'flow', 'site'],
  welcome: [],
  'simulator-process': ['platform', 'config'],
}

export type Kind = 'pure' | 'service' | 'store' | 'routes' | 'jobs' | 'adapter' | 'free'

/** Rooms and files that are no part of the domain: plumbing, programs, the browser, the composition. */
const freeRooms = new Set([
  'platform',
  'simulator',
  'console/web',
  'cli',
  'app',
  'main',
  'config',
  'welcome',
  'simulator-process',
])

/** Files that wrap one third party each, a wire or a timer: everything else without a kind in its name is pure. */
export const adapters: Readonly<Record<string, readonly string[]>> = {
  'telephony/client.ts': ['twilio'],
  'telephony/browser-token.ts': ['twilio/lib/jwt/AccessToken.js'],
  'telephony/rest.ts': [], // fetches recordings by the platform's own fetch
  'telephony/recording-media.ts': [], // fetches a recording's sound, piece by piece
  'telephony/reply.ts': [], // answers a webhook within its 1.5 seconds
  'telephony/guard.ts': ['fastify', 'fastify-plugin', 'fast-querystring'],
  'telephony/own-line.ts': [], // asks our own webhooks from outside, as the carrier does
  'identity/guard.ts': ['fastify', 'fastify-plugin', '@fastify/cookie', '@fastify/session'],
  'identity/password.ts': ['p-limit'],
  'identity/one-time-code.ts': ['otpauth'],
  'citizens/seal.ts': [],
  'console/api.ts': ['fastify', '@fastify/type-provider-typebox'],
  'console/live-channels.ts': [], // binds what pages show live to the house
  'console/qr-picture.ts': ['lean-qr', 'lean-qr/extras/svg'],
  'sessions/memory.ts': ['lru-cache'], // what the process itself wrote last
  'site.ts': [],
  'site/folder.ts': [],
  'publishing/follower.ts': [], // asks each second what is in force
  'publishing/watcher.ts': [],
  'console/pages.ts': ['fastify', 'fastify-plugin', '@fastify/static', '@fastify/helmet'],
}

export function kindOf(path: string, room: string): Kind {
  if (freeRooms.has(room)) return 'free'
  if (adapters[path]) return 'adapter'
  const name = path.split('/').at(-1) ?? ''
  // A view puts what several rooms tell of one thing on one page: a use case that only reads.
  if (/^(.*-)?service\.ts$|-view\.ts$/.test(name)) return 'service'
  if (/^(.*-)?store\.ts$/.test(name)) return 'store'
  if (/^(.*-)?routes\.ts$/.test(name)) return 'routes'
  if (/^(.*-)?jobs\.ts$/.test(name)) return 'jobs'
  return 'pure'
}

/** Libraries without clock, randomness and I/O. */
export const pureLibraries: readonly string[] = [
  'typebox',
  'typebox/value',
  'typebox/compile',
  'typebox/system',
  'luxon',
  'libphonenumber-js/min',
  'libphonenumber-js/max',
  'n2words/id-ID',
  'n2words/en-GB',
  'sms-segments-calculator/dist/libs/SmartEncodingMap.js',
  'sms-segments-calculator/dist/libs/UnicodeToGSM.js',
  'yaml',
  'js-yaml',
  'diff',
  'leven',
  '@rgrove/parse-xml',
  'node:querystring',
]
/** Of these only what gives the same for the same. */
export const pureNames: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHash', 'createHmac', 'hash', 'timingSafeEqual'],
  uuid: ['validate', 'version'],
  'node:module': ['createRequire'], // loads a pure library when it is first needed
}

/** Files of the plumbing that are themselves pure, or nothing but types and plain functions. */
export const purePlumbing = new Set(['platform/context.ts', 'platform/clock.ts', 'platform/start-problem.ts'])

/** What a file may import, by kind: kinds of its own room, kinds of other rooms, files of the plumbing, libraries. */
export type KindRule = {
  readonly own: readonly Kind[]
  readonly others: readonly Kind[]
  readonly platform: readonly string[] | '*'
  readonly libraries: readonly string[] | '*'
}

export const kinds: Readonly<Record<Exclude<Kind, 'free' | 'adapter'>, KindRule>> = {
  pure: { own: ['pure'], others: ['pure'], platform: [...purePlumbing], libraries: pureLibraries },
  service: {
    own: ['pure', 'service', 'store', 'adapter'],
    others: ['pure', 'service'],
    platform: [
      ...purePlumbing,
      'platform/outbox.ts',
      'platform/id.ts',
      'platform/postgres.ts',
      'platform/bounded-read.ts',
      'platform/gathered.ts',
    ],
    libraries: [...pureLibraries, 'node:crypto'],
  },
  store: {
    own: ['pure'],
    others: ['pure'], // a status that another room named is a type of ours too
    platform: [...purePlumbing, 'platform/postgres.ts'],
    libraries: pureLibraries,
  },
  routes: {
    own: ['pure', 'service', 'routes', 'adapter'],
    others: ['pure', 'service', 'adapter'],
    platform: '*',
    libraries: '*',
  },
  jobs: {
    own: ['pure', 'service', 'adapter', 'store'], // a sweep takes its due rows itself
    others: ['pure', 'service', 'adapter'],
    platform: '*',
    libraries: pureLibraries,
  },
}

/** Only these may read the environment. The simulator is a program of its own. */
export const readersOfEnvironment = new Set(['config.ts', 'simulator/main.ts'])

/** Rooms that may say the carrier's name: the one that speaks its language, its stand-in, and who builds or names the account. */
export const speakersOfCarrier = new Set(['telephony', 'simulator'])
/** The one file of the page that is written for the carrier's own library. */
export const filesOfCarrier = new Set(['console/web/softphone/carrier-line.ts'])

export const longestFile = 250
