import { parseDocument } from 'yaml';
import { z } from 'zod';
import { composeFile } from './compose-schema.ts';
import type { ComposeFile, Service } from './compose-schema.ts';

/** What runs in the containers of our own image. */
type Program = {
  /** The names that it reads from its environment. */
  settings: readonly string[];
  /** What it says against an environment. */
  refusal: (environment: Record<string, string>) => string | undefined;
};

type Named = { name: string; service: Service; file: ComposeFile };
type Rule = (named: Named) => string[];

/** Fragments that services take in; what remains of them is in the services. */
const isFragment = (key: string): boolean => key.startsWith('x-');
const ANY_FILE = z.record(z.string(), z.unknown());
const SECRET_NAME = /KEY|PASSWORD|SECRET|TOKEN/;
const NO_SECRET_NAME = /_(FILE|KEY_ID)$/;
const PASSWORD_IN_ADDRESS = /:\/\/[^/\s]*:[^/\s]*@/;
const SECRET_PATH = /\/run\/secrets\/[\w.-]+/g;
const VARIABLE = /(?<!\$)\$(?!\$)/;
/** Read by the logger and by Node itself. */
const READ_ELSEWHERE = ['LOG_LEVEL', 'NODE_EXTRA_CA_CERTS'];

/**
 * No container engine is needed to see that the file would not start. The program is left out where
 * it cannot be asked.
 */
export function composeFaults(text: string, program?: Program): string[] {
  const document = parseDocument(text, { strict: true, uniqueKeys: true, merge: true });
  const notYaml = [...document.errors, ...document.warnings].map(({ message }) => message);
  if (notYaml.length > 0) return notYaml;
  const whole = ANY_FILE.safeParse(document.toJS());
  const parts = Object.entries(whole.data ?? {}).filter(([key]) => !isFragment(key));
  const parsed = composeFile.safeParse(Object.fromEntries(parts));
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  const file = parsed.data;
  const rules = [...RULES, ...(program === undefined ? [] : [understoodBy(program)])];
  const faults = Object.entries(file.services).flatMap(([name, service]) =>
    rules.flatMap((rule) => rule({ name, service, file })).map((fault) => `${name}: ${fault}`),
  );
  return [...faults, ...unused(file)];
}

const isOurs = ({ image }: Service): boolean => image.startsWith('simpul:');
const volumesOf = ({ volumes }: Service): string[] =>
  volumes.map((volume) => volume.slice(0, volume.indexOf(':')));
const sourcesOf = (mounts: { source: string }[]): string[] => mounts.map(({ source }) => source);

const RULES: Rule[] = [
  ({ service }) => (service.healthcheck === undefined ? ['has no health check'] : []),
  ({ service }) => (isOurs(service) && !service.read_only ? ['may write to its image'] : []),
  ({ service, file }) => [
    ...undeclared(sourcesOf(service.secrets), file.secrets, 'secret'),
    ...undeclared(sourcesOf(service.configs), file.configs, 'config'),
    ...undeclared(volumesOf(service), file.volumes, 'volume'),
    ...undeclared(service.networks, file.networks, 'network'),
  ],
  dependencies,
  secrets,
  // Compose fills in what the shell has, or nothing.
  ({ service }) => (VARIABLE.test(JSON.stringify(service)) ? ['$ is a variable, $$ is $'] : []),
  ports,
];

const undeclared = (names: string[], declared: object, kind: string): string[] =>
  names
    .filter((name) => !Object.hasOwn(declared, name))
    .map((name) => `the ${kind} ${name} is not declared`);

function dependencies({ service, file }: Named): string[] {
  return Object.keys(service.depends_on).flatMap((name) => {
    const other = file.services[name];
    if (other === undefined) return [`waits for ${name}, which is not there`];
    const missing = service.profiles.filter((profile) => !other.profiles.includes(profile));
    const apart = !service.networks.some((network) => other.networks.includes(network));
    return [
      ...(other.healthcheck === undefined ? [`waits for ${name}, which has no health check`] : []),
      ...missing.map((profile) => `waits for ${name}, which is not in the profile ${profile}`),
      ...(apart ? [`waits for ${name}, which is in no network of its own`] : []),
    ];
  });
}

function secrets({ service }: Named): string[] {
  const { environment, entrypoint } = service;
  const mounted = service.secrets.map(({ target }) => target);
  const named = [...Object.values(environment), ...entrypoint].flatMap(
    (text) => text.match(SECRET_PATH) ?? [],
  );
  return [
    ...Object.entries(environment)
      .filter(
        ([key, value]) =>
          (SECRET_NAME.test(key) && !NO_SECRET_NAME.test(key)) || PASSWORD_IN_ADDRESS.test(value),
      )
      .map(([key]) => `${key} would put a secret into the environment`),
    ...named
      .filter((path) => !mounted.includes(path))
      .map((path) => `${path} is none of its secrets`),
  ];
}

/** Of two that run together only one gets the port. */
function ports({ name, service, file }: Named): string[] {
  const together = Object.entries(file.services).filter(
    ([other, { profiles }]) =>
      other < name && profiles.some((profile) => service.profiles.includes(profile)),
  );
  return service.ports.flatMap((port) => {
    const host = port.slice(0, port.lastIndexOf(':'));
    const taken = together.filter(([, other]) =>
      other.ports.some((each) => each.startsWith(`${host}:`)),
    );
    return taken.map(([other]) => `${host} is taken by ${other}`);
  });
}

const understoodBy =
  ({ settings, refusal }: Program): Rule =>
  ({ service }) => {
    if (!isOurs(service)) return [];
    const known = [...settings, ...READ_ELSEWHERE];
    const unknown = Object.keys(service.environment).filter((name) => !known.includes(name));
    const refused = refusal(service.environment);
    return [
      ...unknown.map((name) => `${name} is no setting`),
      ...(refused === undefined ? [] : [refused]),
    ];
  };

function unused(file: ComposeFile): string[] {
  const services = Object.values(file.services);
  const left = (kind: string, declared: object, used: string[]): string[] =>
    Object.keys(declared)
      .filter((name) => !used.includes(name))
      .map((name) => `the ${kind} ${name} is declared, and nobody uses it`);
  return [
    ...left('secret', file.secrets, sourcesOf(services.flatMap((each) => each.secrets))),
    ...left('config', file.configs, sourcesOf(services.flatMap((each) => each.configs))),
    ...left('volume', file.volumes, services.flatMap(volumesOf)),
    ...left(
      'network',
      file.networks,
      services.flatMap((each) => each.networks),
    ),
  ];
}
