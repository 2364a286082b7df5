import { office } from './play.ts';
import {
  assign,
  betweenOffices,
  coordinator,
  journalist,
  register,
  settle,
  step,
  submit,
} from './scene.ts';
import type { Scene } from './scene.ts';

const CLOSE = { type: 'CloseInformationRequest' } as const;

/** Media requests: on the spot, closed, transferred, converted, in coordination. */
export const MEDIA: Scene[] = [
  {
    at: '2026-11-11 09:00',
    who: 'lead.dinkes',
    receipt: {
      ...journalist(
        'Beni Contoh',
        'Kasus demam berdarah',
        'Berapa kasus demam berdarah bulan ini?',
      ),
      channel: 'PRESS_EVENT',
      answeredAtOnce: {
        outcome: 'DOORSTOP',
        gist: 'Disampaikan jumlah kasus dan langkah fogging.',
      },
    },
    steps: [
      step('2026-11-12 08:00', coordinator, { type: 'CloseInformationRequest', note: 'Selesai.' }),
    ],
  },
  {
    at: '2026-11-12 10:00',
    who: coordinator,
    receipt: journalist(
      'Citra Contoh',
      'Perbaikan trotoar',
      'Kapan trotoar pusat kota diperbaiki?',
    ),
    steps: [
      register('2026-11-12 10:10'),
      assign('2026-11-12 10:15', 'PUTR', true, 'Mohon jadwal pekerjaan.'),
      step('2026-11-12 14:00', coordinator, (request) => ({
        type: 'TakeOverAssignment',
        ...request.of('PUTR'),
        reason: 'Jadwal sudah diumumkan; dijawab langsung oleh Diskominfo.',
      })),
      step('2026-11-12 15:00', coordinator, {
        type: 'RecordOutcome',
        outcome: 'REFERRED',
        gist: 'Dirujuk ke pengumuman jadwal pekerjaan.',
      }),
    ],
  },
  {
    at: '2026-11-13 08:30',
    who: coordinator,
    receipt: journalist('Doni Contoh', 'Jalan provinsi rusak', 'Kapan jalan provinsi diperbaiki?'),
    steps: [
      register('2026-11-13 08:45'),
      step('2026-11-13 09:30', coordinator, {
        type: 'TransferInformationRequest',
        publicBody: 'Dinas Bina Marga provinsi',
        reason: 'Jalan tersebut kewenangan provinsi.',
      }),
    ],
  },
  {
    at: '2026-11-16 09:00',
    who: coordinator,
    receipt: journalist('Eka Contoh', 'Belanja iklan daerah', 'Berapa belanja iklan tahun ini?'),
    steps: [
      register('2026-11-16 09:10'),
      assign('2026-11-16 09:30', 'BPKAD', true),
      step('2026-11-17 10:00', coordinator, {
        type: 'ConvertToStatutory',
        reason: 'Diminta berdasarkan UU Keterbukaan Informasi Publik.',
      }),
      step('2026-11-17 10:30', coordinator, {
        type: 'RecordCorrespondence',
        kind: 'ACKNOWLEDGEMENT',
        way: 'EMAIL',
        note: 'Pemberitahuan nomor baru.',
      }),
    ],
  },
  {
    at: '2026-11-19 09:00',
    who: coordinator,
    receipt: journalist('Fani Contoh', 'Harga bahan pokok', 'Perkembangan harga bahan pokok?'),
    steps: [register('2026-11-19 09:10'), assign('2026-11-19 09:20', 'KUMKMPERINDAG', true)],
  },
];

/** Six like each other, so that one office has figures of its pace. */
export const INTER_OFFICE: Scene[] = [5, 6, 7, 8, 9, 12].map((day, i) => {
  const date = `2026-10-${String(day).padStart(2, '0')}`;
  const later = `2026-10-${String(day + 7 + (i % 3)).padStart(2, '0')}`;
  return {
    at: `${date} 08:${10 + i}`,
    who: 'officer.bappelitbangda',
    receipt: {
      ...betweenOffices('BAPPELITBANGDA', `Data sektoral ${i + 1}`, 'Mohon data sektoral terbaru.'),
      receivingOffice: office('BAPPELITBANGDA'),
    },
    steps: [
      register(`${date} 10:${10 + i}`),
      assign(`${date} 11:${10 + i}`, 'DISDIK', true),
      submit(`${later} 09:${10 + i}`, 'DISDIK', 'Data sektoral pendidikan.'),
      settle(`${later} 10:${10 + i}`, 'DISDIK'),
      step(`${later} 11:${10 + i}`, coordinator, { type: 'RecordOutcome', outcome: 'PROVIDED' }),
      ...(i < 4 ? [step(`${later} 13:${10 + i}`, coordinator, CLOSE)] : []),
    ],
  };
});
