import type { Sentences } from './sentences.ts';

/** Of erasures, holds and merged persons. */
export const ERASURE_SENTENCES: Pick<
  Sentences,
  | 'PersonsMerged'
  | 'LegalHoldPlaced'
  | 'LegalHoldLifted'
  | 'ErasureOrdered'
  | 'ErasureRefused'
  | 'ErasureConfirmed'
  | 'ErasureCompleted'
> = {
  PersonsMerged: () => ({
    id: 'Orang ini ternyata sama dengan orang lain yang sudah tercatat.',
    en: 'This person turned out to be another one who is known.',
  }),
  LegalHoldPlaced: ({ until }) => {
    const [sampai, to] = until === undefined ? ['', ''] : [` sampai ${until}`, ` until ${until}`];
    return {
      id: `Ditahan untuk kepentingan hukum${sampai}.`,
      en: `A legal hold was placed${to}.`,
    };
  },
  LegalHoldLifted: () => ({
    id: 'Penahanan untuk kepentingan hukum dicabut.',
    en: 'The legal hold was lifted.',
  }),
  ErasureOrdered: ({ askedBy, withCases }) => {
    const [perkara, cases] = withCases ? [' beserta perkaranya', ' with the cases'] : ['', ''];
    return {
      id: `Penghapusan data${perkara} diperintahkan atas permintaan ${askedBy}.`,
      en: `An erasure${cases} was ordered, asked for by ${askedBy}.`,
    };
  },
  ErasureRefused: () => ({ id: 'Penghapusan ditolak.', en: 'The erasure was refused.' }),
  ErasureConfirmed: ({ destroys }) => ({
    id: `Penghapusan disetujui: ${destroys.length} kunci dimusnahkan.`,
    en: `The erasure was confirmed: ${destroys.length} keys are destroyed.`,
  }),
  ErasureCompleted: ({ keyDestroyedAt }) => ({
    id: `Kunci dimusnahkan pada ${keyDestroyedAt}.`,
    en: `The keys were destroyed at ${keyDestroyedAt}.`,
  }),
};
