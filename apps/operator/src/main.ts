import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { RestoreOptions } from './restore-command.ts';
import { placesIn } from '../../api/src/config.ts';

/** Told as it goes: long work shows progress. */
const say = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

const program = new Command('operator')
  .description('Opens, seeds, fills and mends the data folder of Simpul (SIMPUL_DATA_DIR).')
  .showHelpAfterError();

program
  .command('seed')
  .description('open a demo city and play its story; only where there is no log yet')
  .option('--if-empty', 'do nothing where there is a log already')
  .action(async ({ ifEmpty }: { ifEmpty?: boolean }) => {
    const dataDir = process.env['SIMPUL_DATA_DIR'] ?? './data';
    // Nothing else is loaded for a second start.
    if (ifEmpty === true && existsSync(join(placesIn(dataDir).log, 'events.sqlite'))) return;
    const { configFrom } = await import('../../api/src/config.ts');
    const { seedDemo } = await import('./seed/seed.ts');
    const { holdsLog } = await import('./open-city.ts');
    const config = configFrom(process.env);
    if (ifEmpty !== true || !(await holdsLog(config))) await seedDemo(config, say);
  });

program
  .command('open')
  .description('open the log of a real city; the password of the first admin is printed once')
  .requiredOption('--city <name>', 'the name of the city')
  .requiredOption('--offices <csv>', 'offices: code,name,kind,parent')
  .requiredOption('--admin-username <name>', 'the name the first admin signs in with')
  .requiredOption('--admin-name <name>', 'their name')
  .requiredOption('--admin-office <code>', 'the office of their post')
  .requiredOption('--admin-post <post>', 'their post')
  .requiredOption('--admin-mandate <number>', 'number of the letter that gives the mandate')
  .requiredOption('--admin-mandate-date <day>', 'its date, YYYY-MM-DD')
  .option('--register <start...>', 'where registers go on, e.g. PIP/2026=41')
  .action(async (options: Record<string, string | string[]>) => {
    const { openFromOptions } = await import('./open-command.ts');
    await openFromOptions(options, process.env, say);
  });

program
  .command('import')
  .description('import a CSV register or event log; the API must be stopped')
  .requiredOption('--file <csv>', 'the register')
  .requiredOption('--mapping <json>', 'what its columns and values mean')
  .option('--skip-bad-lines', 'import the rest, and list the bad lines in a report')
  .option('--report <file>', 'where that report goes', 'import-report.csv')
  .action(async (options: Record<string, string | boolean>) => {
    const { importFromOptions } = await import('./import-command.ts');
    await importFromOptions(options, process.env, say);
  });

program
  .command('rebuild')
  .description('delete the read model and build it again from the log; the API must be stopped')
  .action(async () => {
    const { configFrom } = await import('../../api/src/config.ts');
    const { openCity } = await import('../../api/src/city.ts');
    const config = configFrom(process.env);
    rmSync(placesIn(config.dataDir).readModel, { recursive: true, force: true });
    const city = await openCity(config, { say });
    const { sequence } = city.parts.model.checkpoint;
    await city.close();
    say(`the read model holds ${sequence} events`);
  });

program
  .command('snapshot')
  .description('copy the read model, beside the running API, for a new node (--from-snapshot)')
  .requiredOption('--to <folder>', 'where the copy goes; keep it as you keep the data folder')
  .action(async ({ to }: { to: string }) => {
    const { configFrom } = await import('../../api/src/config.ts');
    const { views } = await import('../../api/src/views.ts');
    const { takeSnapshot } = await import('#read-model');
    const folder = placesIn(configFrom(process.env).dataDir).readModel;
    const { file, sequence } = await takeSnapshot({ folder, views, to });
    say(`${file}: ${sequence} events`);
  });

program
  .command('check-attachments')
  .description('read every stored file to its end; the API must be stopped')
  .option('--remove-unnamed', 'remove what uploads left whose event never came')
  .action(async (options: { removeUnnamed?: boolean }) => {
    const { checkAttachments } = await import('./check-attachments.ts');
    if (!(await checkAttachments(options, process.env, say))) process.exitCode = 1;
  });

program
  .command('backup')
  .description('copy log and vault into two folders, beside the running API')
  .requiredOption('--to <folder>', 'an empty folder, or none yet; gets log/ and vault/')
  .option('--only <part>', 'log or vault alone, e.g. for two media: the log first')
  .option('--allow-partial', 'do not fail for being incomplete with --only')
  .action(async (options: { to: string; only?: string; allowPartial?: boolean }) => {
    const { backUpFromOptions } = await import('./backup-command.ts');
    if (!(await backUpFromOptions(options, process.env, say))) process.exitCode = 1;
  });

program
  .command('restore')
  .description('build the data folder, which must be empty, from a backup')
  .requiredOption('--from-log <folder>', 'the folder log of a backup')
  .requiredOption('--from-vault <folder>', 'the folder vault of a backup, as old or newer')
  .option('--erasures <file>', 'the list of erasures, all of which are carried out again')
  .option('--without-erasure-list', 'there is none: what was erased since can be read again')
  .option('--allow-partial', 'restore the rest of a backup that lacks files of the city')
  .action(async (options: RestoreOptions) => {
    const { restoreFromOptions } = await import('./restore-command.ts');
    await restoreFromOptions(options, process.env, say);
  });

program
  .command('copy-log')
  .description('copy the log to a server, or back, event by event; the API must be stopped')
  .requiredOption('--from <store>', 'embedded or eventstoredb')
  .requiredOption('--to <store>', 'the other one; it holds nothing, or what a copy began')
  .action(async (options: { from: string; to: string }) => {
    const { copyLogFromOptions } = await import('./copy-log.ts');
    await copyLogFromOptions(options, process.env, say);
  });

program
  .command('copy-keeping')
  .description('copy keys, accounts and files to the shared bucket, or back; stop every API first')
  .requiredOption('--from <place>', 'disk or s3')
  .requiredOption('--to <place>', 'the other one')
  .action(async (options: { from: string; to: string }) => {
    const { copyKeepingFromOptions } = await import('./copy-keeping.ts');
    await copyKeepingFromOptions(options, process.env, say);
  });

program
  .command('rotate-master-key')
  .description('wrap the vault with a new master key; the API must be stopped')
  .option('--new-key-file <file>', 'the new key; or SIMPUL_NEW_MASTER_KEY_FILE')
  .action(async (options: { newKeyFile?: string }) => {
    const { rotateFromOptions } = await import('./rotate-command.ts');
    await rotateFromOptions(options, process.env, say);
  });

program.parseAsync().catch((error: unknown) => {
  say(`operator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
