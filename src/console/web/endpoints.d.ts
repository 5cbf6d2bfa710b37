/** Written by `npm run endpoints` from the OpenAPI description: do not edit. */
  export namespace Schemas {
    }
  export namespace Endpoints {
  export type post__api_session = {
      method: "POST",
      path: "/api/session",
      requestFormat: "json",
      parameters: {
        body:  { login: string, password: string, code?: string },
          }
      responses: {200: { id: string, login: string, name: string, roles: Array<string>, permissions: Array<string>, agencyId: (string | null), language: string, mustChoosePassword: boolean },
},
    }
export type delete__api_session = {
      method: "DELETE",
      path: "/api/session",
      requestFormat: "json",
      parameters: never,
      responses: {204: unknown,
},
    }
export type get__api_me = {
      method: "GET",
      path: "/api/me",
      requestFormat: "json",
      parameters: never,
      responses: {200: { id: string, login: string, name: string, roles: Array<string>, permissions: Array<string>, agencyId: (string | null), language: string, mustChoosePassword: boolean },
},
    }
export type put__api_me_password = {
      method: "PUT",
      path: "/api/me/password",
      requestFormat: "json",
      parameters: {
        body:  { present: string, password: string },
          }
      responses: {204: unknown,
},
    }
export type delete__api_me_sessions = {
      method: "DELETE",
      path: "/api/me/sessions",
      requestFormat: "json",
      parameters: never,
      responses: {204: unknown,
},
    }
export type get__api_me_secondFactor = {
      method: "GET",
      path: "/api/me/second-factor",
      requestFormat: "json",
      parameters: never,
      responses: {200: { on: boolean, since: (string | null), recoveryCodesLeft: number },
},
    }
export type post__api_me_secondFactor = {
      method: "POST",
      path: "/api/me/second-factor",
      requestFormat: "json",
      parameters: {
        body:  { password: string },
          }
      responses: {200: { secret: string, uri: string, picture: string },
},
    }
export type post__api_me_secondFactor_confirmation = {
      method: "POST",
      path: "/api/me/second-factor/confirmation",
      requestFormat: "json",
      parameters: {
        body:  { code: string },
          }
      responses: {200: { recoveryCodes: Array<string> },
},
    }
export type post__api_me_secondFactor_recoveryCodes = {
      method: "POST",
      path: "/api/me/second-factor/recovery-codes",
      requestFormat: "json",
      parameters: {
        body:  { password: string },
          }
      responses: {200: { recoveryCodes: Array<string> },
},
    }
export type post__api_me_secondFactor_removal = {
      method: "POST",
      path: "/api/me/second-factor/removal",
      requestFormat: "json",
      parameters: {
        body:  { password: string },
          }
      responses: {204: unknown,
},
    }
export type get__api_staff = {
      method: "GET",
      path: "/api/staff",
      requestFormat: "json",
      parameters: never,
      responses: {200: { people: Array<{ id: string, login: string, name: string, roles: Array<string>, agencyId: (string | null), languages: Array<string>, skills: Array<string>, device: (string | null), hasSecondFactor: boolean, createdAt: string, disabledAt: (string | null), oneTimeUntil: (string | null) }> },
},
    }
export type post__api_staff = {
      method: "POST",
      path: "/api/staff",
      requestFormat: "json",
      parameters: {
        body:  { login: string, name: string, roles: Array<("operator" | "supervisor" | "coordinator" | "agency" | "administrator")>, agencyId?: (string | null), languages?: Array<string>, skills?: Array<string> },
          }
      responses: {201: { person: { id: string, login: string, name: string, roles: Array<string>, agencyId: (string | null), languages: Array<string>, skills: Array<string>, device: (string | null), hasSecondFactor: boolean, createdAt: string, disabledAt: (string | null), oneTimeUntil: (string | null) }, oneTime: { password: string, until: string } },
},
    }
export type patch__api_staff_Login = {
      method: "PATCH",
      path: "/api/staff/{login}",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
        body:  Partial<{ name: string, roles: Array<("operator" | "supervisor" | "coordinator" | "agency" | "administrator")>, agencyId: (string | null), languages: Array<string>, skills: Array<string> }>,
          }
      responses: {200: { id: string, login: string, name: string, roles: Array<string>, agencyId: (string | null), languages: Array<string>, skills: Array<string>, device: (string | null), hasSecondFactor: boolean, createdAt: string, disabledAt: (string | null), oneTimeUntil: (string | null) },
},
    }
export type put__api_staff_Login_closing = {
      method: "PUT",
      path: "/api/staff/{login}/closing",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
          }
      responses: {204: unknown,
},
    }
export type delete__api_staff_Login_closing = {
      method: "DELETE",
      path: "/api/staff/{login}/closing",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
          }
      responses: {204: unknown,
},
    }
export type post__api_staff_Login_oneTimePassword = {
      method: "POST",
      path: "/api/staff/{login}/one-time-password",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
          }
      responses: {200: { password: string, until: string },
},
    }
export type delete__api_staff_Login_sessions = {
      method: "DELETE",
      path: "/api/staff/{login}/sessions",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
          }
      responses: {204: unknown,
},
    }
export type delete__api_staff_Login_secondFactor = {
      method: "DELETE",
      path: "/api/staff/{login}/second-factor",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
          }
      responses: {204: unknown,
},
    }
export type put__api_staff_Login_device = {
      method: "PUT",
      path: "/api/staff/{login}/device",
      requestFormat: "json",
      parameters: {
        path:  {login: string,
},
        body:  { device: ({ kind: "number", number: string } | { kind: "sip", uri: string } | { kind: "browser" }) },
          }
      responses: {200: { id: string, login: string, name: string, roles: Array<string>, agencyId: (string | null), languages: Array<string>, skills: Array<string>, device: (string | null), hasSecondFactor: boolean, createdAt: string, disabledAt: (string | null), oneTimeUntil: (string | null) },
},
    }
export type get__api_admin_site = {
      method: "GET",
      path: "/api/admin/site",
      requestFormat: "json",
      parameters: never,
      responses: {200: { folder: string, languages: Array<string>, lines: Array<{ to: string, label: string, flow: string }>, lanes: Array<{ id: string, label: string, priority: number, ringSeconds: number, leaseSeconds: number }>, calendars: Array<{ id: string, label: string, isOpen: boolean, week: Array<{ day: string, hours: Array<string> }>, closedOn: Array<string>, others: Array<{ date: string, hours: Array<string>, why: Array<string> }> }>, agencies: Array<{ id: string, name: string, coordinator: boolean, topics: Array<string> }>, ladders: Array<{ kind: string, label: string, atOnce: number, rungs: Array<{ id: string, name: string, address: string, accepts: ("key" | "talk"), ringSeconds: number, during: (string | null) }>, groups: Array<string>, texts: Array<{ name: string, number: string }> }>, duties: Array<{ id: string, name: string, address: string }>, flows: Array<{ id: string, revision: string, coverage: Record<string, number> }>, warnings: Array<string> },
},
    }
export type get__api_dutyTests = {
      method: "GET",
      path: "/api/duty-tests",
      requestFormat: "json",
      parameters: never,
      responses: {200: { tests: Array<{ id: string, target: string, by: string, askedAt: string, state: ("calling" | "answered" | "confirmed" | "unanswered" | "busy" | "failed" | "stopped"), rangAt: (string | null), answeredAt: (string | null), settledAt: (string | null), why: (string | null) }> },
},
    }
export type post__api_dutyTests = {
      method: "POST",
      path: "/api/duty-tests",
      requestFormat: "json",
      parameters: {
        body:  { target: string },
          }
      responses: {202: { tests: Array<{ id: string, target: string, by: string, askedAt: string, state: ("calling" | "answered" | "confirmed" | "unanswered" | "busy" | "failed" | "stopped"), rangAt: (string | null), answeredAt: (string | null), settledAt: (string | null), why: (string | null) }> },
},
    }
export type get__api_drills = {
      method: "GET",
      path: "/api/drills",
      requestFormat: "json",
      parameters: never,
      responses: {200: { ladders: Array<{ kind: string, label: string, rungs: Array<{ name: string, address: string }>, lastAt: (string | null) }>, drills: Array<{ id: string, ladder: string, by: string, askedAt: string, endedAt: (string | null), state: ("running" | "finished" | "stopped"), why: (("emergency" | "person") | null), seconds: (number | null), rungs: Array<{ name: string, address: string, state: ("waiting" | "calling" | "answered" | "confirmed" | "unanswered" | "busy" | "failed" | "stopped"), secondsToRing: (number | null), secondsToAnswer: (number | null), secondsToKey: (number | null) }> }> },
},
    }
export type post__api_drills = {
      method: "POST",
      path: "/api/drills",
      requestFormat: "json",
      parameters: {
        body:  { ladder: string },
          }
      responses: {202: { ladders: Array<{ kind: string, label: string, rungs: Array<{ name: string, address: string }>, lastAt: (string | null) }>, drills: Array<{ id: string, ladder: string, by: string, askedAt: string, endedAt: (string | null), state: ("running" | "finished" | "stopped"), why: (("emergency" | "person") | null), seconds: (number | null), rungs: Array<{ name: string, address: string, state: ("waiting" | "calling" | "answered" | "confirmed" | "unanswered" | "busy" | "failed" | "stopped"), secondsToRing: (number | null), secondsToAnswer: (number | null), secondsToKey: (number | null) }> }> },
},
    }
export type post__api_drills_Id_stop = {
      method: "POST",
      path: "/api/drills/{id}/stop",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {200: { ladders: Array<{ kind: string, label: string, rungs: Array<{ name: string, address: string }>, lastAt: (string | null) }>, drills: Array<{ id: string, ladder: string, by: string, askedAt: string, endedAt: (string | null), state: ("running" | "finished" | "stopped"), why: (("emergency" | "person") | null), seconds: (number | null), rungs: Array<{ name: string, address: string, state: ("waiting" | "calling" | "answered" | "confirmed" | "unanswered" | "busy" | "failed" | "stopped"), secondsToRing: (number | null), secondsToAnswer: (number | null), secondsToKey: (number | null) }> }> },
},
    }
export type get__api_health = {
      method: "GET",
      path: "/api/health",
      requestFormat: "json",
      parameters: never,
      responses: {200: { at: string, condition: ("good" | "watch" | "bad" | "unknown"), parts: Array<{ name: string, condition: ("good" | "watch" | "bad" | "unknown"), problem: (string | null), seconds: (number | null), at: (string | null), bytesFree: (number | null), bytes: (number | null), milliseconds: (number | null) }>, flowProblems: Array<string>, publication: (number | null) },
},
    }
export type get__api_audit = {
      method: "GET",
      path: "/api/audit",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ limit: number, cursor: string, actor: string, action: string, subject: string, from: string, until: string }>,
          }
      responses: {200: { entries: Array<{ id: string, at: string, actor: string, actorName: (string | null), action: string, subject: string, subjectName: (string | null), facts: Record<string, unknown> }>, next: (string | null) },
},
    }
export type get__api_audit_words = {
      method: "GET",
      path: "/api/audit/words",
      requestFormat: "json",
      parameters: never,
      responses: {200: { actions: Array<string>, actors: Array<{ actor: string, name: string }> },
},
    }
export type get__api_site = {
      method: "GET",
      path: "/api/site",
      requestFormat: "json",
      parameters: never,
      responses: {200: { name: string, zone: string, lanes: Array<{ id: string, name: string }>, ladders: Array<{ id: string, name: string, rungs: Array<string> }>, steps: Array<{ id: string, names: Record<string, string> }>, topics: Array<{ id: string, name: string, agencyId: string }>, districts: Array<{ id: string, name: string }>, agencies: Array<{ id: string, name: string }>, contacts: Array<{ id: string, name: string }> },
},
    }
export type get__api_calls = {
      method: "GET",
      path: "/api/calls",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ from: string, until: string, lane: string, node: string, outcome: ("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard"), operator: string, topic: string, district: string, emergency: boolean, live: boolean, q: string, caller: string, cursor: string, limit: number }>,
          }
      responses: {200: { calls: Array<{ callSid: string, line: string, arrivedAt: string, endedAt: (string | null), durationSeconds: (number | null), status: string, caller: (string | null), citizenId: (string | null), node: (string | null), lane: (string | null), outcome: (("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard") | null), topic: (string | null), district: (string | null), answeredSeconds: (number | null), operator: (string | null), emergency: ({ kind: string, state: string } | null), ticketCode: (string | null) }>, next: (string | null) },
},
    }
export type post__api_callers_lookups = {
      method: "POST",
      path: "/api/callers/lookups",
      requestFormat: "json",
      parameters: {
        body:  { number: string },
          }
      responses: {200: { caller: (string | null) },
},
    }
export type get__api_calls_CallSid = {
      method: "GET",
      path: "/api/calls/{callSid}",
      requestFormat: "json",
      parameters: {
        path:  {callSid: string,
},
          }
      responses: {200: { callSid: string, line: string, arrivedAt: string, endedAt: (string | null), durationSeconds: (number | null), status: string, caller: (string | null), citizenId: (string | null), node: (string | null), lane: (string | null), outcome: (("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard") | null), topic: (string | null), district: (string | null), answeredSeconds: (number | null), operator: (string | null), emergency: ({ kind: string, state: string } | null), ticketCode: (string | null), ticket: ({ code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null) } | null), legs: Array<{ id: string, purpose: string, who: (string | null), status: string, placedAt: string, answeredAt: (string | null), metAt: (string | null), endedAt: (string | null) }>, recordings: Array<{ id: string, kind: ("message" | "conversation"), at: string, durationSeconds: (number | null), status: string }>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type get__api_calls_csv = {
      method: "GET",
      path: "/api/calls.csv",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ from: string, until: string, lane: string, node: string, outcome: ("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard"), operator: string, topic: string, district: string, emergency: boolean, live: boolean, q: string, caller: string, language: ("ind" | "eng") }>,
          }
      responses: {200: unknown,
},
    }
export type get__api_callViews = {
      method: "GET",
      path: "/api/call-views",
      requestFormat: "json",
      parameters: never,
      responses: {200: { views: Array<{ id: string, name: string, owner: string, isMine: boolean, isShared: boolean, filter: Partial<{ from: string, until: string, lane: string, node: string, outcome: ("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard"), operator: string, topic: string, district: string, emergency: boolean, live: boolean, q: string }> }> },
},
    }
export type post__api_callViews = {
      method: "POST",
      path: "/api/call-views",
      requestFormat: "json",
      parameters: {
        body:  { name: string, isShared?: boolean, filter: Partial<{ from: string, until: string, lane: string, node: string, outcome: ("operator" | "partner" | "emergency_lost" | "called_back" | "callback" | "voicemail" | "silent" | "open_line" | "abandoned" | "reported" | "information" | "menu" | "misdial" | "unheard"), operator: string, topic: string, district: string, emergency: boolean, live: boolean, q: string }> },
          }
      responses: {201: { id: string },
},
    }
export type delete__api_callViews_Id = {
      method: "DELETE",
      path: "/api/call-views/{id}",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {204: unknown,
},
    }
export type get__api_calls_CallSid_recordings_Id_audio = {
      method: "GET",
      path: "/api/calls/{callSid}/recordings/{id}/audio",
      requestFormat: "json",
      parameters: {
        path:  {callSid: string,
id: string,
},
          }
      responses: {200: unknown,
206: unknown,
},
    }
export type get__api_emergencies = {
      method: "GET",
      path: "/api/emergencies",
      requestFormat: "json",
      parameters: never,
      responses: {200: { at: string, emergencies: Array<{ id: string, callSid: string, caller: (string | null), kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean }, state: ("raised" | "acknowledged" | "closed" | "dropped"), raisedAt: string, nextStepAt: (string | null), acknowledgedBy: (string | null), acknowledgedAt: (string | null), callEndedAt: (string | null), exhausted: number, officers: Array<{ name: string, knowsSince: (string | null) }>, ladder: Array<{ name: string, rings: number, state: (("ringing" | "talking" | "accepted" | "refused" | "failed" | "withdrawn" | "ended") | null), since: (string | null) }> }> },
},
    }
export type get__api_emergencies_Id_handover = {
      method: "GET",
      path: "/api/emergencies/{id}/handover",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {200: { kind: string, where: (string | null), callback: ("number" | "withheld" | "confidential" | "silent"), number: (string | null), raisedAt: string, holder: (string | null), words: (string | null), rungs: Array<{ name: string, state: string, at: string }>, timeline: Array<{ at: string, kind: string, says: string }>, eido: unknown },
},
    }
export type post__api_emergencies_Id_close = {
      method: "POST",
      path: "/api/emergencies/{id}/close",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { reason: string },
          }
      responses: {204: unknown,
},
    }
export type get__api_flows_publications = {
      method: "GET",
      path: "/api/flows/publications",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ limit: number, below: number }>,
          }
      responses: {200: { publications: Array<{ number: number, content: string, kind: ("first" | "publish" | "schedule" | "edit" | "rollback"), state: ("in_force" | "scheduled" | "past" | "withdrawn"), note: string, by: string, publishedAt: string, effectiveAt: string, returnsTo: (number | null) }>, folders: Array<{ place: string, content: string, state: ("published" | "waiting" | "broken"), problems: Array<string>, since: string }> },
},
    }
export type post__api_flows_publications = {
      method: "POST",
      path: "/api/flows/publications",
      requestFormat: "json",
      parameters: {
        body:  ({ content: string, note: string, at?: string } | { returnTo: (number | null), note: string }),
          }
      responses: {201: { number: number, content: string, kind: ("first" | "publish" | "schedule" | "edit" | "rollback"), state: ("in_force" | "scheduled" | "past" | "withdrawn"), note: string, by: string, publishedAt: string, effectiveAt: string, returnsTo: (number | null) },
},
    }
export type delete__api_flows_publications_Number = {
      method: "DELETE",
      path: "/api/flows/publications/{number}",
      requestFormat: "json",
      parameters: {
        path:  {number: number,
},
          }
      responses: {200: { number: number, content: string, kind: ("first" | "publish" | "schedule" | "edit" | "rollback"), state: ("in_force" | "scheduled" | "past" | "withdrawn"), note: string, by: string, publishedAt: string, effectiveAt: string, returnsTo: (number | null) },
},
    }
export type get__api_flows_publications_Number_changes = {
      method: "GET",
      path: "/api/flows/publications/{number}/changes",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ against: number }>,
        path:  {number: number,
},
          }
      responses: {200: { files: Array<{ file: string, change: ("added" | "removed" | "changed"), text: string }> },
},
    }
export type get__api_flows_contents_Content_changes = {
      method: "GET",
      path: "/api/flows/contents/{content}/changes",
      requestFormat: "json",
      parameters: {
        path:  {content: string,
},
          }
      responses: {200: { files: Array<{ file: string, change: ("added" | "removed" | "changed"), text: string }> },
},
    }
export type get__api_tickets = {
      method: "GET",
      path: "/api/tickets",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ cursor: string, limit: number, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), agency: string, kind: string, overdue: boolean }>,
          }
      responses: {200: { tickets: Array<{ code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null) }>, next: (string | null) },
},
    }
export type get__api_tickets_Code = {
      method: "GET",
      path: "/api/tickets/{code}",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type patch__api_tickets_Code = {
      method: "PATCH",
      path: "/api/tickets/{code}",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  { version: number, kind?: string, topic?: string, district?: string, place?: string, description?: string, urgency?: ("low" | "normal" | "high" | "critical") },
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type post__api_tickets_Code_notes = {
      method: "POST",
      path: "/api/tickets/{code}/notes",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  { text: string },
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type post__api_tickets_Code_assignment = {
      method: "POST",
      path: "/api/tickets/{code}/assignment",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  { version: number, agencyId: string, reason?: string },
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type post__api_tickets_Code_answer = {
      method: "POST",
      path: "/api/tickets/{code}/answer",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  { version: number, text: string },
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type post__api_tickets_Code_closing = {
      method: "POST",
      path: "/api/tickets/{code}/closing",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  { version: number, reason: string },
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type post__api_tickets_Code_steps = {
      method: "POST",
      path: "/api/tickets/{code}/steps",
      requestFormat: "json",
      parameters: {
        path:  {code: string,
},
        body:  ({ do: ("verify" | "start"), version: number } | { do: ("hand_back" | "reopen"), version: number, reason: string }),
          }
      responses: {200: { code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null), version: number, citizenId: (string | null), district: (string | null), place: (string | null), placeRecording: (string | null), description: (string | null), descriptionRecording: (string | null), callSid: (string | null), emergency: ({ kind: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), possible: Array<string>, events: Array<{ at: string, kind: string, actor?: string, ignored?: boolean, facts: Record<string, unknown> }> },
},
    }
export type get__api_agencies = {
      method: "GET",
      path: "/api/agencies",
      requestFormat: "json",
      parameters: never,
      responses: {200: { agencies: Array<{ id: string, name: string, coordinator: boolean }> },
},
    }
export type get__api_presence = {
      method: "GET",
      path: "/api/presence",
      requestFormat: "json",
      parameters: never,
      responses: {200: { operators: Array<{ staffId: string, name: string, state: ("offline" | "paused" | "free" | "offered" | "talking" | "wrap_up"), since: string, until: (string | null), thenState: (("free" | "paused" | "offline") | null), deviceKind: (("number" | "sip" | "browser") | null), device: (string | null), missed: number }> },
},
    }
export type get__api_presence_me = {
      method: "GET",
      path: "/api/presence/me",
      requestFormat: "json",
      parameters: never,
      responses: {200: { staffId: string, name: string, state: ("offline" | "paused" | "free" | "offered" | "talking" | "wrap_up"), since: string, until: (string | null), thenState: (("free" | "paused" | "offline") | null), deviceKind: (("number" | "sip" | "browser") | null), device: (string | null), missed: number },
},
    }
export type put__api_presence_me = {
      method: "PUT",
      path: "/api/presence/me",
      requestFormat: "json",
      parameters: {
        body:  { state: ("free" | "paused" | "offline"), device?: ({ kind: "number", number: string } | { kind: "sip", uri: string } | { kind: "browser" }) },
          }
      responses: {200: { staffId: string, name: string, state: ("offline" | "paused" | "free" | "offered" | "talking" | "wrap_up"), since: string, until: (string | null), thenState: (("free" | "paused" | "offline") | null), deviceKind: (("number" | "sip" | "browser") | null), device: (string | null), missed: number },
},
    }
export type post__api_presence_me_here = {
      method: "POST",
      path: "/api/presence/me/here",
      requestFormat: "json",
      parameters: never,
      responses: {204: unknown,
},
    }
export type get__api_room = {
      method: "GET",
      path: "/api/room",
      requestFormat: "json",
      parameters: never,
      responses: {200: { isOpen: boolean, operators: Array<{ staffId: string, name: string, state: ("offline" | "paused" | "free" | "offered" | "talking" | "wrap_up"), since: string, until: (string | null), thenState: (("free" | "paused" | "offline") | null), device: (("number" | "sip" | "client") | null), missed: number, with: ({ callSid: string, caller: (string | null), lane: string, emergency: (string | null), isCallback: boolean } | null) }>, lanes: Array<{ id: string, waiting: number, longestSince: (string | null), answerSeconds: number, limitSeconds: number, entered: number, within: number, abandonedToday: number }>, waiting: Array<{ callSid: string, caller: (string | null), lane: string, emergency: (string | null), isCallback: boolean, position: number, since: string, returns: number, ringing: number }>, emergencies: Array<{ id: string, callSid: string, kind: string, class: ("unclear" | "silent" | "urgent" | "life"), silent: boolean, state: ("raised" | "acknowledged" | "dropped"), caller: (string | null), since: string }>, callbacks: { waiting: number, calling: number, resting: number, oldest: (string | null) }, alarms: Array<{ kind: ("nobody_on_duty" | "all_paused" | "wait_over_limit" | "emergency_unacknowledged" | "ladder_exhausted" | "emergency_written" | "emergency_dropped" | "recovery_overdue" | "line_failing" | "line_unprobed" | "commands_late" | "jobs_late" | "facts_late" | "texts_late" | "drill_overdue"), about: (string | null), since: (string | null), count: number }> },
},
    }
export type get__api_softphone = {
      method: "GET",
      path: "/api/softphone",
      requestFormat: "json",
      parameters: never,
      responses: {200: { kind: ("carrier" | "simulator" | "none"), identity: string, name: string, url?: string, missing?: Array<string> },
},
    }
export type post__api_softphone_token = {
      method: "POST",
      path: "/api/softphone/token",
      requestFormat: "json",
      parameters: never,
      responses: {200: { token: string, validSeconds: number },
},
    }
export type post__api_conversations_Id_hold = {
      method: "POST",
      path: "/api/conversations/{id}/hold",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { on: boolean },
          }
      responses: {202: unknown,
},
    }
export type post__api_conversations_Id_mute = {
      method: "POST",
      path: "/api/conversations/{id}/mute",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { leg: string, on: boolean },
          }
      responses: {202: unknown,
},
    }
export type post__api_conversations_Id_bringIn = {
      method: "POST",
      path: "/api/conversations/{id}/bring-in",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { what: ("119" | "staff" | "agency"), id?: string },
          }
      responses: {202: unknown,
},
    }
export type post__api_conversations_Id_end = {
      method: "POST",
      path: "/api/conversations/{id}/end",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {202: unknown,
},
    }
export type get__api_desk = {
      method: "GET",
      path: "/api/desk",
      requestFormat: "json",
      parameters: never,
      responses: {200: { me: { staffId: string, name: string, state: ("offline" | "paused" | "free" | "offered" | "talking" | "wrap_up"), since: string, until: (string | null), thenState: (("free" | "paused" | "offline") | null), deviceKind: (("number" | "sip" | "browser") | null), device: (string | null), missed: number }, offer: ({ id: string, reason: string, offeredAt: string, expiresAt: string, call: { callSid: string, line: string, arrivedAt: string, endedAt: (string | null), lane: string, node: (string | null), caller: (string | null), citizenId: (string | null), emergency: ({ kind: string, state: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), openLine: boolean, heard: Array<{ at: string, kind: ("pressed" | "said" | "written" | "recorded" | "answered"), node: string, option: (string | null), words: (string | null), recordingId: (string | null) }>, ticket: ({ code: string, kind: string, topic: (string | null), district: (string | null), place: (string | null), description: (string | null) } | null), openTickets: Array<{ code: string, kind: string, topic: (string | null), stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), openedAt: string, answerDueAt: string }>, visits: number } } | null), conversation: ({ id: string, offerId: string, since: string, held: boolean, heldSince: (string | null), with: Array<{ leg: string, purpose: string, who: (string | null), state: ("placed" | "ringing" | "answered" | "talking" | "failed"), mine: boolean, muted: boolean }>, call: { callSid: string, line: string, arrivedAt: string, endedAt: (string | null), lane: string, node: (string | null), caller: (string | null), citizenId: (string | null), emergency: ({ kind: string, state: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), openLine: boolean, heard: Array<{ at: string, kind: ("pressed" | "said" | "written" | "recorded" | "answered"), node: string, option: (string | null), words: (string | null), recordingId: (string | null) }>, ticket: ({ code: string, kind: string, topic: (string | null), district: (string | null), place: (string | null), description: (string | null) } | null), openTickets: Array<{ code: string, kind: string, topic: (string | null), stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), openedAt: string, answerDueAt: string }>, visits: number } } | null), wrapUp: ({ offerId: string, endedAt: string, call: { callSid: string, line: string, arrivedAt: string, endedAt: (string | null), lane: string, node: (string | null), caller: (string | null), citizenId: (string | null), emergency: ({ kind: string, state: string, severity: { class: ("unclear" | "silent" | "urgent" | "life"), reasons: Array<{ because: ("words" | "kind" | "answer" | "cannot_speak" | "called_before" | "nearby" | "key"), class: ("unclear" | "silent" | "urgent" | "life"), words?: Array<string>, kind?: string, question?: string, answer?: string, count?: number }>, silent: boolean } } | null), openLine: boolean, heard: Array<{ at: string, kind: ("pressed" | "said" | "written" | "recorded" | "answered"), node: string, option: (string | null), words: (string | null), recordingId: (string | null) }>, ticket: ({ code: string, kind: string, topic: (string | null), district: (string | null), place: (string | null), description: (string | null) } | null), openTickets: Array<{ code: string, kind: string, topic: (string | null), stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), openedAt: string, answerDueAt: string }>, visits: number } } | null), callbacksDue: number, at: string },
},
    }
export type post__api_offers_Id_decline = {
      method: "POST",
      path: "/api/offers/{id}/decline",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {204: unknown,
},
    }
export type get__api_calls_CallSid_draft = {
      method: "GET",
      path: "/api/calls/{callSid}/draft",
      requestFormat: "json",
      parameters: {
        path:  {callSid: string,
},
          }
      responses: {200: { ticketCode: (string | null), version: number, fields: { kind: string, topic: string, district: string, place: string, description: string, urgency: string } },
},
    }
export type patch__api_calls_CallSid_draft = {
      method: "PATCH",
      path: "/api/calls/{callSid}/draft",
      requestFormat: "json",
      parameters: {
        path:  {callSid: string,
},
        body:  { writer: string, count: number, base: number, continues?: { writer: string, count: number }, fields: Partial<{ kind: string, topic: string, district: string, place: string, description: string, urgency: ("" | "low" | "normal" | "high" | "critical") }> },
          }
      responses: {200: { ticketCode: (string | null), version: number, fields: { kind: string, topic: string, district: string, place: string, description: string, urgency: string }, conflicts: Array<("kind" | "topic" | "district" | "place" | "description" | "urgency")> },
},
    }
export type get__api_citizens_Id_history = {
      method: "GET",
      path: "/api/citizens/{id}/history",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {200: { calls: Array<{ callSid: string, arrivedAt: string, durationSeconds: (number | null), live: boolean, lane: (string | null), node: (string | null), operator: (string | null), disposition: (string | null), emergency: (string | null), ticketCode: (string | null) }>, tickets: Array<{ code: string, openedAt: string, kind: string, stage: ("received" | "verified" | "assigned" | "in_progress" | "answered" | "closed"), topic: (string | null), channel: string, agency: string, agencyId: string, answerDueAt: string, answeredAt: (string | null), closedAt: (string | null), isOverdue: boolean, privacy: ("open" | "secret" | "anonymous"), urgency: (("low" | "normal" | "high" | "critical") | null), caller: (string | null) }> },
},
    }
export type get__api_desk_conversations = {
      method: "GET",
      path: "/api/desk/conversations",
      requestFormat: "json",
      parameters: never,
      responses: {200: { conversations: Array<{ offerId: string, at: string, callSid: string, caller: (string | null), lane: string, disposition: (string | null), ticketCode: (string | null), kind: (string | null), topic: (string | null) }> },
},
    }
export type get__api_places = {
      method: "GET",
      path: "/api/places",
      requestFormat: "json",
      parameters: {
            query:  {text: string,
},
          }
      responses: {200: { places: Array<{ id: string, kind: ("district" | "village" | "landmark"), name: string, district: string, districtName: (string | null) }> },
},
    }
export type put__api_offers_Id_disposition = {
      method: "PUT",
      path: "/api/offers/{id}/disposition",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { disposition: ("resolved" | "ticket" | "information" | "referred" | "not_reached" | "cut_off" | "wrong_number" | "silent" | "open_line" | "prank" | "abusive" | "test"), note?: string, ready?: boolean },
          }
      responses: {204: unknown,
},
    }
export type post__api_presence_me_wrapUp = {
      method: "POST",
      path: "/api/presence/me/wrap-up",
      requestFormat: "json",
      parameters: {
        body:  { seconds: number },
          }
      responses: {200: { until: string },
},
    }
export type get__api_callbacks = {
      method: "GET",
      path: "/api/callbacks",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ open: boolean, before: string, limit: number }>,
          }
      responses: {200: { callbacks: Array<{ id: string, callSid: string, caller: (string | null), lane: string, state: ("asked" | "waiting" | "calling" | "talking" | "resting" | "closed"), askedAt: string, since: string, dueAt: (string | null), attempts: number, outcome: (("spoken" | "called_again" | "not_reached" | "expired" | "cancelled") | null) }>, next: (string | null) },
},
    }
export type post__api_callbacks_Id_ring = {
      method: "POST",
      path: "/api/callbacks/{id}/ring",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {204: unknown,
},
    }
export type post__api_callbacks_Id_cancel = {
      method: "POST",
      path: "/api/callbacks/{id}/cancel",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { reason: string },
          }
      responses: {204: unknown,
},
    }
export type get__api_recoveries = {
      method: "GET",
      path: "/api/recoveries",
      requestFormat: "json",
      parameters: {
            query:  Partial<{ open: boolean, cursor: string, limit: number }>,
          }
      responses: {200: { at: string, measure: { from: string, dropped: number, unfinished: number, recovered: number, unreached: number, closed: number, firstTrySeconds: { p50: (number | null), p90: (number | null) } }, recoveries: Array<{ id: string, callSid: string, caller: (string | null), kind: string, silent: boolean, droppedAt: string, pressed: Array<string>, state: ("held" | "open" | "closed"), since: string, callback: (("asked" | "waiting" | "calling" | "talking" | "resting" | "closed") | null), nextTryAt: (string | null), takenBy: (string | null), tries: number, firstTryAt: (string | null), isLate: boolean, outcome: (("reached" | "called_again" | "texted" | "unreachable" | "unattended" | "undecided" | "closed") | null), mergedInto: (string | null), closedAt: (string | null), closedBy: (string | null), reason: (string | null) }>, next: (string | null) },
},
    }
export type post__api_recoveries_Id_ring = {
      method: "POST",
      path: "/api/recoveries/{id}/ring",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {204: unknown,
},
    }
export type post__api_recoveries_Id_close = {
      method: "POST",
      path: "/api/recoveries/{id}/close",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { reason: string },
          }
      responses: {204: unknown,
},
    }
export type get__api_nuisances = {
      method: "GET",
      path: "/api/nuisances",
      requestFormat: "json",
      parameters: never,
      responses: {200: { numbers: Array<{ citizenId: string, caller: (string | null), friction: ("none" | "later" | "asked"), score: number, letsPassSeconds: number, expiresAt: (string | null), counts: { prank: number, abusive: number, silent: number, call: number }, lifted: ({ at: string, by: string, reason: string } | null) }> },
},
    }
export type get__api_citizens_Id_nuisance = {
      method: "GET",
      path: "/api/citizens/{id}/nuisance",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
          }
      responses: {200: { citizenId: string, caller: (string | null), friction: ("none" | "later" | "asked"), score: number, letsPassSeconds: number, expiresAt: (string | null), counts: { prank: number, abusive: number, silent: number, call: number }, lifted: ({ at: string, by: string, reason: string } | null) },
},
    }
export type post__api_citizens_Id_nuisance_lift = {
      method: "POST",
      path: "/api/citizens/{id}/nuisance/lift",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { reason: string },
          }
      responses: {204: unknown,
},
    }
export type post__api_citizens_Id_openings = {
      method: "POST",
      path: "/api/citizens/{id}/openings",
      requestFormat: "json",
      parameters: {
        path:  {id: string,
},
        body:  { reason: string },
          }
      responses: {200: { id: string, kind: string, address: string, canBeTexted: boolean, name: (string | null), language: (string | null), firstSeenAt: string, lastSeenAt: string },
},
    }
export type get__api_live = {
      method: "GET",
      path: "/api/live",
      requestFormat: "json",
      parameters: never,
      responses: {200: unknown,
},
    }
  }
     export type EndpointByMethod = {
     post: {
           "/api/session": Endpoints.post__api_session,
"/api/me/second-factor": Endpoints.post__api_me_secondFactor,
"/api/me/second-factor/confirmation": Endpoints.post__api_me_secondFactor_confirmation,
"/api/me/second-factor/recovery-codes": Endpoints.post__api_me_secondFactor_recoveryCodes,
"/api/me/second-factor/removal": Endpoints.post__api_me_secondFactor_removal,
"/api/staff": Endpoints.post__api_staff,
"/api/staff/{login}/one-time-password": Endpoints.post__api_staff_Login_oneTimePassword,
"/api/duty-tests": Endpoints.post__api_dutyTests,
"/api/drills": Endpoints.post__api_drills,
"/api/drills/{id}/stop": Endpoints.post__api_drills_Id_stop,
"/api/callers/lookups": Endpoints.post__api_callers_lookups,
"/api/call-views": Endpoints.post__api_callViews,
"/api/emergencies/{id}/close": Endpoints.post__api_emergencies_Id_close,
"/api/flows/publications": Endpoints.post__api_flows_publications,
"/api/tickets/{code}/notes": Endpoints.post__api_tickets_Code_notes,
"/api/tickets/{code}/assignment": Endpoints.post__api_tickets_Code_assignment,
"/api/tickets/{code}/answer": Endpoints.post__api_tickets_Code_answer,
"/api/tickets/{code}/closing": Endpoints.post__api_tickets_Code_closing,
"/api/tickets/{code}/steps": Endpoints.post__api_tickets_Code_steps,
"/api/presence/me/here": Endpoints.post__api_presence_me_here,
"/api/softphone/token": Endpoints.post__api_softphone_token,
"/api/conversations/{id}/hold": Endpoints.post__api_conversations_Id_hold,
"/api/conversations/{id}/mute": Endpoints.post__api_conversations_Id_mute,
"/api/conversations/{id}/bring-in": Endpoints.post__api_conversations_Id_bringIn,
"/api/conversations/{id}/end": Endpoints.post__api_conversations_Id_end,
"/api/offers/{id}/decline": Endpoints.post__api_offers_Id_decline,
"/api/presence/me/wrap-up": Endpoints.post__api_presence_me_wrapUp,
"/api/callbacks/{id}/ring": Endpoints.post__api_callbacks_Id_ring,
"/api/callbacks/{id}/cancel": Endpoints.post__api_callbacks_Id_cancel,
"/api/recoveries/{id}/ring": Endpoints.post__api_recoveries_Id_ring,
"/api/recoveries/{id}/close": Endpoints.post__api_recoveries_Id_close,
"/api/citizens/{id}/nuisance/lift": Endpoints.post__api_citizens_Id_nuisance_lift,
"/api/citizens/{id}/openings": Endpoints.post__api_citizens_Id_openings
         },
delete: {
           "/api/session": Endpoints.delete__api_session,
"/api/me/sessions": Endpoints.delete__api_me_sessions,
"/api/staff/{login}/closing": Endpoints.delete__api_staff_Login_closing,
"/api/staff/{login}/sessions": Endpoints.delete__api_staff_Login_sessions,
"/api/staff/{login}/second-factor": Endpoints.delete__api_staff_Login_secondFactor,
"/api/call-views/{id}": Endpoints.delete__api_callViews_Id,
"/api/flows/publications/{number}": Endpoints.delete__api_flows_publications_Number
         },
get: {
           "/api/me": Endpoints.get__api_me,
"/api/me/second-factor": Endpoints.get__api_me_secondFactor,
"/api/staff": Endpoints.get__api_staff,
"/api/admin/site": Endpoints.get__api_admin_site,
"/api/duty-tests": Endpoints.get__api_dutyTests,
"/api/drills": Endpoints.get__api_drills,
"/api/health": Endpoints.get__api_health,
"/api/audit": Endpoints.get__api_audit,
"/api/audit/words": Endpoints.get__api_audit_words,
"/api/site": Endpoints.get__api_site,
"/api/calls": Endpoints.get__api_calls,
"/api/calls/{callSid}": Endpoints.get__api_calls_CallSid,
"/api/calls.csv": Endpoints.get__api_calls_csv,
"/api/call-views": Endpoints.get__api_callViews,
"/api/calls/{callSid}/recordings/{id}/audio": Endpoints.get__api_calls_CallSid_recordings_Id_audio,
"/api/emergencies": Endpoints.get__api_emergencies,
"/api/emergencies/{id}/handover": Endpoints.get__api_emergencies_Id_handover,
"/api/flows/publications": Endpoints.get__api_flows_publications,
"/api/flows/publications/{number}/changes": Endpoints.get__api_flows_publications_Number_changes,
"/api/flows/contents/{content}/changes": Endpoints.get__api_flows_contents_Content_changes,
"/api/tickets": Endpoints.get__api_tickets,
"/api/tickets/{code}": Endpoints.get__api_tickets_Code,
"/api/agencies": Endpoints.get__api_agencies,
"/api/presence": Endpoints.get__api_presence,
"/api/presence/me": Endpoints.get__api_presence_me,
"/api/room": Endpoints.get__api_room,
"/api/softphone": Endpoints.get__api_softphone,
"/api/desk": Endpoints.get__api_desk,
"/api/calls/{callSid}/draft": Endpoints.get__api_calls_CallSid_draft,
"/api/citizens/{id}/history": Endpoints.get__api_citizens_Id_history,
"/api/desk/conversations": Endpoints.get__api_desk_conversations,
"/api/places": Endpoints.get__api_places,
"/api/callbacks": Endpoints.get__api_callbacks,
"/api/recoveries": Endpoints.get__api_recoveries,
"/api/nuisances": Endpoints.get__api_nuisances,
"/api/citizens/{id}/nuisance": Endpoints.get__api_citizens_Id_nuisance,
"/api/live": Endpoints.get__api_live
         },
put: {
           "/api/me/password": Endpoints.put__api_me_password,
"/api/staff/{login}/closing": Endpoints.put__api_staff_Login_closing,
"/api/staff/{login}/device": Endpoints.put__api_staff_Login_device,
"/api/presence/me": Endpoints.put__api_presence_me,
"/api/offers/{id}/disposition": Endpoints.put__api_offers_Id_disposition
         },
patch: {
           "/api/staff/{login}": Endpoints.patch__api_staff_Login,
"/api/tickets/{code}": Endpoints.patch__api_tickets_Code,
"/api/calls/{callSid}/draft": Endpoints.patch__api_calls_CallSid_draft
         }
     }
    export type PostEndpoints = EndpointByMethod["post"]
export type DeleteEndpoints = EndpointByMethod["delete"]
export type GetEndpoints = EndpointByMethod["get"]
export type PutEndpoints = EndpointByMethod["put"]
export type PatchEndpoints = EndpointByMethod["patch"]
