// A process that replaces files as one transaction, for tests that kill it. It prints `ready` when the record of it was saved.
import { openGit } from '#adapters/git/git-program.ts';
import { openSnapshots } from '#adapters/snapshots/open-snapshots.ts';
import type { FileStep } from '#core/ports/snapshots.ts';

const [home = '', folder = '', transaction = '', count = '0'] = process.argv.slice(2);
const snapshots = openSnapshots({ home, forbiddenFolders: [home], git: openGit(process.env, () => () => undefined) });
const steps: FileStep[] = [];
for (let index = 0; index < Number(count); index += 1) {
  const [before = '', after = ''] = await snapshots.write([`before ${index}`, `after ${index}`]);
  steps.push({ path: `f${index}`, before: { id: before, mode: '100644' }, after: { id: after, mode: '100644' } });
}
process.stdout.write('start\n');
await snapshots.replace(folder, transaction, steps, async () => void process.stdout.write('ready\n'));
process.stdout.write('done\n');
