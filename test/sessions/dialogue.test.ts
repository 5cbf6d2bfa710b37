import t from 'tap'
import { type Belonging, belongingOf, type Dialogue, type TurnRequest } from '../../src/sessions/dialogue.ts'

const dialogue = { turn: 5, epoch: 1, lastToken: 'seen' } as Dialogue

const cases: readonly (readonly [string, number, TurnRequest, Belonging])[] = [
  ['the turn that is waited for counts', 1, { turn: 5, epoch: 1, token: 'new' }, 'present'],
  ['a turn without a token counts all the same', 1, { turn: 5, epoch: 1, token: null }, 'present'],
  ['a retry with the same token does not', 1, { turn: 5, epoch: 1, token: 'seen' }, 'repeated'],
  ['a turn from before does not', 1, { turn: 4, epoch: 1, token: 'new' }, 'repeated'],
  ['a turn that nobody was given does not', 1, { turn: 6, epoch: 1, token: 'new' }, 'repeated'],
  ['the first request after a move is heard', 2, { turn: null, epoch: 2, token: 'new' }, 'moved'],
  ['its second delivery is not', 1, { turn: null, epoch: 1, token: 'new' }, 'repeated'],
  ['the interrupted verb of an older epoch changes nothing', 1, { turn: 5, epoch: 0, token: 'new' }, 'repeated'],
  ['a heartbeat overtakes a move that was only ordered', 2, { turn: 5, epoch: 1, token: 'new' }, 'ahead_of_move'],
  ['but not with a turn from before', 2, { turn: 4, epoch: 1, token: 'new' }, 'repeated'],
]

for (const [claim, epoch, request, expected] of cases)
  t.test(claim, async (t) => {
    t.equal(belongingOf(dialogue, epoch, request), expected)
  })
