import { SystemClock } from '#event-store';
import { openCity } from '../../api/src/city.ts';
import { configFrom } from '../../api/src/config.ts';
import { importRegister } from './import/import-register.ts';

type Options = Record<string, string | boolean>;

/** `operator -- import`: beside a running API it is refused, because that one writes. */
export async function importFromOptions(
  options: Options,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<void> {
  const clock = new SystemClock();
  const city = await openCity(configFrom(env), { clock, say });
  try {
    const { store, keeping, identity } = city.parts;
    const { vault } = keeping;
    const report = await importRegister({
      csv: String(options['file']),
      mapping: String(options['mapping']),
      skipBadLines: options['skipBadLines'] === true,
      reportFile: String(options['report']),
      store,
      vault,
      logKey: identity.keys.log,
      now: () => clock.now(),
      say,
    });
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } finally {
    await city.close();
  }
}
