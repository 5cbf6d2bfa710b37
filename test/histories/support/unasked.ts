/** What the house asks a carrier for in other tests only. */
const never = (what: string) => () => Promise.reject(new Error(`a story never asks for ${what}`))

export const unasked = {
  fetchCall: never('a call'),
  listCalls: never('calls'),
  removeParticipant: never('a removal'),
  findConference: never('a conference'),
  fetchRecording: never('a recording'),
  downloadRecording: never('a sound'),
}
