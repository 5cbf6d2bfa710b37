import type { Answer } from '../../src/knowledge/answer.ts'

const answer = (id: string, topic: string, ind: string, more: Partial<Answer> = {}): Answer => ({
  id,
  topic,
  title: { ind },
  text: { ind: `${ind}: begini.` },
  words: [],
  owner: 'diskominfo',
  validFrom: null,
  validUntil: '2026-12-31',
  ...more,
})

export const someAnswers: readonly Answer[] = [
  answer('ktp_hilang', 'kependudukan', 'KTP hilang', {
    title: { ind: 'KTP hilang', eng: 'Lost identity card' },
    text: { ind: 'Bawa surat kehilangan dari polisi.', eng: 'Bring the loss report of the police.' },
    sms: { ind: 'KTP hilang: surat polisi + KK ke Disdukcapil.' },
    words: ['kehilangan ktp'],
    owner: 'disdukcapil',
  }),
  answer('ktp_baru', 'kependudukan', 'KTP baru', { words: ['bikin ktp', 'ktp pemula'] }),
  answer('pantai_tiram', 'wisata', 'Pantai Tiram', {
    way: { ind: 'Dari Pariaman ke selatan sepuluh kilometer.' },
    cost: { ind: 'Lima ribu rupiah.' },
  }),
  answer('nyarai', 'wisata', 'Air Terjun Nyarai'),
  answer('tabuik', 'agenda', 'Pesta Budaya Tabuik', { validFrom: '2026-06-01', validUntil: '2026-07-05' }),
  answer('tabuik_lama', 'agenda', 'Pesta Budaya Tabuik', { validUntil: '2025-07-05' }),
  answer('pbb', 'tarif', 'Pajak Bumi dan Bangunan', { words: ['pbb'], validUntil: '2026-11-20' }),
]
