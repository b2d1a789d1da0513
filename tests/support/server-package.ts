// The server package as a user gets it: built by its script, unpacked with tar.
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

/** Builds the package in a folder and returns the path of the archive. */
export function makeServerPackage(output: string): string {
  const script = join(PROJECT_ROOT, 'scripts/package-headless.ts');
  const printed = execFileSync(process.execPath, [script, '--output', output], { encoding: 'utf8' });
  const archive = /^(.+\.tar\.gz): /m.exec(printed)?.[1];
  if (archive === undefined) throw new Error(`no archive in the output of ${script}: ${printed}`);
  return archive;
}

/** Unpacks the package and returns its folder. */
export function unpackServerPackage(archive: string, into: string): string {
  execFileSync('tar', ['-xzf', archive, '-C', into]);
  return join(into, basename(archive, '.tar.gz'));
}

/** Entry file of an unpacked package. */
export function packageEntry(folder: string): string {
  return join(folder, 'gatehouse.mjs');
}
