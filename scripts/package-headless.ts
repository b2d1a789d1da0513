// `npm run package:headless`: writes the server package, an archive that needs nothing but Node, to release/.
// `-- --target linux-arm64-glibc` packages for another machine, `--output <folder>` writes elsewhere.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

import { currentTarget } from '#host/package-target.mjs';

import { ensureBuilt } from './build-if-stale.ts';
import { packageContents, productName, TARGETS } from './headless/contents.ts';
import { createTar } from './headless/tar.ts';
import { PROJECT_ROOT } from './project-root.ts';

const MEBIBYTE = 1024 * 1024;
const MAX_ARCHIVE_BYTES = 16 * MEBIBYTE;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    target: { type: 'string', default: currentTarget() },
    output: { type: 'string', default: join(PROJECT_ROOT, 'release') },
  },
});
const target = TARGETS[values.target];
if (target === undefined) {
  console.error(`There is no package for ${values.target}. Supported targets: ${Object.keys(TARGETS).join(', ')}.`);
  process.exit(2);
}
await ensureBuilt(console.log);
const folder = `${productName()}-${values.target}`;
const entries = packageContents(values.target, target).map((entry) => ({ ...entry, path: `${folder}/${entry.path}` }));
const archive = gzipSync(createTar(entries, sourceTime()), { level: 9 });
const path = join(resolve(values.output), `${folder}.tar.gz`);
mkdirSync(values.output, { recursive: true });
writeFileSync(path, archive);
const unpacked = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
console.log(`${path}: ${mebibytes(archive.length)} (unpacked: ${mebibytes(unpacked)}, ${entries.length} files)`);
if (archive.length > MAX_ARCHIVE_BYTES) {
  console.error(`The archive is larger than ${mebibytes(MAX_ARCHIVE_BYTES)}.`);
  process.exitCode = 1;
}

/** Time of all files, so that the same sources give the same archive. */
function sourceTime(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) return Number(given);
  return Number(execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: PROJECT_ROOT, encoding: 'utf8' }));
}

function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
