import { parseArgs } from 'node:util';
import pino from 'pino';
import { StoreUnavailable } from '#event-store';
import { SnapshotRefused } from '#read-model';
import { VaultRefused } from '#sealing';
import { openCity } from './city.ts';
import type { CityParts } from './city.ts';
import { ConfigRefused, configFrom } from './config.ts';
import { createServer } from './server.ts';

const log = pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: null });

async function start(): Promise<void> {
  const config = configFrom(process.env);
  const { values } = parseArgs({ options: { 'from-snapshot': { type: 'string' } } });
  const snapshot = values['from-snapshot'];
  const city = await openCity(config, { snapshot, say: (message) => log.info(message) });
  const app = await createServer(city, { ...config, log });
  const stop = async (): Promise<void> => {
    await app.close();
    await city.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  await app.listen(config.port, config.host);
  tell(await app.getUrl(), city.parts, config.production);
}

/** What a newcomer needs to go on. */
function tell(url: string, { identity, signIns }: CityParts, production: boolean): void {
  const lines = [`GraphQL   ${url}/graphql`, `Live      ${url}/graphql/stream`];
  if (!production) lines.push(`GraphiQL  ${url}/graphiql`);
  if (identity.demo && signIns.embedded) {
    lines.push(
      'Demo accounts (password simpul-demo):',
      '  coordinator.diskominfo, coordinator2.diskominfo, approver.diskominfo, admin.diskominfo,',
      '  lead.<code> and officer.<code> of every office, e.g. lead.dinkes,',
      '  auditor.inspektorat, superior.setda, legal.setda, leadership.setda',
    );
  }
  if (identity.demo) {
    lines.push('The master key of a demo lies beside its vault: keep no real data in it.');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

start().catch((error: unknown) => {
  const expected =
    error instanceof ConfigRefused ||
    error instanceof StoreUnavailable ||
    error instanceof SnapshotRefused ||
    error instanceof VaultRefused;
  process.stderr.write(`Simpul does not start: ${expected ? error.message : String(error)}\n`);
  process.exit(1);
});
