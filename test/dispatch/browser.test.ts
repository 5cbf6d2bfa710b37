import t from 'tap'
import { browserIdentity, staffOfBrowser } from '../../src/dispatch/browser.ts'

const staffId = '0190a5b2-7c1d-7000-8000-0123456789ab'

t.test('a browser is named after its person, in the letters that a carrier takes', async (t) => {
  const identity = browserIdentity(staffId)
  t.match(identity, /^[a-z0-9_]+$/)
  t.equal(staffOfBrowser(identity), staffId)
})

t.test('an identity that is none of ours is nobody', async (t) => {
  for (const named of [staffId, 'sari', 'staff_', `staff_${'g'.repeat(32)}`, `${browserIdentity(staffId)}0`])
    t.equal(staffOfBrowser(named), null, named)
})
