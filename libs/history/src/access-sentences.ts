import type { AccessEvent } from '#access-log';
import type { Sentences } from './sentences.ts';

/** Of who came in, and of what they were refused. */
export const ACCESS_SENTENCES: Pick<Sentences, AccessEvent['type']> = {
  SignedIn: ({ way }) =>
    way === 'PASSWORD'
      ? { id: 'Masuk dengan kata sandi.', en: 'Signed in with a password.' }
      : { id: 'Masuk melalui penyedia identitas.', en: 'Signed in through the identity provider.' },
  SignInFailed: () => ({
    id: 'Percobaan masuk ke akun ini gagal.',
    en: 'An attempt to sign in to this account failed.',
  }),
  AccountLocked: ({ until }) => ({
    id: `Akun dikunci sampai ${until} karena terlalu banyak percobaan gagal.`,
    en: `The account was locked until ${until} after too many failed attempts.`,
  }),
  SignInBound: () => ({
    id: 'Akun dikaitkan dengan penyedia identitas.',
    en: 'The account was bound to a sign-in of the identity provider.',
  }),
  PasswordChanged: () => ({ id: 'Kata sandi diganti.', en: 'The password was changed.' }),
  AccountReset: () => ({
    id: 'Akun disetel ulang: semua sesi, kunci, dan kaitan diakhiri.',
    en: 'The account was reset: every session, lock and binding ended.',
  }),
  SessionsEnded: () => ({ id: 'Sesi masuk diakhiri.', en: 'Sessions were ended.' }),
  PersonalDataOpened: ({ entities: { length } }) => ({
    id: `Data pribadi dibuka: ${length} perkara, orang, atau berkas.`,
    en: `Personal data was opened, of cases, persons or files: ${length}.`,
  }),
  CommandRefused: ({ mutation }) => ({
    id: `Tindakan ${mutation} ditolak karena di luar wewenang jabatan.`,
    en: `${mutation} was refused: the post does not permit it.`,
  }),
};
