import type { Sentences } from './sentences.ts';

type Of<T extends keyof Sentences> = Pick<Sentences, T>;

const DECISIONS = {
  UPHELD: ['dikabulkan', 'upheld'],
  UPHELD_IN_PART: ['dikabulkan sebagian', 'upheld in part'],
  REJECTED: ['ditolak', 'rejected'],
  NOT_ADMITTED: ['tidak diterima', 'not admitted'],
  SETTLED_AMICABLY: ['diselesaikan dengan kesepakatan', 'settled amicably'],
  WITHDRAWN: ['dicabut', 'withdrawn'],
} as const;

const STAGES = {
  FILED: ['diajukan kepada Komisi Informasi', 'was filed with the Information Commission'],
  MEDIATION: ['memasuki mediasi', 'went to mediation'],
  ADJUDICATION: ['memasuki ajudikasi', 'went to adjudication'],
  DECIDED: ['diputus Komisi Informasi', 'was ruled on by the Information Commission'],
  COURT: ['dibawa ke pengadilan', 'went to court'],
} as const;

/** Of objections and the disputes that follow. */
export const OBJECTION_SENTENCES: Of<
  | 'ObjectionLodged'
  | 'ObjectionRegistered'
  | 'ObjectionDecided'
  | 'ObjectionLeftUnanswered'
  | 'DisputeRecorded'
  | 'DisputeSettled'
  | 'ObjectionCorrespondenceRecorded'
> = {
  ObjectionLodged: ({ grounds, groundFoundOn, lodgedLate }) => {
    const letters = grounds.map((ground) => ground.charAt(0).toLowerCase()).join(', ');
    const [terlambat, late] = lodgedLate === true ? [', lewat tenggat', ', late'] : ['', ''];
    return {
      id: `Keberatan diajukan atas alasan ${letters}, ditemukan ${groundFoundOn}${terlambat}.`,
      en: `An objection was lodged on ground ${letters}, found on ${groundFoundOn}${late}.`,
    };
  },
  ObjectionRegistered: ({ number }) => ({
    id: `Keberatan dicatat dengan nomor ${number}.`,
    en: `The objection was registered as ${number}.`,
  }),
  ObjectionDecided: ({ decision }) => ({
    id: `Keberatan ${DECISIONS[decision][0]}.`,
    en: `The objection was ${DECISIONS[decision][1]}.`,
  }),
  ObjectionLeftUnanswered: () => ({
    id: 'Keberatan tidak ditanggapi dalam tenggatnya; sengketa dapat diajukan.',
    en: 'The objection was not answered within its limit; a dispute may be filed.',
  }),
  DisputeRecorded: ({ stage, on }) => ({
    id: `Sengketa informasi ${STAGES[stage][0]} pada ${on}.`,
    en: `The dispute ${STAGES[stage][1]} on ${on}.`,
  }),
  DisputeSettled: ({ on }) => ({
    id: `Sengketa informasi selesai pada ${on}.`,
    en: `The dispute ended on ${on}.`,
  }),
  ObjectionCorrespondenceRecorded: ({ kind, way }) => ({
    id: `Surat-menyurat keberatan dicatat: ${kind}, ${way}.`,
    en: `Correspondence of the objection was recorded: ${kind}, ${way}.`,
  }),
};

/** Of consequence tests. */
export const TEST_SENTENCES: Of<
  | 'ConsequenceTestOpened'
  | 'ConsequenceTestOpinionGiven'
  | 'ConsequenceTestAssented'
  | 'ConsequenceTestDecided'
  | 'ConsequenceTestEnded'
  | 'ConsequenceTestRenewed'
> = {
  ConsequenceTestOpened: ({ exemption }) => ({
    id: `Uji konsekuensi dibuka: Pasal 17 huruf ${exemption.toLowerCase()}.`,
    en: `A consequence test was opened: article 17, letter ${exemption.toLowerCase()}.`,
  }),
  ConsequenceTestOpinionGiven: () => ({
    id: 'Bagian Hukum memberikan pendapat.',
    en: 'The legal reviewer gave an opinion.',
  }),
  ConsequenceTestAssented: () => ({
    id: 'Atasan PPID menyetujui.',
    en: 'The PPID superior assented.',
  }),
  ConsequenceTestDecided: ({ exempt, endsOn, reviewOn, withoutOpinion }) => {
    const [tanpa, without] =
      withoutOpinion === true
        ? [', tanpa pendapat Bagian Hukum', ', without a legal opinion']
        : ['', ''];
    if (!exempt) {
      return { id: `Informasi dinyatakan terbuka${tanpa}.`, en: `Decided open${without}.` };
    }
    const [sampai, until] =
      endsOn === undefined
        ? [`, ditinjau kembali ${reviewOn ?? ''}`, `, to be looked at again on ${reviewOn ?? ''}`]
        : [` sampai ${endsOn}`, ` until ${endsOn}`];
    return {
      id: `Informasi dikecualikan${sampai}${tanpa}.`,
      en: `Decided exempt${until}${without}.`,
    };
  },
  ConsequenceTestEnded: () => ({
    id: 'Pengecualian diakhiri sebelum waktunya.',
    en: 'The exemption was ended early.',
  }),
  ConsequenceTestRenewed: ({ open }) =>
    open === true
      ? {
          id: 'Uji lain menyatakan informasi ini terbuka; pengecualian berakhir.',
          en: 'Another test found this information open; the exemption ends.',
        }
      : {
          id: 'Uji konsekuensi diperbarui oleh uji lain.',
          en: 'Another test renews this one.',
        },
};
