import { office } from './play.ts';
import { accept, assign, citizen, coordinator, register, settle, step, submit } from './scene.ts';
import type { Scene } from './scene.ts';
import { INTER_OFFICE, MEDIA } from './story-media.ts';
import { HEALTH_WORKERS } from './story-texts.ts';

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
    answer: HEALTH_WORKERS,
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

export const STORY: readonly Scene[] = [...STATUTORY, ...MEDIA, ...INTER_OFFICE];
