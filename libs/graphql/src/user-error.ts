import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';

/** The codes of refusals and what they say to a person; `{field}` is the input's field. */
export const MESSAGES = {
  INVALID_INPUT: {
    id: 'Isian "{field}" tidak dapat diterima.',
    en: 'The value of "{field}" cannot be accepted.',
    tells: 'The input has a wrong shape or value; path says where.',
  },
  NOT_FOUND: {
    id: 'Data yang dimaksud tidak ditemukan.',
    en: 'What you refer to was not found.',
    tells: 'No such thing, or none that the viewer may see.',
  },
  NOT_PERMITTED: {
    id: 'Jabatan Anda tidak berwenang melakukan tindakan ini.',
    en: 'Your post does not permit this act.',
    tells: 'The viewer may see it but not do this.',
  },
  CONFLICT: {
    id: 'Data telah diubah orang lain; muat ulang lalu coba lagi.',
    en: 'Somebody else changed it; reload and try again.',
    tells: 'The entity has moved on since expectedVersion, or others kept changing it meanwhile.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    id: 'Kunci idempotensi ini sudah dipakai untuk isian lain.',
    en: 'This idempotency key was used with another input.',
    tells: 'The same idempotencyKey came before with another input.',
  },
  INVALID_CREDENTIALS: {
    id: 'Nama pengguna atau kata sandi salah.',
    en: 'Wrong user name or password.',
    tells: 'The user name or password is wrong; which one is not told.',
  },
  INVALID_STATE: {
    id: 'Tindakan ini tidak sesuai dengan keadaan saat ini.',
    en: 'This act does not fit the present state.',
    tells: 'The command does not fit the state of the entity.',
  },
  REASON_REQUIRED: {
    id: 'Alasan wajib diisi.',
    en: 'A reason is required.',
    tells: 'The command needs a reason that is not blank.',
  },
  OFFICE_NOT_ACTIVE: {
    id: 'Perangkat daerah tersebut tidak aktif pada hari ini.',
    en: 'That office is not active on this day.',
    tells: 'The office has not begun yet or has ended.',
  },
  OFFICE_ALREADY_ASSIGNED: {
    id: 'Perangkat daerah tersebut masih memegang disposisi permohonan ini.',
    en: 'That office still has an open assignment of this request.',
    tells: 'An office has at most one open assignment per request.',
  },
  ASSIGNMENTS_OPEN: {
    id: 'Masih ada perangkat daerah yang belum menyelesaikan disposisinya.',
    en: 'An office still has the ball.',
    tells: 'Not while an office still has the ball.',
  },
  NOT_TOLD: {
    id: 'Pemohon belum diberi tahu jawabannya.',
    en: 'The requester has not been told the answer yet.',
    tells: 'Closing needs an answer that was told.',
  },
  ALREADY_EXTENDED: {
    id: 'Tenggat ini sudah pernah diperpanjang.',
    en: 'This limit was extended before.',
    tells: 'The statutory limit is extended once.',
  },
  EXTENSION_TOO_LONG: {
    id: 'Perpanjangan paling lama tujuh hari kerja.',
    en: 'An extension has at most seven working days.',
    tells: 'An extension has one to seven working days.',
  },
  DEADLINE_PASSED: {
    id: 'Tenggat ini sudah lewat.',
    en: 'This limit has passed.',
    tells: 'A limit that has passed is neither extended nor paused.',
  },
  CLOCK_NOT_PAUSABLE: {
    id: 'Tenggat ini tidak dapat dihentikan sementara.',
    en: 'This limit cannot be paused.',
    tells: "The rule does not allow a pause, or the limit is the journalist's own.",
  },
  SAME_PERSON: {
    id: 'Orang yang sama tidak boleh melakukan langkah ini.',
    en: 'The same person may not take this step.',
    tells: 'Four eyes: who wrote, approved, released or decided it takes no further part.',
  },
  CALENDAR_MISSING: {
    id: 'Kalender kerja tahun itu belum ditetapkan.',
    en: 'The working calendar of that year has not been declared.',
    tells: 'A date is never guessed: the calendar of a year is missing.',
  },
  CALENDAR_CHANGED: {
    id: 'Jumlah tenggat yang bergeser telah berubah; periksa kembali.',
    en: 'Another number of limits would move now; look again.',
    tells: 'expectedMoves is not how many limits the amendment would move now.',
  },
  LEGAL_BASIS_REQUIRED: {
    id: 'Penolakan ini memerlukan dasar hukum.',
    en: 'This refusal needs its legal basis.',
    tells: 'A part refused on another ground than article 17 names the law it rests on.',
  },
  CONSEQUENCE_TEST_REQUIRED: {
    id: 'Pengecualian atau penghitaman memerlukan uji konsekuensi yang berlaku.',
    en: 'An exempt or blackened part needs a consequence test that is in force.',
    tells: 'No consequence test that decided the information exempt is named.',
  },
  CONSEQUENCE_TEST_ENDED: {
    id: 'Uji konsekuensi yang dirujuk sudah berakhir.',
    en: 'The consequence test has ended.',
    tells: 'The exemption has ended; the test cannot be used any more.',
  },
  CONTENT_CHANGED: {
    id: 'Naskah telah berubah sejak Anda membacanya.',
    en: 'The text has changed since you read it.',
    tells: 'The hash is not that of the current version.',
  },
  NOT_APPROVED: {
    id: 'Naskah belum disetujui seluruhnya.',
    en: 'The text is not fully approved.',
    tells: 'The route of the current version has not been approved to its end.',
  },
  NOT_YOUR_STEP: {
    id: 'Bukan giliran jabatan Anda dalam jalur persetujuan.',
    en: 'The step whose turn it is is not yours.',
    tells: 'Another role, or the same role of another office, takes this step.',
  },
  EMBARGO_IN_PAST: {
    id: 'Waktu penerbitan sudah lewat.',
    en: 'The instant of the release has passed.',
    tells: 'A release is scheduled for an instant that is to come.',
  },
  LEGAL_HOLD: {
    id: 'Data ini ditahan untuk kepentingan hukum dan tidak boleh dihapus.',
    en: 'This is under a legal hold and may not be erased.',
    tells: 'The target, or something that would go with it, is under a legal hold.',
  },
  CASE_OPEN: {
    id: 'Perkaranya belum selesai.',
    en: 'The case has not ended.',
    tells: 'A case of the erasure has not ended.',
  },
  OBJECTION_RUNNING: {
    id: 'Keberatan atau tenggat sengketa masih berjalan.',
    en: 'An objection, or the time for a dispute, is still running.',
    tells: 'An objection of the erasure runs, or the time for a dispute after it.',
  },
  RETENTION_RUNNING: {
    id: 'Masa simpan berkas belum berakhir.',
    en: 'It must still be kept.',
    tells: 'The retention of a case is not over; only an order of a court overrides that.',
  },
  ALREADY_ERASED: {
    id: 'Data ini sudah dihapus.',
    en: 'This was erased before.',
    tells: 'There is no key left that the erasure would destroy.',
  },
} as const satisfies Record<string, { id: string; en: string; tells: string }>;

export type UserErrorCode = keyof typeof MESSAGES;
export type Language = 'id' | 'en';

const USER_ERROR_CODES = Object.fromEntries(Object.keys(MESSAGES).map((code) => [code, code])) as {
  [C in UserErrorCode]: C;
};

registerEnumType(USER_ERROR_CODES, {
  name: 'UserErrorCode',
  description: 'Why a mutation was refused.',
  valuesMap: Object.fromEntries(
    Object.entries(MESSAGES).map(([code, { tells }]) => [code, { description: tells }]),
  ),
});

@ObjectType({ description: 'A refusal: nothing of the mutation took effect.' })
export class UserError {
  @Field(() => USER_ERROR_CODES, { description: 'Why it was refused.' })
  code!: UserErrorCode;

  @Field({
    description: 'In the language of Accept-Language: Indonesian unless English is asked for.',
  })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Where in the input, e.g. ["input", "requester", "email"].',
  })
  path!: string[] | null;
}

export function userError(code: UserErrorCode, language: Language, path?: string[]): UserError {
  const field = path?.slice(1).join('.') ?? 'input';
  const message = MESSAGES[code][language].replace('{field}', field);
  return { code, message, path: path ?? null };
}
