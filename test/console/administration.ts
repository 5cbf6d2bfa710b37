/** What an administrator of the small region sees of its files and machines. */
import type { Administration } from '../../src/console/admin-house.ts'
import type { Rung } from '../../src/emergency/ladder.ts'

const number = (digits: string) => ({ kind: 'number', number: digits }) as const
const week = ['senin', 'selasa', 'rabu', 'kamis', 'jumat', 'sabtu', 'minggu']

const rung: Omit<Rung, 'name' | 'target'> = { accepts: 'key', ringSeconds: 20, talkSeconds: 10 }
const ladder = { label: 'Darurat medis', atOnce: 1, maxCallsPerTarget: 2, texts: [] }

export const administration: Administration = {
  ladders: () => [
    {
      ...ladder,
      kind: 'medis',
      rungs: [
        { ...rung, name: 'PSC 119', target: number('+62751119') },
        { ...rung, name: 'Damkar', target: number('+62751113'), isDrilled: true },
        { ...rung, name: 'Posko', target: number('+62751112'), isDrilled: true },
      ],
    },
    { ...ladder, kind: 'umum', label: 'Darurat umum', rungs: [{ ...rung, name: 'RSUD', target: number('+62751118') }] },
  ],
  site: () => ({
    folder: 'ivr-flows',
    languages: ['ind', 'eng'],
    lines: [{ to: '+62751000100', label: 'Hotline', flow: 'utama' }],
    lanes: [{ id: 'umum', label: 'Layanan umum', priority: 10, ringSeconds: 20, leaseSeconds: 30 }],
    calendars: [
      {
        id: 'kantor',
        label: 'Jam kantor',
        isOpen: true,
        week: week.map((day) => ({ day, hours: day === 'minggu' ? [] : ['07:30-16:00'] })),
        closedOn: ['national'],
        others: [{ date: '2026-12-25', hours: [], why: ['Hari Natal'] }],
      },
    ],
    agencies: [
      { id: 'kominfo', name: 'Dinas kominfo', coordinator: true, topics: ['Lainnya'] },
      { id: 'pupr', name: 'Dinas pupr', coordinator: false, topics: ['Jalan dan jembatan'] },
    ],
    ladders: [
      {
        kind: 'medis',
        label: 'Darurat medis',
        atOnce: 2,
        groups: ['Semua petugas'],
        texts: [{ name: 'Koordinator', number: '+6281100000119' }],
        rungs: [
          {
            id: 'ladder:medis:PSC 119',
            name: 'PSC 119',
            target: number('+62751119'),
            accepts: 'talk',
            ringSeconds: 20,
            during: null,
          },
          {
            id: 'ladder:medis:Damkar',
            name: 'Damkar',
            target: number('+62751113'),
            accepts: 'key',
            ringSeconds: 20,
            during: 'Jam kantor',
          },
        ],
      },
    ],
    duties: [{ id: 'duty_line', name: 'Posko siaga', target: number('+62751000112') }],
    flows: [{ id: 'utama', revision: '6f71b60a52a1', coverage: { ind: 1, eng: 0.9 } }],
    warnings: [],
  }),
  vitals: async () => ({
    engines: [
      { name: 'database', ok: true, isEssential: true },
      { name: 'queue', ok: true, isEssential: false },
      { name: 'flows', ok: true, isEssential: false },
    ],
    lags: [{ name: 'jobs', ok: true, seconds: 0 }],
    disk: { bytesFree: 50 * 1024 ** 3, bytes: 100 * 1024 ** 3 },
    backup: { isConfigured: false, at: null },
  }),
}
