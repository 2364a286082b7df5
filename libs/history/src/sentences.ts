import type { DomainEvent } from '#kernel';
import type { AccessEvent } from '#access-log';
import type { AttachmentEvent } from '#attachments';
import type { LogEvent, ReactionEvent } from '#event-store';
import type { InformationRequestEvent, RegisterEvent } from '#information-requests';
import type {
  AppointmentEvent,
  ApprovalRouteEvent,
  ClockRuleEvent,
  OfficeEvent,
  PolicyEvent,
  WorkingCalendarEvent,
} from '#offices';
import type { OutboundEvent } from '#outbound';
import { ACCESS_SENTENCES } from './access-sentences.ts';
import { OUTBOUND_SENTENCES } from './outbound-sentences.ts';
import type { ConsequenceTestEvent, ObjectionEvent } from '#objections';
import type { ErasureEvent, LegalHoldEvent, PersonEvent } from '#persons';
import { ERASURE_SENTENCES } from './erasure-sentences.ts';
import { OBJECTION_SENTENCES, TEST_SENTENCES } from './objection-sentences.ts';
import { LIMIT_SENTENCES, RECKONING_SENTENCES } from './time-sentences.ts';

export type AnyEvent =
  | LogEvent
  | ReactionEvent
  | AccessEvent
  | OfficeEvent
  | AppointmentEvent
  | PersonEvent
  | LegalHoldEvent
  | ErasureEvent
  | AttachmentEvent
  | InformationRequestEvent
  | RegisterEvent
  | OutboundEvent
  | ObjectionEvent
  | ConsequenceTestEvent
  | WorkingCalendarEvent
  | ClockRuleEvent
  | PolicyEvent
  | ApprovalRouteEvent;

export type Sentence = { id: string; en: string };

/** What a sentence may need besides the event. */
export type Words = {
  /** Name of an office. */
  office(code: string): string;
  /** Office of an assignment. */
  officeOf(assignmentId: string): string;
};

export type Sentences = {
  [T in AnyEvent['type']]: (data: Extract<AnyEvent, { type: T }>['data'], words: Words) => Sentence;
};

/** One sentence a person can read of every event; never a sealed text. */
const SENTENCES: Sentences = {
  ...ACCESS_SENTENCES,
  ...RECKONING_SENTENCES,
  ...OUTBOUND_SENTENCES,
  ...ERASURE_SENTENCES,
  LogOpened: ({ city }) => ({
    id: `Catatan ${city} dibuka.`,
    en: `The log of ${city} was opened.`,
  }),
  ReactionAdvanced: ({ reaction, sequence }) => ({
    id: `Reaksi ${reaction} telah memeriksa ${sequence} peristiwa.`,
    en: `Reaction ${reaction} has looked at ${sequence} events.`,
  }),
  ReactionRefused: ({ reaction, refusal }) => ({
    id: `Reaksi ${reaction} ditolak: ${refusal}.`,
    en: `Reaction ${reaction} was refused: ${refusal}.`,
  }),
  OfficeOpened: ({ name, from }) => ({
    id: `${name} dibentuk mulai ${from}.`,
    en: `${name} exists from ${from}.`,
  }),
  OfficeRenamed: ({ name, from }) => ({
    id: `Nama perangkat daerah menjadi ${name} mulai ${from}.`,
    en: `The office is called ${name} from ${from}.`,
  }),
  OfficeEnded: ({ until, successors }, words) => {
    const names = successors.map((code) => words.office(code)).join(', ');
    const [oleh, by] = names === '' ? ['', ''] : [`, dilanjutkan ${names}`, `, then ${names}`];
    return {
      id: `Perangkat daerah berakhir pada ${until}${oleh}.`,
      en: `The office ended on ${until}${by}.`,
    };
  },
  ApprovalRouteSet: ({ kind, steps, basis }) => {
    const route = steps.map(({ role }) => role).join(' → ');
    return {
      id: `Jalur persetujuan ${kind} menjadi ${route} berdasarkan ${basis}.`,
      en: `The route of ${kind} became ${route}, based on ${basis}.`,
    };
  },
  AppointmentMade: ({ post, office, from }, words) => ({
    id: `Diangkat sebagai ${post} di ${words.office(office)} mulai ${from}.`,
    en: `Appointed as ${post} at ${words.office(office)} from ${from}.`,
  }),
  AppointmentEnded: ({ until }) => ({
    id: `Jabatan berakhir pada ${until}.`,
    en: `The appointment ends on ${until}.`,
  }),
  PersonRegistered: ({ staff }) => ({
    id: staff ? 'Pegawai didaftarkan.' : 'Orang didaftarkan.',
    en: staff ? 'A member of staff was registered.' : 'A person was registered.',
  }),
  PersonCorrected: ({ field }) => ({
    id: `Data orang diperbaiki: ${field}.`,
    en: `A person was corrected: ${field}.`,
  }),
  AttachmentPlaced: () => ({
    id: 'Lampiran menjadi bagian dari perkara ini.',
    en: 'The attachment became part of this case.',
  }),
  AttachmentUploaded: ({ copyOf, redactedVersionOf }) => {
    const [kind, what] =
      copyOf !== undefined
        ? ['Salinan berkas dibuat untuk perkara ini', 'A copy of a file was made for this case']
        : redactedVersionOf !== undefined
          ? ['Versi berkas yang dihitamkan diunggah', 'A redacted version of a file was uploaded']
          : ['Berkas diunggah', 'A file was uploaded'];
    return { id: `${kind}.`, en: `${what}.` };
  },
  RegisterOpened: ({ register, year, lastNumber }) => ({
    id: `Register ${register}/${year} dibuka setelah nomor ${lastNumber}.`,
    en: `Register ${register}/${year} was opened after number ${lastNumber}.`,
  }),
  RegisterEntryMade: ({ label }) => ({
    id: `Nomor ${label} diberikan.`,
    en: `Number ${label} was given.`,
  }),
  RegisterEntryVoided: ({ number, refusal }) => ({
    id: `Nomor ${number} batal dipakai: ${refusal}.`,
    en: `Number ${number} was not used: ${refusal}.`,
  }),
  InformationRequestReceived: ({ receivingOffice }, words) => ({
    id: `Permohonan diterima di ${words.office(receivingOffice)}.`,
    en: `The request was received at ${words.office(receivingOffice)}.`,
  }),
  InformationRequestFoundIncomplete: ({ missing }) => ({
    id: `Permohonan belum lengkap: ${missing.length} hal kurang.`,
    en: `The request is incomplete: ${missing.length} missing.`,
  }),
  InformationRequestCompleted: () => ({
    id: 'Permohonan telah dilengkapi.',
    en: 'The request was completed.',
  }),
  InformationRequestLapsed: () => ({
    id: 'Permohonan gugur karena tidak dilengkapi.',
    en: 'The request lapsed because it was never completed.',
  }),
  InformationRequestVoided: ({ reason }) => ({
    id: `Entri dibatalkan: ${reason}.`,
    en: `The entry was voided: ${reason}.`,
  }),
  InformationRequestRegistered: ({ number }) => ({
    id: `Permohonan dicatat dengan nomor ${number}.`,
    en: `The request was registered as ${number}.`,
  }),
  InformationRequestReopened: ({ cause }) => {
    const why = {
      OBJECTION_UPHELD: ['keberatan dikabulkan', 'an objection was upheld'],
      COMMISSION_ORDER: ['perintah Komisi Informasi', 'by order of the Information Commission'],
      ANSWER_WITHDRAWN: ['jawaban ditarik', 'the answer was withdrawn'],
    } as const;
    return {
      id: `Permohonan dibuka kembali: ${why[cause][0]}.`,
      en: `The request was reopened: ${why[cause][1]}.`,
    };
  },
  InformationRequestConverted: ({ number }) => ({
    id: `Permintaan media menjadi permohonan informasi dengan nomor ${number}.`,
    en: `The media request became a statutory one, ${number}.`,
  }),
  OfficeAssigned: ({ office, lead, clock }, words) => {
    const [sebagai, as] = lead ? [' sebagai koordinator jawaban', ' as lead'] : ['', ''];
    return {
      id: `Didisposisikan kepada ${words.office(office)}${sebagai}, tenggat ${clock.dueOn}.`,
      en: `Assigned to ${words.office(office)}${as}, due ${clock.dueOn}.`,
    };
  },
  LeadOfficeSet: ({ assignmentId }, words) => ({
    id: `${words.officeOf(assignmentId)} memimpin jawaban.`,
    en: `${words.officeOf(assignmentId)} leads the answer.`,
  }),
  AssignmentAccepted: ({ assignmentId }, words) => ({
    id: `${words.officeOf(assignmentId)} menerima disposisi.`,
    en: `${words.officeOf(assignmentId)} accepted.`,
  }),
  AssignmentDeclined: ({ assignmentId }, words) => ({
    id: `${words.officeOf(assignmentId)} menolak disposisi.`,
    en: `${words.officeOf(assignmentId)} declined.`,
  }),
  AssignmentReassigned: ({ assignmentId, successor }, words) => ({
    id: `Disposisi ${words.officeOf(assignmentId)} dialihkan kepada ${words.officeOf(successor)}.`,
    en: `Reassigned from ${words.officeOf(assignmentId)} to ${words.officeOf(successor)}.`,
  }),
  AssignmentTakenOver: ({ assignmentId }, words) => ({
    id: `Disposisi ${words.officeOf(assignmentId)} diambil alih Diskominfo.`,
    en: `Diskominfo took over the part of ${words.officeOf(assignmentId)}.`,
  }),
  ContributionPrepared: ({ assignmentId }, words) => ({
    id: `${words.officeOf(assignmentId)} menyiapkan bahan jawaban.`,
    en: `${words.officeOf(assignmentId)} prepared a contribution.`,
  }),
  // Whether it holds the information is for who sees the inside of its part.
  ContributionSubmitted: ({ assignmentId }, words) => ({
    id: `${words.officeOf(assignmentId)} menyampaikan bahan jawaban.`,
    en: `${words.officeOf(assignmentId)} submitted a contribution.`,
  }),
  ContributionReturned: ({ assignmentId, clock: { dueOn } }, words) => {
    const office = words.officeOf(assignmentId);
    return {
      id: `Bahan jawaban dikembalikan kepada ${office}, tenggat ${dueOn}.`,
      en: `The contribution went back to ${office}, due ${dueOn}.`,
    };
  },
  ContributionAccepted: ({ assignmentId }, words) => ({
    id: `Bahan jawaban ${words.officeOf(assignmentId)} diterima.`,
    en: `The contribution of ${words.officeOf(assignmentId)} was accepted.`,
  }),
  AnswerDrafted: () => ({
    id: 'Naskah jawaban disusun dan menempuh jalur persetujuan.',
    en: 'An answer was drafted and goes through its approval.',
  }),
  AnswerDraftDropped: () => ({
    id: 'Naskah jawaban batal; permohonan kembali ke keadaan sebelumnya.',
    en: 'The drafted answer was given up; the request is where it was before.',
  }),
  InterimAnswerReleased: () => ({
    id: 'Jawaban sementara dikeluarkan; sisanya menyusul.',
    en: 'A part was answered; the rest is to follow.',
  }),
  AnswerReplaced: () => ({
    id: 'Naskah jawaban diganti dengan naskah yang baru.',
    en: 'Another text stands in place of the one that answered.',
  }),
  InformationRequestAnswered: ({ outcome }) => ({
    id: `Permohonan dijawab: ${outcome}.`,
    en: `The request was answered: ${outcome}.`,
  }),
  CorrespondenceRecorded: ({ kind, way }) => ({
    id: `Surat-menyurat dicatat: ${kind}, ${way}.`,
    en: `Correspondence was recorded: ${kind}, ${way}.`,
  }),
  InformationRequestWithdrawn: () => ({
    id: 'Permohonan ditarik kembali.',
    en: 'The request was withdrawn.',
  }),
  InformationRequestTransferred: () => ({
    id: 'Permintaan dialihkan ke badan publik lain.',
    en: 'The request was transferred to another public body.',
  }),
  InformationRequestClosed: () => ({ id: 'Permohonan ditutup.', en: 'The request was closed.' }),
  InformationRequestEntryCorrected: ({ field }) => ({
    id: `Entri diperbaiki: ${field}.`,
    en: `An entry was corrected: ${field}.`,
  }),
  ...LIMIT_SENTENCES,
  ...OBJECTION_SENTENCES,
  ...TEST_SENTENCES,
  HistoricActivityRecorded: ({ activity }) => ({
    id: `Kegiatan dari register lama: ${activity}.`,
    en: `Activity of an imported register: ${activity}.`,
  }),
};

export function sentenceOf(event: DomainEvent, words: Words): Sentence {
  const { type, data } = event as AnyEvent;
  return SENTENCES[type](data as never, words);
}
