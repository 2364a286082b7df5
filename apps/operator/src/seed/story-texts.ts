import { coordinator } from './scene.ts';
import { office } from './play.ts';
import type { TextScene, TextStep } from './scene.ts';

const [second, approver] = ['coordinator2.diskominfo', 'approver.diskominfo'];

const submitted = (at: string, who = coordinator): TextStep => ({
  at,
  who,
  intent: () => ({ type: 'SubmitForApproval' }),
});

const approved = (at: string, who: string): TextStep => ({
  at,
  who,
  intent: ({ contentHash }) => ({ type: 'ApproveOutboundItem', contentHash }),
});

/** An answer on its way: the office and the coordinator approved it, it waits for the approver. */
export const HEALTH_WORKERS: TextScene = {
  at: '2026-11-10 09:00',
  who: coordinator,
  draft: (request) => ({
    type: 'ANSWER',
    request,
    also: [],
    sensitive: false,
    said: {
      title: 'Pemberitahuan tertulis: tenaga kesehatan puskesmas',
      body: 'Jumlah tenaga kesehatan di setiap puskesmas terlampir dalam tabel.',
      outcome: 'GRANTED',
      parts: [{ part: 'Jumlah tenaga kesehatan di setiap puskesmas', decision: 'GRANTED' }],
      notice: { documented: true, form: 'COPY_DIGITAL', costIdr: 0 },
    },
  }),
  steps: [
    submitted('2026-11-10 09:10'),
    approved('2026-11-10 13:00', 'lead.dinkes'),
    approved('2026-11-11 08:30', second),
  ],
};

/** A press release that came back once, and a clarification in an emergency, owed a review. */
export const TEXTS: readonly TextScene[] = [
  {
    at: '2026-11-12 08:20',
    who: 'lead.dlh',
    draft: () => ({
      type: 'DRAFT',
      kind: 'PRESS_RELEASE',
      originOffice: office('DLH'),
      sensitive: false,
      said: { title: 'Kerja bakti sungai', body: 'Warga membersihkan bantaran sungai.' },
    }),
    steps: [
      submitted('2026-11-12 08:30', 'lead.dlh'),
      {
        at: '2026-11-12 10:00',
        who: coordinator,
        intent: ({ contentHash }) => ({
          type: 'ReturnOutboundItem',
          contentHash,
          reason: 'Sebutkan hari dan tempatnya.',
        }),
      },
      {
        at: '2026-11-12 11:00',
        who: 'lead.dlh',
        intent: () => ({
          type: 'ReviseOutboundItem',
          said: { body: 'Warga membersihkan bantaran sungai pada hari Minggu, 15 November 2026.' },
        }),
      },
      submitted('2026-11-12 11:05', 'lead.dlh'),
      approved('2026-11-12 13:30', coordinator),
      approved('2026-11-13 08:15', approver),
      {
        at: '2026-11-13 09:00',
        who: coordinator,
        intent: ({ contentHash }) => ({ type: 'ReleaseOutboundItem', contentHash }),
      },
    ],
  },
  {
    at: '2026-11-17 19:20',
    who: coordinator,
    draft: () => ({
      type: 'DRAFT',
      kind: 'CLARIFICATION',
      sensitive: false,
      said: { title: 'Pasar tetap buka', body: 'Kabar bahwa pasar ditutup tidak benar.' },
    }),
    steps: [
      {
        at: '2026-11-17 19:30',
        who: approver,
        intent: ({ contentHash }) => ({
          type: 'EmergencyRelease',
          contentHash,
          ground: 'FALSE_NEWS_SPREADING',
          reason: 'Kabar bohong menyebar di media sosial.',
        }),
      },
    ],
  },
];
