import { configFrom } from '../apps/api/src/config.ts';
import { TestCity } from './city.ts';
import type { Answer } from './city.ts';
import { IdentityProvider } from './identity-provider.ts';

export const VIEWER = '{ viewer { personId name appointments { office { code } role } } }';

export const codesOf = ({ errors = [] }: Answer): string[] =>
  errors.map((one) => one.extensions.code);

/** The demo city, whose people sign in through an identity provider. */
export class OidcCity {
  readonly city: TestCity;
  readonly provider: IdentityProvider;

  private constructor(city: TestCity, provider: IdentityProvider) {
    this.city = city;
    this.provider = provider;
  }

  /** `before` still signs in with a password. */
  static async started(before: (city: TestCity) => Promise<void>): Promise<OidcCity> {
    const [city, provider] = await Promise.all([TestCity.seeded(), IdentityProvider.start()]);
    await before(city);
    const started = new OidcCity(city, provider);
    await started.restart();
    return started;
  }

  /** The server again, with the settings of an operator. */
  async restart(more: NodeJS.ProcessEnv = {}): Promise<void> {
    const { city, provider } = this;
    await city.stop();
    const env = { SIMPUL_OIDC_ISSUER: provider.issuer, SIMPUL_OIDC_AUDIENCE: provider.audience };
    Object.assign(city.config, { signIn: configFrom({ ...env, ...more }).signIn });
    await city.start();
  }

  async close(): Promise<void> {
    await this.city.close();
    await this.provider.stop();
  }

  as(token: string, query: string, variables: object = {}): Promise<Answer> {
    const authorization = `Bearer ${token}`;
    return this.city.ask(undefined, query, variables, { authorization });
  }

  /** Signs in at the provider; a new person there when the name is new. */
  async tokenOf(username: string, claims: Record<string, unknown> = {}): Promise<string> {
    this.provider.add(username, claims);
    return this.provider.accessTokenOf(username);
  }

  async mutate(token: string, mutation: string, input: object, selection = ''): Promise<any> {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation($input: ${type}!) {
      ${mutation}(input: $input) { ${selection} userErrors { code path } } }`;
    const { data, errors } = await this.as(token, query, { input });
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data?.[mutation];
  }

  /** Registers somebody under the name that the provider knows them by, and appoints them. */
  async employ(username: string, role: string): Promise<{ person: string; appointment: string }> {
    const admin = await this.tokenOf('admin.diskominfo');
    const staff = { name: `Pegawai ${username}`, username };
    const made = await this.mutate(admin, 'registerStaff', staff, 'person { id } firstPassword');
    expect(made).toMatchObject({ firstPassword: null, userErrors: [] });
    const post = {
      personId: made.person.id,
      officeCode: 'DISKOMINFO',
      role,
      post: 'Layanan daring',
      capacity: 'DEFINITIVE',
      mandateNumber: '800/9',
      mandateDate: '2026-01-02',
      from: '2026-01-02',
    };
    const { appointment } = await this.mutate(admin, 'appoint', post, 'appointment { id }');
    return { person: made.person.id, appointment: appointment.id };
  }
}
