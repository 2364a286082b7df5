import { ConfigRefused, configFrom } from './config.ts';

describe('a setting', () => {
  it.each([
    ['SIMPUL_DATADIR', 'SIMPUL_DATA_DIR'],
    ['SIMPUL_MASTER_KEY_FLIE', 'SIMPUL_MASTER_KEY_FILE'],
    ['SIMPUL_RATE_PERSONS', 'SIMPUL_RATE_PERSON'],
    ['simpul_data_dir', 'SIMPUL_DATA_DIR'],
    ['Simpul_Trust_Proxy', 'SIMPUL_TRUST_PROXY'],
  ])('that is not known refuses the start and names the nearest: %s', (wrong, near) => {
    const refused = (): unknown => configFrom({ [wrong]: 'a secret, perhaps' });
    expect(refused).toThrow(ConfigRefused);
    expect(refused).toThrow(`not a setting: ${wrong} (did you mean ${near}?)`);
    expect(refused).not.toThrow(/perhaps/);
  });

  it('of somebody else is left alone', () => {
    expect(configFrom({ PATH: '/bin', SIMPULAN: 'x' })).toMatchObject({ port: 3_000, proxies: 0 });
  });

  it('of a rate has a default and must be a number', () => {
    expect(configFrom({}).rates).toEqual({ person: 100, address: 50, signIn: 10 });
    const given = { SIMPUL_RATE_PERSON: '7', SIMPUL_RATE_ADDRESS: '8', SIMPUL_RATE_SIGN_IN: '9' };
    expect(configFrom(given).rates).toEqual({ person: 7, address: 8, signIn: 9 });
    for (const SIMPUL_RATE_PERSON of ['0', '-1', '1.5', 'many', '']) {
      expect(() => configFrom({ SIMPUL_RATE_PERSON })).toThrow(/SIMPUL_RATE_PERSON/);
    }
  });

  it('counts nobody for a load test, which production refuses', () => {
    expect(configFrom({ SIMPUL_RATE_LIMIT: 'off' }).rates).toBeUndefined();
    expect(() => configFrom({ SIMPUL_RATE_LIMIT: 'no' })).toThrow(/SIMPUL_RATE_LIMIT/);
    const production = {
      NODE_ENV: 'production',
      PORT: '3000',
      SIMPUL_DATA_DIR: '.',
      SIMPUL_MASTER_KEY: 'ab'.repeat(32),
    };
    expect(configFrom(production).rates).toBeDefined();
    expect(() => configFrom({ ...production, SIMPUL_RATE_LIMIT: 'off' })).toThrow(
      /SIMPUL_RATE_LIMIT: off is for load tests/,
    );
  });

  it('of proxies is a small number', () => {
    expect(configFrom({ SIMPUL_TRUST_PROXY: '2' }).proxies).toBe(2);
    for (const SIMPUL_TRUST_PROXY of ['true', '-1', '11', 'loopback']) {
      expect(() => configFrom({ SIMPUL_TRUST_PROXY })).toThrow(/SIMPUL_TRUST_PROXY/);
    }
  });
});
