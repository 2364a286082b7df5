/** Prints how many tests of a jest report passed and failed; a suite that broke is a failure. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const count = z.int().min(0);
const report = z.object({
  numPassedTests: count,
  numFailedTests: count,
  numRuntimeErrorTestSuites: count,
});

const [file = ''] = process.argv.slice(2);
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = report.parse(
  JSON.parse(readFileSync(file, 'utf8')),
);
const failed = numFailedTests + numRuntimeErrorTestSuites;
console.log(`${numPassedTests} ${numPassedTests === 0 && failed === 0 ? 1 : failed}`);
