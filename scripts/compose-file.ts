import { parseDocument } from 'yaml';
import { z } from 'zod';

const duration = z.string().regex(/^\d+(ms|s|m)$/);

const service = z.strictObject({
  build: z.string(),
  image: z.string().regex(/^[\w./-]+:[\w.-]+$/, 'an image has a tag'),
  init: z.literal(true),
  restart: z.literal('unless-stopped'),
  stop_grace_period: duration,
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string()),
  secrets: z.array(z.string()),
  volumes: z.array(z.string().regex(/^[\w-]+:\/[\w/-]+$/)),
  ports: z.array(z.string().regex(/^([\d.]+:)?\d+:\d+$/)),
  healthcheck: z.strictObject({
    test: z.array(z.string()).min(2),
    interval: duration,
    timeout: duration,
    start_period: duration,
    retries: z.int().min(1),
  }),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  deploy: z.strictObject({
    resources: z.strictObject({
      limits: z.strictObject({
        cpus: z.string().regex(/^\d+(\.\d+)?$/),
        memory: z.string().regex(/^\d+[MG]$/),
      }),
    }),
  }),
});

/** What this project uses of the Compose file format; a new key is added here first. */
const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});
type ComposeFile = z.infer<typeof composeFile>;

/** No container engine is needed to see that the file would not start. */
export function composeFaults(text: string): string[] {
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  const notYaml = [...document.errors, ...document.warnings].map(({ message }) => message);
  if (notYaml.length > 0) return notYaml;
  const parsed = composeFile.safeParse(document.toJS());
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  }
  return Object.entries(parsed.data.services).flatMap(([name, each]) =>
    serviceFaults(each, parsed.data).map((fault) => `${name}: ${fault}`),
  );
}

function serviceFaults(
  { environment, secrets, volumes }: ComposeFile['services'][string],
  file: ComposeFile,
): string[] {
  const undeclared = (names: string[], declared: object, kind: string): string[] =>
    names
      .filter((name) => !(name in declared))
      .map((name) => `the ${kind} ${name} is not declared`);
  return [
    ...undeclared(secrets, file.secrets, 'secret'),
    ...undeclared(
      volumes.map((volume) => volume.slice(0, volume.indexOf(':'))),
      file.volumes,
      'volume',
    ),
    ...Object.keys(environment)
      .filter((key) => /KEY|PASSWORD|SECRET|TOKEN/.test(key) && !key.endsWith('_FILE'))
      .map((key) => `${key} would put a secret into the environment`),
  ];
}
