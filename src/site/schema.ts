/** The border of `site.yaml` and of `holidays/<year>.yaml`: what a site says about itself. */

import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
const Label = Type.String({ minLength: 1 })
const Language = Type.String({ pattern: '^[a-z]{3}$' })
const Seconds = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })

/** A number in E.164, a short code with its trunk, or a `sip:` address. What may be dialled is checked apart, with the dialling rules. */
const targetFields = {
  target: Type.String({ minLength: 1 }),
  byoc_trunk: Type.Optional(Type.String({ pattern: '^BY[0-9a-f]{32}$' })),
}

const Hours = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' })
const Day = Type.Optional(Type.Array(Hours))
/** Hours of each day of the week; a day that is not named is closed. */
export const weekFields = { senin: Day, selasa: Day, rabu: Day, kamis: Day, jumat: Day, sabtu: Day, minggu: Day }
export const IsoDate = '^20[0-9]{2}-[0-9]{2}-[0-9]{2}$'
export const DatesWithHours = Type.Record(Type.String({ pattern: IsoDate }), Type.Array(Hours), closed)
const Kind = Type.Union([Type.Literal('national'), Type.Literal('joint_leave'), Type.Literal('regional')])

/** A weekly calendar closes on holidays, unless `closed_on` says otherwise; one around the clock never does. */
const WeeklyCalendar = Type.Object(
  {
    label: Label,
    ...weekFields,
    around_the_clock: Type.Optional(Type.Boolean()),
    closed_on: Type.Optional(Type.Array(Kind)),
    dates: Type.Optional(DatesWithHours),
  },
  closed,
)

const OwnHoliday = Type.Object(
  {
    /** A date, or `MM-DD` for every year. */
    date: Type.String({ pattern: '^(20[0-9]{2}-)?[0-9]{2}-[0-9]{2}$' }),
    name: Label,
    kind: Type.Optional(Kind),
    /** The decree that says so. */
    decree: Type.Optional(Label),
  },
  closed,
)

/** A phone (`target`, which says how it `accepts`), or everybody who is signed in for a lane (`operators`). */
const Rung = Type.Object(
  {
    name: Label,
    target: Type.Optional(targetFields.target),
    byoc_trunk: targetFields.byoc_trunk,
    operators: Type.Optional(Id),
    accepts: Type.Optional(Type.Union([Type.Literal('key'), Type.Literal('talk')])),
    ring_seconds: Seconds(5, 60),
    talk_seconds: Type.Optional(Seconds(5, 300)),
    /** This phone is rung when the ladder is drilled; whoever answers hears that it is a drill. */
    drill: Type.Optional(Type.Boolean()),
  },
  closed,
)

/** From the site's folder, with forward slashes. */
export const libraryPath = '^(\\.\\./)*[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9_-]*)*$'

export const SiteFile = Type.Object(
  {
    schema: Type.Literal('hotline-site/v1'),
    name: Label,
    zone: Type.Union([
      Type.Literal('Asia/Jakarta'),
      Type.Literal('Asia/Pontianak'),
      Type.Literal('Asia/Makassar'),
      Type.Literal('Asia/Jayapura'),
    ]),
    languages: Type.Array(Language, { minItems: 1 }),
    default_language: Language,
    /** Flow files, without `.yaml`; the first answers every line that is not named. */
    flows: Type.Array(Id, { minItems: 1 }),
    /** Folders, from this one, whose flows, prompts and holidays are used where this folder has none of that name. */
    libraries: Type.Optional(Type.Array(Type.String({ pattern: libraryPath }))),
    lines: Type.Array(
      Type.Object(
        {
          to: Type.String({ pattern: '^(\\+[1-9][0-9]{6,14}|[0-9]{3,6}|[A-Za-z0-9._-]+)$' }),
          label: Label,
          flow: Id,
          /** Conversations on this line are recorded, and callers are told so. */
          recording: Type.Optional(Type.Boolean()),
        },
        closed,
      ),
      { minItems: 1 },
    ),
    calendars: Type.Record(Id, WeeklyCalendar, closed),
    /** Beside those of the decrees: the region's own days, and what changed after a decree. */
    holidays: Type.Optional(Type.Array(OwnHoliday)),
    lanes: Type.Record(
      Id,
      Type.Object(
        {
          label: Label,
          priority: Type.Integer({ minimum: 0, maximum: 1000 }),
          ring_seconds: Seconds(5, 60),
          lease_seconds: Seconds(5, 120),
          /** The promise, from the first ring to a human; absent: 20. */
          answer_seconds: Type.Optional(Seconds(5, 300)),
          /** Whoever waits longer is an alarm; absent: 120. */
          wait_limit_seconds: Type.Optional(Seconds(10, 3600)),
        },
        closed,
      ),
      closed,
    ),
    /** When the supervisors' pages ring the alarm; absent, or a part of it: as usual. */
    alarms: Type.Optional(
      Type.Object(
        {
          /** An emergency that nobody has acknowledged for so long; absent: 60. */
          emergency_seconds: Type.Optional(Seconds(5, 600)),
          /** The calendar in whose hours somebody has to be signed in; absent: whenever any calendar is open. */
          staffed: Type.Optional(Id),
        },
        closed,
      ),
    ),
    /** How the line watches itself; absent, or a part of it: it does not. */
    watch: Type.Optional(
      Type.Object(
        {
          /** A call of our own goes through the line so often, in minutes; two in a row that fail are an alarm. */
          every_minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
          /** A ladder with rungs that are marked for drills, and not drilled for so many days, is an alarm. */
          drill_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
        },
        closed,
      ),
    ),
    /** How citizens are called back who asked for it; absent, or a part of it: as usual. */
    callbacks: Type.Optional(
      Type.Object(
        {
          times: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
          rest_minutes: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 240 }), { minItems: 1 })),
          keep_hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 72 })),
        },
        closed,
      ),
    ),
    dialling: Type.Object(
      {
        prefixes: Type.Array(Type.String({ pattern: '^\\+[1-9][0-9]{0,9}$' })),
        sip_hosts: Type.Array(Type.String({ pattern: '^[a-z0-9.-]+$' })),
      },
      closed,
    ),
    duty_line: Type.Object({ name: Label, ...targetFields }, closed),
    targets: Type.Record(Id, Type.Object({ name: Label, ...targetFields }, closed), closed),
    ladders: Type.Record(
      Id,
      Type.Object(
        {
          label: Label,
          max_calls_per_target: Type.Integer({ minimum: 1, maximum: 20 }),
          /** So many rungs ring together; absent: one after the other. */
          at_once: Type.Optional(Type.Integer({ minimum: 1, maximum: 6 })),
          rungs: Type.Array(Rung, { minItems: 1 }),
          /** Other rungs while a calendar is open; of several the first that is. */
          variants: Type.Optional(
            Type.Array(Type.Object({ during: Id, rungs: Type.Array(Rung, { minItems: 1 }) }, closed)),
          ),
          /** Duty officers who are texted with a link when the ladder starts. */
          texts: Type.Optional(
            Type.Array(Type.Object({ name: Label, number: Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' }) }, closed)),
          ),
        },
        closed,
      ),
      closed,
    ),
    agencies: Type.Array(
      Type.Object(
        {
          id: Id,
          name: Label,
          coordinator: Type.Optional(Type.Boolean()),
          /** The duty phone, by which an operator brings the agency into a conversation. */
          target: Type.Optional(targetFields.target),
          byoc_trunk: targetFields.byoc_trunk,
        },
        closed,
      ),
      { minItems: 1 },
    ),
    topics: Type.Array(Type.Object({ id: Id, label: Label, agency: Id, kind: Id }, closed)),
    districts: Type.Array(
      Type.Object(
        { id: Id, name: Label, code: Type.Optional(Type.String({ pattern: '^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}$' })) },
        closed,
      ),
    ),
    carrier: Type.Object(
      {
        conference: Type.Boolean(),
        two_way_text: Type.Boolean(),
        media_streams: Type.Boolean(),
        short_codes: Type.Boolean(),
        /** Words are recognised beside keys; absent: yes. */
        speech: Type.Optional(Type.Boolean()),
        /** Voices that this carrier has beside, or in place of, the usual Indonesian and English ones, by ISO 639-3. */
        voices: Type.Optional(Type.Record(Language, Type.Object({ language: Label, voice: Label }, closed), closed)),
      },
      closed,
    ),
  },
  closed,
)
export type SiteFileSpec = Static<typeof SiteFile>

const NamedDays = Type.Record(Type.String({ pattern: IsoDate }), Label, closed)

/** `holidays/<year>.yaml`: what the three ministers have decreed for a year. */
export const HolidaysFile = Type.Object(
  {
    schema: Type.Literal('hotline-holidays/v1'),
    year: Type.Integer({ minimum: 2000, maximum: 2099 }),
    /** Number and day of the decree (SKB). */
    decree: Label,
    national: NamedDays,
    joint_leave: NamedDays,
  },
  closed,
)
export type HolidaysFileSpec = Static<typeof HolidaysFile>
