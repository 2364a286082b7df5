import { z } from 'zod';

const duration = z.string().regex(/^\d+(ms|s|m)$/);
const environment = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());
const absolute = z.string().regex(/^\/[\w./-]+$/);

const mounted = z.strictObject({ source: z.string(), target: absolute });
const secret = z
  .union([z.string(), mounted])
  .transform((given) =>
    typeof given === 'string' ? { source: given, target: `/run/secrets/${given}` } : given,
  );
const network = z.strictObject({ aliases: z.array(z.string()).optional() });

const service = z.strictObject({
  build: z.string().optional(),
  image: z.string().regex(/^[\w./-]+:[\w-]*\d+\.\d+[\w.-]*$/, 'an image has the tag of a version'),
  profiles: z.array(z.string(), 'in no profile it would start with every other').min(1),
  init: z.literal(true),
  restart: z.literal('unless-stopped'),
  stop_grace_period: duration,
  user: z.string().optional(),
  entrypoint: z.array(z.string()).default([]),
  environment: environment.default({}),
  secrets: z.array(secret).default([]),
  configs: z.array(mounted).default([]),
  volumes: z.array(z.string().regex(/^[\w-]+:\/[\w/-]+$/)).default([]),
  ports: z
    .array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'a port is open to this machine only'))
    .default([]),
  networks: z
    .union([z.array(z.string()), z.record(z.string(), network).transform(Object.keys)])
    .default(['default']),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.literal('service_healthy') }))
    .default({}),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).min(2),
      interval: duration,
      timeout: duration,
      start_period: duration,
      retries: z.int().min(1),
    })
    .optional(),
  read_only: z.literal(true).optional(),
  tmpfs: z.array(absolute).default([]),
  cap_add: z.array(z.string()).default([]),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  // Rotates by itself.
  logging: z.strictObject({ driver: z.literal('local') }),
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
export const composeFile = z.strictObject({
  name: z.string(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.strictObject({ internal: z.literal(true).optional() })),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./') })),
  secrets: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./secrets/') })),
});
export type ComposeFile = z.infer<typeof composeFile>;
export type Service = z.infer<typeof service>;
