import { isDay } from '#kernel';
import type { Day, OfficeCode } from '#kernel';
import { USERNAME } from '#access';
import { SystemClock } from '#event-store';
import { REGISTERS } from '#information-requests';
import { ConfigRefused, configFrom } from '../../api/src/config.ts';
import { openNewCity } from './open-city.ts';
import type { RegisterStart } from './open-city.ts';
import { readOffices } from './read-offices.ts';

type Options = Record<string, string | string[]>;

/** `operator -- open`. @throws ConfigRefused with what is wrong in the options. */
export async function openFromOptions(
  options: Options,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<void> {
  const config = configFrom(env);
  const offices = readOffices(text(options, 'offices'));
  const username = text(options, 'adminUsername');
  const code = text(options, 'adminOffice');
  const date = text(options, 'adminMandateDate');
  if (!USERNAME.test(username)) throw new ConfigRefused('--admin-username: not a user name');
  if (!isDay(date)) throw new ConfigRefused('--admin-mandate-date: not a day');
  if (!offices.some((office) => office.code === code)) {
    throw new ConfigRefused(`--admin-office: ${code} is not among the offices`);
  }
  const opened = await openNewCity(config, {
    city: text(options, 'city'),
    demo: false,
    clock: new SystemClock(),
    offices,
    staff: [
      {
        username,
        name: text(options, 'adminName'),
        office: code as OfficeCode,
        role: 'ADMIN',
        post: text(options, 'adminPost'),
        capacity: 'DEFINITIVE',
        mandate: { number: text(options, 'adminMandate'), date: date as Day },
      },
    ],
    registers: [options['register'] ?? []].flat().map(registerStart),
  });
  say(`opened log ${opened.logId} with ${offices.length} offices`);
  process.stdout.write(`${username} ${opened.people.get(username)?.password ?? ''}\n`);
}

function text(options: Options, name: string): string {
  const value = options[name];
  if (typeof value !== 'string' || value.trim() === '') throw new ConfigRefused(`--${name}: empty`);
  return value;
}

/** `PIP/2026=41`: the next number is 0042. */
function registerStart(start: string): RegisterStart {
  const [, code, year, last] = /^([A-Z]{3})\/(\d{4})=(\d{1,7})$/.exec(start) ?? [];
  const register = REGISTERS.find((each) => each === code);
  if (register === undefined) {
    throw new ConfigRefused(
      `--register ${start}: e.g. PIP/2026=41; one of ${REGISTERS.join(', ')}`,
    );
  }
  return { register, year: Number(year), lastNumber: Number(last) };
}
