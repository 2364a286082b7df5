/** Runs every check, two at a time; prints a line each and what the failing ones said. */
import { spawn } from 'node:child_process';

// The slow ones first, so that the short ones fill the second lane.
const steps = [
  'lint',
  'schema:check',
  'format:check',
  'types',
  'deps',
  'dead-code',
  'house',
  'docs:check',
];
const LANES = 2;

type Outcome = { passed: boolean; output: string };

function run(step: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn('npm', ['run', '--silent', step], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      resolve({ passed: false, output: error.message });
    });
    child.on('close', (code) => {
      resolve({ passed: code === 0, output: Buffer.concat(chunks).toString() });
    });
  });
}

const waiting = [...steps];
let failed = 0;

async function lane(): Promise<void> {
  for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
    const started = performance.now();
    const { passed, output } = await run(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.padEnd(12)} ${seconds.padStart(5)} s`);
    if (passed) continue;
    failed += 1;
    console.log(output.trimEnd());
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
console.log(failed === 0 ? 'all checks passed' : `${failed} of ${steps.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
