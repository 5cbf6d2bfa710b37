import t from 'tap'
import { allowed, may, permissions, permissionsOf, roles } from '../../src/identity/permission.ts'

t.test('what is not listed is denied', async (t) => {
  t.same(allowed([]), [])
  t.same(allowed(['hantu', 'constructor', '__proto__']), [])
  t.equal(may(['agency'], 'tickets:read-all'), false)
  t.equal(may(['agency'], 'citizens:open'), false)
  t.equal(may(['agency'], 'calls:read'), false)
  t.equal(may(['administrator'], 'citizens:open'), false, 'who keeps the accounts need not see citizens')
  t.equal(may(['coordinator'], 'presence:own'), false)
})

t.test('roles add up', async (t) => {
  t.equal(may(['agency', 'operator'], 'presence:own'), true)
  t.same(allowed(roles), permissions, 'somebody holds each permission')
})

t.test('every role can do something', async (t) => {
  for (const role of roles) t.ok(permissionsOf[role].length > 0, role)
})
