/**
 * Runs one replay. Erasable TypeScript that imports Node only: what it runs comes as a URL, so it
 * starts from source under the tests and compiled in production.
 */
import { parentPort, workerData } from 'node:worker_threads';

type Run = { replay(job: unknown, progress: (sequence: number) => void): Promise<void> };
const { runUrl, job } = workerData as { runUrl: string; job: unknown };

const { replay } = (await import(runUrl)) as Run;
await replay(job, (sequence) => parentPort?.postMessage(sequence));
