import type { Day, OfficeCode, Role } from '#kernel';
import type { NewOffice, NewStaff } from '../open-city.ts';

/** The password of every demo account. A demo keeps no secrets. */
export const DEMO_PASSWORD = 'simpul-demo';

// Invented: nobody of these people holds the post they have here.
const GIVEN = ['Rara', 'Danu', 'Sekar', 'Bagas', 'Wulan', 'Yoga', 'Tiara', 'Galih', 'Mega', 'Arif'];
const FAMILY = ['Anggara', 'Permana', 'Lestari', 'Wiguna', 'Saputra', 'Kirana', 'Nugraha'];

const nameOf = (index: number): string =>
  `${GIVEN[index % GIVEN.length] ?? ''} ${FAMILY[(index * 3) % FAMILY.length] ?? ''} ${index + 1}`;

const code = (text: string): OfficeCode => text as OfficeCode;

type Post = { username: string; office: OfficeCode; role: Role; post: string };

const SPECIAL: readonly Post[] = [
  {
    username: 'coordinator.diskominfo',
    office: code('DISKOMINFO'),
    role: 'COORDINATOR',
    post: 'Kepala Bidang Informasi dan Komunikasi Publik',
  },
  {
    username: 'coordinator2.diskominfo',
    office: code('DISKOMINFO'),
    role: 'COORDINATOR',
    post: 'Pranata Humas Ahli Muda',
  },
  {
    username: 'approver.diskominfo',
    office: code('DISKOMINFO'),
    role: 'APPROVER',
    post: 'Kepala Dinas',
  },
  {
    username: 'admin.diskominfo',
    office: code('DISKOMINFO'),
    role: 'ADMIN',
    post: 'Pengelola Sistem Informasi',
  },
  {
    username: 'auditor.inspektorat',
    office: code('INSPEKTORAT'),
    role: 'AUDITOR',
    post: 'Auditor Ahli Madya',
  },
  {
    username: 'superior.setda',
    office: code('SETDA'),
    role: 'PPID_SUPERIOR',
    post: 'Sekretaris Daerah',
  },
  {
    username: 'legal.setda',
    office: code('SETDA'),
    role: 'LEGAL_REVIEWER',
    post: 'Kepala Bagian Hukum',
  },
  {
    username: 'leadership.setda',
    office: code('SETDA'),
    role: 'LEADERSHIP',
    post: 'Kepala Bagian Protokol dan Komunikasi Pimpinan',
  },
];

/** Every office has a lead (its Sekretaris, many of them acting) and an officer. */
export function castOf(offices: readonly NewOffice[], mandateDate: Day): NewStaff[] {
  const ordinary = offices.flatMap(({ code: office }): Post[] => [
    {
      username: `lead.${office.toLowerCase()}`,
      office,
      role: 'OFFICE_LEAD',
      post: 'Sekretaris',
    },
    {
      username: `officer.${office.toLowerCase()}`,
      office,
      role: 'OFFICE_OFFICER',
      post: 'Petugas Layanan Informasi',
    },
  ]);
  return [...SPECIAL, ...ordinary].map((post, index) => ({
    ...post,
    name: nameOf(index),
    capacity: post.role === 'OFFICE_LEAD' && index % 3 === 0 ? 'PLT' : 'DEFINITIVE',
    mandate: { number: `800/${100 + index}/BKPSDM/2026`, date: mandateDate },
    password: DEMO_PASSWORD,
  }));
}
