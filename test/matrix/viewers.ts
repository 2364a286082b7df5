import type { Day, OfficeCode } from '#kernel';
import type { NewOffice, NewStaff } from '../../apps/operator/src/open-city.ts';

const OFFICES = `DISKOMINFO INSPEKTORAT SETDA DINKES DISDIK BPKAD DLH DINSOS TAWANG PERWASKIM
  BAPPEDA DISHUB SATPOL DISPORA`.split(/\s+/);

export const newOffices: readonly NewOffice[] = OFFICES.map((code) => ({
  code: code as OfficeCode,
  name: `Kantor ${code}`,
  kind: 'DEPARTMENT',
}));

type Post = readonly [username: string, office: string, role: NewStaff['role']];

/** Who holds one post today. */
const HELD: readonly Post[] = [
  ['coordinator.diskominfo', 'DISKOMINFO', 'COORDINATOR'],
  ['coordinator2.diskominfo', 'DISKOMINFO', 'COORDINATOR'],
  ['approver.diskominfo', 'DISKOMINFO', 'APPROVER'],
  ['admin.diskominfo', 'DISKOMINFO', 'ADMIN'],
  ['loket.online', 'DISKOMINFO', 'INTAKE_SERVICE'],
  ['loket.lain', 'DISKOMINFO', 'INTAKE_SERVICE'],
  ['auditor.inspektorat', 'INSPEKTORAT', 'AUDITOR'],
  ['superior.setda', 'SETDA', 'PPID_SUPERIOR'],
  ['legal.setda', 'SETDA', 'LEGAL_REVIEWER'],
  ['leadership.setda', 'SETDA', 'LEADERSHIP'],
  ...OFFICES.flatMap((office): Post[] => [
    [`lead.${office.toLowerCase()}`, office, 'OFFICE_LEAD'],
    [`officer.${office.toLowerCase()}`, office, 'OFFICE_OFFICER'],
  ]),
];

/** One of every role, whose appointment has ended; those of offices at the one that sees most. */
const ENDED: readonly Post[] = [
  ['bekas.coordinator', 'DISKOMINFO', 'COORDINATOR'],
  ['bekas.approver', 'DISKOMINFO', 'APPROVER'],
  ['bekas.admin', 'DISKOMINFO', 'ADMIN'],
  ['bekas.intake', 'DISKOMINFO', 'INTAKE_SERVICE'],
  ['bekas.auditor', 'INSPEKTORAT', 'AUDITOR'],
  ['bekas.superior', 'SETDA', 'PPID_SUPERIOR'],
  ['bekas.legal', 'SETDA', 'LEGAL_REVIEWER'],
  ['bekas.leadership', 'SETDA', 'LEADERSHIP'],
  ['bekas.lead', 'DINKES', 'OFFICE_LEAD'],
  ['bekas.officer', 'DINKES', 'OFFICE_OFFICER'],
];

/** Their appointments are made after the city was opened. */
export const UNMASKED = 'auditor.terbuka';
export const TO_COME = 'calon.coordinator';
export const WITHOUT_POST = 'tanpa.jabatan';

/** Holds every role there is, and sees what there is to see; no row of the tables is about it. */
export const TRUTH = 'segala.jabatan';

const APPOINTED = [...HELD.map(([username]) => username), UNMASKED];
/** Who is told of by the same rows as somebody else: of them less far ways will do. */
export const TWINS: ReadonlySet<string> = new Set([
  'coordinator2.diskominfo',
  ...OFFICES.map((office) => `officer.${office.toLowerCase()}`),
]);
export const ENDED_VIEWERS = ENDED.map(([username]) => username);
/** Everybody who signs in and whom the tables tell of. */
export const VIEWERS = [...APPOINTED, ...ENDED_VIEWERS, TO_COME, WITHOUT_POST];

export const newStaff: readonly NewStaff[] = [
  ...HELD,
  ...ENDED,
  [TRUTH, 'DISKOMINFO', 'COORDINATOR'] as const,
].map(([username, office, role]) => ({
  username,
  name: `Pegawai ${username}`,
  office: office as OfficeCode,
  role,
  post: `Petugas ${role}`,
  capacity: 'DEFINITIVE',
  mandate: { number: '800/1', date: '2026-01-02' as Day },
  password: 'simpul-demo',
}));

/** What a row of a table calls several at once; an office is its lead and its officer. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  COORDINATOR: ['coordinator.diskominfo', 'coordinator2.diskominfo'],
  APPROVER: ['approver.diskominfo'],
  ADMIN: ['admin.diskominfo'],
  INTAKE: ['loket.online'],
  OTHER_INTAKE: ['loket.lain'],
  AUDITOR: ['auditor.inspektorat'],
  UNMASKED: [UNMASKED],
  SUPERIOR: ['superior.setda'],
  LEGAL: ['legal.setda'],
  LEADERSHIP: ['leadership.setda'],
  APPOINTED,
  SIGNED_IN: VIEWERS,
  ...Object.fromEntries(
    OFFICES.map((code) => [code, [`lead.${code}`, `officer.${code}`].map((n) => n.toLowerCase())]),
  ),
};

/** Who is meant by the words of a row. */
export function named(row: string): ReadonlySet<string> {
  const words = row.split(/\s+/).filter((word) => word !== '');
  return new Set(
    words.flatMap((word) => {
      const group = GROUPS[word] ?? (VIEWERS.includes(word) ? [word] : undefined);
      if (group === undefined) throw new Error(`nobody is called ${word}`);
      return group;
    }),
  );
}
