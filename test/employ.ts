import type { TestCity } from './city.ts';

const admin = 'admin.diskominfo';

export type Post = {
  officeCode: string;
  role: string;
  post?: string;
  capacity?: string;
  from?: string;
  until?: string;
  actingForAppointmentId?: string;
  unmaskUntil?: string;
};

/** Registers somebody and gives them the password of every demo account; their id. */
export async function register(city: TestCity, username: string, by = admin): Promise<string> {
  const input = { name: `Pegawai ${username}`, username };
  const selection = 'person { id } firstPassword';
  const made = await city.mutate(by, 'registerStaff', input, selection);
  await city.tokenOf(username, made.firstPassword);
  const change = { currentPassword: made.firstPassword, newPassword: 'simpul-demo' };
  const query = 'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { done } }';
  const { data } = await city.ask(username, query, { input: change });
  expect(data).toEqual({ changePassword: { done: true } });
  return made.person.id;
}

/** The payload of `appoint`. */
export function appoint(city: TestCity, personId: string, post: Post): Promise<any> {
  const input = {
    personId,
    post: 'Pelaksana',
    capacity: 'DEFINITIVE',
    mandateNumber: '800/9',
    mandateDate: '2026-01-02',
    from: '2026-01-02',
    ...post,
  };
  return city.mutate(admin, 'appoint', input, 'appointment { id until }');
}

/** Somebody new in a post: their id and that of the appointment. */
export async function employ(city: TestCity, username: string, post: Post) {
  const person = await register(city, username);
  const made = await appoint(city, person, post);
  expect(made.userErrors).toEqual([]);
  return { person, appointment: String(made.appointment.id) };
}
