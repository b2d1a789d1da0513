// Entry of the `gatehouse` command, from sources (cli/main.ts) and from the bundle (out/main/headless.js).
import { join } from 'node:path';

import { runCli } from './run.ts';

const fromSources = import.meta.filename.endsWith('.ts');

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  pages: join(import.meta.dirname, fromSources ? '../out/renderer' : '../renderer'),
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
});
