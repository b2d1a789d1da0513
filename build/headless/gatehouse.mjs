// Entry point of the server package: checks that the package is for this machine, then runs the `gatehouse` command.
import { readFileSync } from 'node:fs';

import { currentTarget, describeForeignTarget } from '#host/package-target.mjs';

const { target } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const foreign = describeForeignTarget(target, currentTarget());
if (foreign !== undefined) {
  console.error(`gatehouse: ${foreign}`);
  process.exit(1);
}
await import('./cli/gatehouse.mjs');
