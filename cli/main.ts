// Entry point of `gatehouse`, both from source (cli/main.ts) and bundled (out/main/headless.js).
import { join } from 'node:path';

import { EXIT } from './output/exit-codes.ts';
import { runCli } from './run.ts';

const fromSources = import.meta.filename.endsWith('.ts');

// `gatehouse … | head`: the reader has closed the pipe, so the command is done.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed),
);

process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  pages: join(import.meta.dirname, fromSources ? '../out/renderer' : '../renderer'),
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: { input: process.stdin, output: process.stderr },
});
