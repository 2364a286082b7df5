import type { Receipt, RequestIntent } from '#information-requests/api';
import { office } from './play.ts';
import type { Played } from './play.ts';

type Step = { at: string; who: string; intent(request: Played): RequestIntent };

/** What happens to one request, from its receipt on; times are the city's. */
export type Scene = { at: string; who: string; receipt: Receipt; steps: Step[] };

const coordinator = 'coordinator.diskominfo';
const CLOSE = { type: 'CloseInformationRequest' } as const;
const diskominfo = office('DISKOMINFO');

const step = (
  at: string,
  who: string,
  intent: RequestIntent | ((request: Played) => RequestIntent),
): Step => ({ at, who, intent: typeof intent === 'function' ? intent : () => intent });

const register = (at: string): Step =>
  step(at, coordinator, { type: 'RegisterInformationRequest' });

const assign = (at: string, code: string, lead: boolean, instructions?: string): Step =>
  step(at, coordinator, {
    type: 'AssignOffice',
    office: office(code),
    lead,
    ...(instructions === undefined ? {} : { instructions }),
  });

const accept = (at: string, code: string): Step =>
  step(at, `officer.${code.toLowerCase()}`, (request) => ({
    type: 'AcceptAssignment',
    ...request.of(code),
  }));

const submit = (at: string, code: string, text: string): Step =>
  step(at, `lead.${code.toLowerCase()}`, (request) => ({
    type: 'SubmitContribution',
    ...request.of(code),
    text,
    informationHeld: true,
  }));

const settle = (at: string, code: string): Step =>
  step(at, coordinator, (request) => ({ type: 'AcceptContribution', ...request.of(code) }));

const citizen = (name: string, subject: string, details: string): Receipt => ({
  track: 'STATUTORY',
  channel: 'ONLINE',
  subject,
  details,
  purpose: 'Penelitian pribadi',
  requester: {
    identity: {
      kind: 'CITIZEN',
      name,
      identityKind: 'NIK',
      identityNumber: '3278010101900001',
      email: 'pemohon@example.id',
      phone: '+62 812-0000-0001',
      address: 'Jl. Contoh No. 1, Tasikmalaya',
    },
  },
  wantedForm: 'COPY_DIGITAL',
  delivery: 'EMAIL',
});

const journalist = (name: string, subject: string, details: string): Receipt => ({
  track: 'MEDIA',
  channel: 'MESSAGING',
  subject,
  details,
  requester: {
    identity: { kind: 'JOURNALIST', name, organisation: 'Warta Priangan (rekaan)' },
  },
});

const betweenOffices = (asking: string, subject: string, details: string): Receipt => ({
  track: 'INTER_OFFICE',
  channel: 'INTERNAL',
  subject,
  details,
  requestingOffice: office(asking),
  receivingOffice: diskominfo,
});

/** Statutory requests: in coordination, returned, incomplete, lapsed, withdrawn, voided, new. */
const STATUTORY: Scene[] = [
  {
    at: '2026-11-09 08:40',
    who: coordinator,
    receipt: citizen(
      'Ujang Contoh',
      'Anggaran pemeliharaan jalan 2025',
      'Mohon rincian anggaran dan realisasi pemeliharaan jalan kota tahun 2025.',
    ),
    steps: [
      register('2026-11-09 09:05'),
      assign('2026-11-09 09:20', 'PUTR', true, 'Mohon rincian per ruas jalan.'),
      assign('2026-11-09 09:25', 'BPKAD', false, 'Mohon angka realisasi.'),
      accept('2026-11-10 10:00', 'PUTR'),
      submit('2026-11-12 14:30', 'BPKAD', 'Realisasi terlampir per triwulan.'),
      settle('2026-11-13 09:00', 'BPKAD'),
      submit('2026-11-13 15:10', 'PUTR', 'Rincian per kecamatan.'),
      step('2026-11-16 08:30', coordinator, (request) => ({
        type: 'ReturnContribution',
        ...request.of('PUTR'),
        reason: 'Yang diminta per ruas jalan, bukan per kecamatan.',
      })),
    ],
  },
  {
    at: '2026-11-02 10:15',
    who: coordinator,
    receipt: citizen(
      'Neneng Contoh',
      'Data tenaga kesehatan puskesmas',
      'Jumlah tenaga kesehatan di setiap puskesmas.',
    ),
    steps: [
      register('2026-11-02 10:40'),
      assign('2026-11-02 11:00', 'DINKES', true),
      accept('2026-11-03 08:10', 'DINKES'),
      submit('2026-11-06 13:00', 'DINKES', 'Tabel tenaga kesehatan per puskesmas.'),
      settle('2026-11-09 08:20', 'DINKES'),
    ],
  },
  {
    at: '2026-11-16 11:00',
    who: 'officer.disdik',
    receipt: {
      ...citizen('Asep Contoh', 'Daya tampung SMP negeri', 'Daya tampung SMP negeri tahun depan.'),
      channel: 'IN_PERSON',
    },
    steps: [
      step('2026-11-16 13:30', coordinator, {
        type: 'MarkInformationRequestIncomplete',
        missing: ['Salinan identitas pemohon', 'Tujuan penggunaan informasi'],
      }),
    ],
  },
  {
    at: '2026-10-12 09:00',
    who: coordinator,
    receipt: citizen('Tono Contoh', 'Salinan dokumen lelang', 'Dokumen lelang gedung olahraga.'),
    steps: [
      step('2026-10-12 10:00', coordinator, {
        type: 'MarkInformationRequestIncomplete',
        missing: ['Salinan identitas pemohon'],
      }),
      step('2026-10-20 08:30', coordinator, {
        type: 'LapseInformationRequest',
        reason: 'Tidak dilengkapi dalam tiga hari kerja.',
      }),
    ],
  },
  {
    at: '2026-10-19 09:30',
    who: coordinator,
    receipt: citizen('Wati Contoh', 'Peta kawasan kumuh', 'Peta kawasan kumuh terbaru.'),
    steps: [
      register('2026-10-19 10:00'),
      assign('2026-10-19 10:10', 'PERWASKIM', true),
      step('2026-10-21 09:00', coordinator, {
        type: 'WithdrawInformationRequest',
        reason: 'Pemohon sudah menemukan informasinya di situs kota.',
      }),
    ],
  },
  {
    at: '2026-11-17 08:45',
    who: coordinator,
    receipt: citizen('Wati Contoh', 'Peta kawasan kumuh', 'Peta kawasan kumuh terbaru.'),
    steps: [
      step('2026-11-17 09:00', coordinator, {
        type: 'VoidInformationRequest',
        reason: 'DUPLICATE',
        note: 'Tercatat dua kali.',
      }),
    ],
  },
  {
    at: '2026-11-19 14:20',
    who: coordinator,
    receipt: citizen('Iwan Contoh', 'Jadwal angkutan umum', 'Jadwal dan rute angkutan umum.'),
    steps: [],
  },
  {
    at: '2026-11-18 09:10',
    who: coordinator,
    receipt: citizen('Lilis Contoh', 'Izin reklame tahun 2026', 'Daftar izin reklame tahun 2026.'),
    steps: [register('2026-11-18 09:40')],
  },
  {
    at: '2026-11-03 09:00',
    who: coordinator,
    receipt: citizen(
      'Dedi Contoh',
      'Data penerima bantuan',
      'Jumlah penerima bantuan per kelurahan.',
    ),
    steps: [
      register('2026-11-03 09:20'),
      assign('2026-11-03 09:30', 'DISDUKCAPIL', true),
      step('2026-11-04 10:00', 'lead.disdukcapil', (request) => ({
        type: 'DeclineAssignment',
        ...request.of('DISDUKCAPIL'),
        reason: 'Data bantuan ada di Dinas Sosial.',
        heldBy: office('DINSOS'),
      })),
      assign('2026-11-04 10:30', 'DINSOS', true),
      accept('2026-11-05 08:00', 'DINSOS'),
      step('2026-11-06 11:00', 'officer.dinsos', (request) => ({
        type: 'PrepareContribution',
        ...request.of('DINSOS'),
        text: 'Rancangan: jumlah penerima per kelurahan.',
        informationHeld: true,
      })),
    ],
  },
  {
    at: '2026-11-05 09:00',
    who: coordinator,
    receipt: citizen('Rina Contoh', 'Volume sampah harian', 'Volume sampah harian per kecamatan.'),
    steps: [
      register('2026-11-05 09:15'),
      assign('2026-11-05 09:30', 'KEC-TAWANG', true),
      step('2026-11-09 10:00', coordinator, (request) => ({
        type: 'ReassignOffice',
        ...request.of('KEC-TAWANG'),
        office: office('DLH'),
        reason: 'Data seluruh kota ada di Dinas Lingkungan Hidup.',
      })),
      accept('2026-11-10 08:30', 'DLH'),
    ],
  },
];

/** Media requests: on the spot, closed, transferred, converted, in coordination. */
const MEDIA: Scene[] = [
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
const INTER_OFFICE: Scene[] = [5, 6, 7, 8, 9, 12].map((day, i) => {
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

export const STORY: readonly Scene[] = [...STATUTORY, ...MEDIA, ...INTER_OFFICE];
