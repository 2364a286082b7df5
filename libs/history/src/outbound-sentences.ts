import type { Sentences } from './sentences.ts';
import type { OutboundEvent } from '#outbound';

type Of<T extends keyof Sentences> = Pick<Sentences, T>;
type Own = Exclude<OutboundEvent['type'], `Deadline${string}`>;

/** Of what leaves the house; a hash stands by its beginning. */
export const OUTBOUND_SENTENCES: Of<Own> = {
  OutboundItemDrafted: ({ kind, contentHash }) => ({
    id: `Naskah ${kind} disusun, versi 1 (${short(contentHash)}).`,
    en: `${kind} was drafted, version 1 (${short(contentHash)}).`,
  }),
  OutboundItemRevised: ({ contentVersion, contentHash }) => ({
    id: `Naskah diubah menjadi versi ${contentVersion} (${short(contentHash)}).`,
    en: `The text became version ${contentVersion} (${short(contentHash)}).`,
  }),
  OutboundItemLeftByRequest: ({ contentVersion }) => ({
    id: `Satu permohonan berakhir; naskah menjadi versi ${contentVersion} tanpanya.`,
    en: `A request ended; the text became version ${contentVersion} without it.`,
  }),
  OutboundItemSubmitted: ({ contentVersion, steps }) => {
    const route = steps.map(({ role }) => role).join(' → ');
    return {
      id: `Versi ${contentVersion} diajukan: ${route}.`,
      en: `Version ${contentVersion} was submitted: ${route}.`,
    };
  },
  ApprovalStepOpened: ({ step, clock: { dueOn } }) => ({
    id: `Giliran langkah ${step + 1}, tenggat ${dueOn ?? '–'}.`,
    en: `It is the turn of step ${step + 1}, due ${dueOn ?? '–'}.`,
  }),
  ApprovalStepSkipped: ({ step }) => ({
    id: `Langkah ${step + 1} dilewati: tidak ada pejabat yang dapat mengambilnya.`,
    en: `Step ${step + 1} was skipped: nobody is left who may take it.`,
  }),
  ApprovalGiven: ({ step, contentVersion, contentHash }) => ({
    id: `Langkah ${step + 1} menyetujui versi ${contentVersion} (${short(contentHash)}).`,
    en: `Step ${step + 1} approved version ${contentVersion} (${short(contentHash)}).`,
  }),
  ApprovalRefusedToAuthor: ({ contentVersion }) => ({
    id: `Penyusun mencoba menyetujui versi ${contentVersion} sendiri; ditolak.`,
    en: `The author tried to approve version ${contentVersion}; refused.`,
  }),
  OutboundItemReturned: ({ step }) => ({
    id: `Langkah ${step + 1} mengembalikan naskah.`,
    en: `Step ${step + 1} sent the text back.`,
  }),
  OutboundItemRejected: ({ step }) => ({
    id: `Langkah ${step + 1} menolak naskah.`,
    en: `Step ${step + 1} rejected the text.`,
  }),
  OutboundItemSensitivitySet: ({ sensitive }) => ({
    id: sensitive ? 'Naskah dinyatakan sensitif.' : 'Naskah tidak lagi sensitif.',
    en: sensitive ? 'The text is sensitive.' : 'The text is sensitive no more.',
  }),
  ReleaseScheduled: ({ releaseAt }) => ({
    id: `Naskah dijadwalkan terbit ${releaseAt}.`,
    en: `The text goes out at ${releaseAt}.`,
  }),
  ReleaseScheduleCancelled: () => ({
    id: 'Jadwal terbit dibatalkan.',
    en: 'The text was taken off the schedule.',
  }),
  ScheduledReleaseRefused: ({ refusal }) => ({
    id: `Naskah tidak dapat terbit pada waktunya: ${refusal}.`,
    en: `The text could not go out at its instant: ${refusal}.`,
  }),
  ReleaseRefusedUnapproved: ({ contentVersion }) => ({
    id: `Percobaan menerbitkan versi ${contentVersion} yang belum disetujui; ditolak.`,
    en: `An attempt to release version ${contentVersion}, not approved; refused.`,
  }),
  OutboundItemReleased: ({ contentVersion, contentHash }) => ({
    id: `Naskah terbit, versi ${contentVersion} (${short(contentHash)}).`,
    en: `The text left the house, version ${contentVersion} (${short(contentHash)}).`,
  }),
  OutboundItemReleasedInEmergency: ({ ground }) => ({
    id: `Naskah terbit dalam keadaan darurat: ${ground}; tinjauan menyusul.`,
    en: `The text left the house in an emergency: ${ground}; a review is owed.`,
  }),
  ReleaseReviewed: () => ({
    id: 'Penerbitan ditinjau.',
    en: 'The release was reviewed.',
  }),
  OutboundItemDropped: () => ({ id: 'Naskah dibatalkan.', en: 'The text was given up.' }),
  OutboundItemCorrected: () => ({
    id: 'Naskah diganti dengan ralatnya.',
    en: 'A corrected text stands in its place.',
  }),
  OutboundItemSuperseded: () => ({
    id: 'Naskah diganti dengan yang lebih baru.',
    en: 'A later text stands in its place.',
  }),
  OutboundItemWithdrawn: () => ({ id: 'Naskah ditarik.', en: 'The text was taken back.' }),
};

const short = (hash: string): string => hash.slice(0, 8);
