import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import pino from 'pino';
import type { Clock } from '#event-store';
import { LimitKeeper } from '#limits/api';
import { openCity } from '../apps/api/src/city.ts';
import type { City } from '../apps/api/src/city.ts';
import { placesIn } from '../apps/api/src/config.ts';
import type { Config } from '../apps/api/src/config.ts';
import { createServer } from '../apps/api/src/server.ts';
import { seedDemo } from '../apps/operator/src/seed/seed.ts';
import { foundIn } from './scan.ts';

const REQUEST =
  'informationRequest { id version number state assignments { id state office { code } } }';

export type Answer = {
  data: Record<string, any> | null;
  errors?: { message: string; path?: string[]; extensions: { code: string } }[];
};

/** Nobody counts how often a spec asks, unless it wants that tried. */
type Settings = Partial<Config>;

/** A demo city in a temporary folder, served on a free port. */
export class TestCity {
  readonly folder: string;
  readonly config: Config;
  city!: City;
  app!: NestExpressApplication;
  url = '';
  #runs = false;
  /** Every error that was answered. */
  #refusals = '';
  readonly #tokens = new Map<string, Promise<string>>();
  /** Everything that was logged. */
  readonly logged: string[] = [];

  private constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'simpul-'));
    this.config = {
      dataDir: join(this.folder, 'data'),
      port: 0,
      host: '127.0.0.1',
      masterKey: undefined,
      production: false,
    };
  }

  static seeded(clock?: Clock, settings: Settings = {}): Promise<TestCity> {
    return TestCity.opened((config) => seedDemo(config, () => undefined), clock, settings);
  }

  static async opened(
    open: (config: Config) => Promise<unknown>,
    clock?: Clock,
    settings: Settings = {},
  ) {
    const made = new TestCity();
    Object.assign(made.config, settings);
    await open(made.config);
    await made.start(clock);
    return made;
  }

  async start(clock?: Clock): Promise<void> {
    const log = pino({ level: 'info' }, { write: (line: string) => void this.logged.push(line) });
    this.city = await openCity(this.config, clock === undefined ? {} : { clock });
    this.app = await createServer(this.city, { ...this.config, log });
    await this.app.listen(0, '127.0.0.1');
    // What passed while nothing ran is recorded before a spec begins.
    await this.app.get(LimitKeeper).sweep();
    this.url = await this.app.getUrl();
    this.#runs = true;
  }

  async stop(): Promise<void> {
    const runs = this.#runs;
    this.#runs = false;
    if (!runs) return;
    const secrets = await this.#secrets();
    await this.app.close();
    await this.city.close();
    const told = [...foundIn(this.logged.join('\n'), secrets), ...foundIn(this.#refusals, secrets)];
    if (told.length > 0) throw new Error(`told a secret: ${JSON.stringify(told)}`);
  }

  /** What no line of the log and no error may say, in any spec. */
  async #secrets(): Promise<Map<string, string>> {
    const key = this.city.parts.keeping.vault.secret('token-signing-key');
    const tokens = await Promise.allSettled(this.#tokens.values());
    const signatures = tokens.flatMap((token) =>
      token.status === 'fulfilled' ? (token.value.split('.')[2] ?? []) : [],
    );
    const { demoKey } = placesIn(this.config.dataDir);
    return new Map([
      ['simpul-demo', 'password'],
      [String(JSON.parse(String(key)).d), 'signing key'],
      [existsSync(demoKey) ? readFileSync(demoKey, 'utf8').trim() : 'simpul-demo', 'master key'],
      ...signatures.map((signature): [string, string] => [signature, 'token']),
    ]);
  }

  /** Also where a spec failed while it had the city stopped. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** How many events the log holds beside those of who came in and what they were refused. */
  async happened(): Promise<number> {
    const events = await this.city.parts.store.readAll({ limit: 100_000 });
    return events.filter(({ stream }) => !stream.startsWith('access-')).length;
  }

  /** Everybody signs in again, e.g. because the clock was moved by more than a token lives. */
  forgetTokens(): void {
    this.#tokens.clear();
  }

  tokenOf(username: string, password = 'simpul-demo'): Promise<string> {
    const token = this.#tokens.get(username) ?? this.#signIn(username, password);
    this.#tokens.set(username, token);
    return token;
  }

  async #signIn(username: string, password: string): Promise<string> {
    const query = `mutation($input: SignInInput!) { signIn(input: $input) { accessToken } }`;
    const { data } = await this.ask(undefined, query, { input: { username, password } });
    return String(data?.['signIn'].accessToken);
  }

  /** Sends one operation as somebody (or nobody). */
  async ask(
    username: string | undefined,
    query: string,
    variables: object = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const authorization =
      username === undefined ? {} : { authorization: `Bearer ${await this.tokenOf(username)}` };
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer;
    if (answer.errors !== undefined) this.#refusals += JSON.stringify(answer.errors);
    return answer;
  }

  /** One mutation with one input; answers its payload. */
  async mutate(
    username: string,
    mutation: string,
    input: object,
    selection = REQUEST,
  ): Promise<any> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation($input: ${type}!) {
      ${mutation}(input: $input) { ${selection} userErrors { code message path } position } }`;
    const { data, errors } = await this.ask(username, query, { input });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.[mutation];
  }

  /** Hands in one file; its id. */
  async upload(who: string, text: string, ...persons: string[]): Promise<string> {
    const response = await this.uploading(who, text, ...persons);
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  }

  async uploading(who: string, text: string, ...persons: string[]): Promise<Response> {
    const form = new FormData();
    form.append('file', new Blob([text]), 'surat.txt');
    for (const person of persons) form.append('persons', person);
    const headers = { authorization: `Bearer ${await this.tokenOf(who)}` };
    return fetch(`${this.url}/attachments`, { method: 'POST', headers, body: form });
  }

  /** The status that a download has. */
  async download(who: string, id: string): Promise<number> {
    const headers = { authorization: `Bearer ${await this.tokenOf(who)}` };
    const response = await fetch(`${this.url}/attachments/${id}`, { headers });
    await response.arrayBuffer();
    return response.status;
  }
}
