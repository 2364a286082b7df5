import { DEFAULT_SIGN_IN, signInSettings } from './settings.ts';

const issuer = 'https://sso.kota.example.id/realms/kota';
const provider = { SIMPUL_OIDC_ISSUER: issuer, SIMPUL_OIDC_AUDIENCE: 'simpul' };

describe('the settings of signing in', () => {
  it('are passwords kept here, when nothing is set', () => {
    expect(signInSettings.parse({})).toEqual(DEFAULT_SIGN_IN);
    expect(signInSettings.parse({ SIMPUL_ACCOUNTS: 'on' })).toEqual(DEFAULT_SIGN_IN);
  });

  it('are the provider alone when there is one, unless both are wanted', () => {
    expect(signInSettings.parse(provider)).toEqual({
      accounts: false,
      provider: {
        issuer,
        audience: 'simpul',
        jwksUri: undefined,
        usernameClaim: 'preferred_username',
        officesClaim: 'groups',
        officesPrefix: '/opd/',
      },
    });
    const both = { ...provider, SIMPUL_ACCOUNTS: 'on' };
    expect(signInSettings.parse(both)).toMatchObject({ accounts: true, provider: { issuer } });
  });

  it.each([
    ['an audience without an issuer', 'SIMPUL_OIDC_ISSUER', { SIMPUL_OIDC_AUDIENCE: 'simpul' }],
    ['an issuer without an audience', 'SIMPUL_OIDC_AUDIENCE', { SIMPUL_OIDC_ISSUER: issuer }],
    [
      'an issuer over an open line',
      'SIMPUL_OIDC_ISSUER',
      { ...provider, SIMPUL_OIDC_ISSUER: 'http://sso.kota.example.id' },
    ],
    [
      'an issuer that is no address',
      'SIMPUL_OIDC_ISSUER',
      { ...provider, SIMPUL_OIDC_ISSUER: 'x' },
    ],
    [
      'keys over an open line',
      'SIMPUL_OIDC_JWKS_URI',
      { ...provider, SIMPUL_OIDC_JWKS_URI: 'http://sso.kota.example.id/jwks' },
    ],
    ['no way to sign in', 'SIMPUL_ACCOUNTS', { SIMPUL_ACCOUNTS: 'off' }],
    ['neither on nor off', 'SIMPUL_ACCOUNTS', { SIMPUL_ACCOUNTS: 'yes' }],
  ])('are refused with %s, by name', (_, name, env) => {
    const { error } = signInSettings.safeParse(env);
    expect(error?.issues.map(({ path }) => path)).toEqual([[name]]);
  });

  it('leave the groups alone when told so, and take an empty one for none', () => {
    const off = { ...provider, SIMPUL_OIDC_OFFICES_CLAIM: 'none', SIMPUL_OIDC_JWKS_URI: '' };
    const { provider: settings } = signInSettings.parse(off);
    expect(settings).toMatchObject({ officesClaim: undefined, jwksUri: undefined });
  });

  it('are read from the environment of the process', () => {
    process.env['SIMPUL_OIDC_ISSUER'] = issuer;
    const { error } = signInSettings.safeParse(process.env);
    delete process.env['SIMPUL_OIDC_ISSUER'];
    expect(error?.issues.map(({ path }) => path)).toEqual([['SIMPUL_OIDC_AUDIENCE']]);
    expect(signInSettings.parse(process.env)).toEqual(DEFAULT_SIGN_IN);
  });

  it('may have the provider on this machine', () => {
    for (const host of ['127.0.0.1:8080', 'localhost', '[::1]:9000']) {
      const env = { ...provider, SIMPUL_OIDC_ISSUER: `http://${host}/realms/kota` };
      expect(signInSettings.parse(env)).toMatchObject({ accounts: false });
    }
  });
});
