import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { configFrom, SETTINGS } from '../apps/api/src/config.ts';
import { composeFaults } from '../scripts/compose-file.ts';

const TEXT = readFileSync('docker-compose.yml', 'utf8');
const SERVICES = Object.keys(parse(TEXT, { merge: true }).services);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-compose-'));
  writeFileSync(join(folder, 'secret'), '0123456789abcdef'.repeat(4));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As the image starts it, with something in every secret. */
function refusal(environment: Record<string, string>): string | undefined {
  const given = Object.entries(environment).map(([name, value]) => [
    name,
    name.endsWith('_FILE') ? join(folder, 'secret') : value,
  ]);
  try {
    configFrom({ NODE_ENV: 'production', ...Object.fromEntries(given) });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const faults = (text: string): string[] => composeFaults(text, { settings: SETTINGS, refusal });

type Broken = [what: string, breakIt: (file: any) => unknown, faults: string[]];

const broken: Broken[] = [
  [
    'a volume that is not declared',
    ({ services }) => services.api.volumes.push('more:/var/lib/more'),
    ['api: the volume more is not declared'],
  ],
  [
    'a secret, a config or a network that is not declared',
    ({ services: { proxy } }) => {
      proxy.secrets = [...proxy.secrets, 'more'];
      proxy.configs = [...proxy.configs, { source: 'less', target: '/less' }];
      proxy.networks = { ...proxy.networks, elsewhere: {} };
    },
    [
      'proxy: the secret more is not declared',
      'proxy: the config less is not declared',
      'proxy: the network elsewhere is not declared',
    ],
  ],
  [
    'what nobody uses',
    (file) => {
      file.volumes.more = null;
      file.networks.more = { internal: true };
      file.secrets.more = { file: './secrets/more' };
      file.configs.more = { file: './deploy/more' };
    },
    ['secret', 'config', 'volume', 'network'].map(
      (kind) => `the ${kind} more is declared, and nobody uses it`,
    ),
  ],
  [
    'a slip in the name of a setting',
    ({ services: { single } }) => (single.environment.SIMPUL_EVENT_STOR = 'eventstoredb'),
    [
      'single: SIMPUL_EVENT_STOR is no setting',
      'single: not a setting: SIMPUL_EVENT_STOR (did you mean SIMPUL_EVENT_STORE?)',
    ],
  ],
  [
    'a setting of another kind of name that nobody reads',
    ({ services: { single } }) => (single.environment.EVENTSTORE_ADDRESS = 'esdb://log:2113'),
    ['single: EVENTSTORE_ADDRESS is no setting'],
  ],
  [
    'settings that the program refuses together',
    ({ services: { single } }) => delete single.environment.EVENTSTORE_URL,
    ['single: not set: EVENTSTORE_URL (or EVENTSTORE_URL_FILE)'],
  ],
  [
    'an image whose tag moves',
    ({ services }) => (services.log.image = 'docker.kurrent.io/kurrent-lts/kurrentdb:latest'),
    ['services.log.image: an image has the tag of a version'],
  ],
  [
    'an image without a tag',
    ({ services }) => (services.keycloak.image = 'quay.io/keycloak/keycloak'),
    ['services.keycloak.image: an image has the tag of a version'],
  ],
  [
    'a secret in the environment',
    ({ services: { keycloak } }) => (keycloak.environment.KC_BOOTSTRAP_ADMIN_PASSWORD = 'admin'),
    ['keycloak: KC_BOOTSTRAP_ADMIN_PASSWORD would put a secret into the environment'],
  ],
  [
    'a password in an address',
    ({ services: { single } }) => (single.environment.EVENTSTORE_URL = 'esdb://admin:x@log:2113'),
    ['single: EVENTSTORE_URL would put a secret into the environment'],
  ],
  [
    'the file of a secret that the service is not given',
    ({ services }) => (services.single.secrets = []),
    ['single: /run/secrets/master-key is none of its secrets'],
  ],
  [
    'a secret outside the folder of secrets',
    ({ secrets }) => (secrets['log.key'].file = './log.key'),
    ['secrets.log.key.file: Invalid string: must start with "./secrets/"'],
  ],
  [
    'no health check, where somebody waits for it',
    ({ services }) => delete services.log.healthcheck,
    ['single: waits for log, which has no health check', 'log: has no health check'],
  ],
  [
    'no health check, where nobody waits for it',
    ({ services }) => delete services.proxy.healthcheck,
    ['proxy: has no health check'],
  ],
  [
    'a wait for a start alone',
    ({ services }) => (services.single.depends_on = { log: { condition: 'service_started' } }),
    ['services.single.depends_on.log.condition: Invalid input: expected "service_healthy"'],
  ],
  [
    'a wait for nobody',
    ({ services: { single } }) => (single.depends_on.logs = { condition: 'service_healthy' }),
    ['single: waits for logs, which is not there'],
  ],
  [
    'a wait for a service of another profile',
    ({ services: { api } }) => {
      api.depends_on = { log: { condition: 'service_healthy' } };
      api.networks = ['default', 'log'];
    },
    ['api: waits for log, which is not in the profile embedded'],
  ],
  [
    'a wait for a service that it cannot reach',
    ({ services }) => (services.single.networks = ['default']),
    ['single: waits for log, which is in no network of its own'],
  ],
  [
    'no profile',
    ({ services }) => delete services.api.profiles,
    ['services.api.profiles: in no profile it would start with every other'],
  ],
  [
    'a port that is open to the world',
    ({ services }) => (services.api.ports = ['3000:3000']),
    ['services.api.ports.0: a port is open to this machine only'],
  ],
  [
    'a port twice in one profile',
    ({ services: { keycloak } }) => {
      keycloak.networks = ['default', 'web'];
      keycloak.ports = ['127.0.0.1:3443:8080'];
    },
    ['proxy: 127.0.0.1:3443 is taken by keycloak'],
  ],
  [
    'a service without limits',
    ({ services }) => delete services.objects.deploy,
    ['services.objects.deploy: Invalid input: expected object, received undefined'],
  ],
  [
    'a service that stays down',
    ({ services }) => delete services.objects.restart,
    ['services.objects.restart: Invalid input: expected "unless-stopped"'],
  ],
  [
    'an API that may write to its image',
    ({ services }) => delete services.api.read_only,
    ['api: may write to its image'],
  ],
  [
    'a variable that Compose would fill in',
    ({ services: { objects } }) => (objects.entrypoint[2] = 'exec weed -key=$KEY'),
    ['objects: $ is a variable, $$ is $'],
  ],
  [
    'a key that this project does not use',
    ({ services }) => (services.api.privileged = true),
    ['services.api: Unrecognized key: "privileged"'],
  ],
];

describe('docker-compose.yml', () => {
  it('would start, in each profile', () => expect(faults(TEXT)).toEqual([]));

  it('starts the embedded log where no profile is named', () => {
    const named = /^COMPOSE_PROFILES=(.*)$/m.exec(readFileSync('.env', 'utf8'))?.[1];
    const { services } = parse(TEXT, { merge: true });
    const started = SERVICES.filter((name) => services[name].profiles.includes(named));
    expect(started).toEqual(['api']);
  });

  it.each(broken)('is refused for %s', (_what, breakIt, expected) => {
    // Written without anchors, so that a change is a change of one service.
    const file = JSON.parse(JSON.stringify(parse(TEXT, { merge: true })));
    breakIt(file);
    expect(faults(stringify(file))).toEqual(expected);
  });

  it('is refused with the words of YAML itself', () => {
    expect(faults(`${TEXT}name: twice\n`)[0]).toMatch(/^Map keys must be unique/);
  });
});
