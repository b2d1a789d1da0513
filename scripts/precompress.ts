// Vite plugin that stores a Brotli and a gzip copy of each text file, so that the gateway never compresses a page.
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { Plugin } from 'vite';

import { staticChunks, type Bundle } from './static-chunks.ts';

const TEXT_FILES = '**/*.{css,html,js,json,svg,txt,wasm,webmanifest}';
/** Smaller files hardly become smaller. */
const MIN_BYTES = 256;
/** 7 % larger than quality 11, but fifty times faster. */
const BROTLI_QUALITY = 6;
/** For what a person waits for when the app or a page opens. */
const BEST_QUALITY = 11;
const PAGE = /\/renderer\/pages\/.*-page\.tsx$/;
const GZIP_LEVEL = 9;

/** Writes `<file>.br` and `<file>.gz` beside each file of the bundle and of the public folder. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      // A watching build serves each file only a few times.
      if (dir !== undefined && !this.meta.watchMode) await compressFolder(dir, awaitedFiles(bundle));
    },
  };
}

/** The entry and the pages, with all that they import at once. */
function awaitedFiles(bundle: Bundle): ReadonlySet<string> {
  const isAwaited = (path: string | null): boolean => path !== null && PAGE.test(path.replaceAll('\\', '/'));
  return new Set(staticChunks(bundle, (chunk) => chunk.isEntry || isAwaited(chunk.facadeModuleId)));
}

async function compressFolder(folder: string, awaited: ReadonlySet<string>): Promise<void> {
  await Promise.all(
    globSync(TEXT_FILES, { cwd: folder }).map(async (path) => {
      const bytes = await readFile(join(folder, path));
      if (bytes.length < MIN_BYTES) return;
      const quality = awaited.has(path.replaceAll('\\', '/')) ? BEST_QUALITY : BROTLI_QUALITY;
      const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      await writeFile(join(folder, `${path}.br`), await promisify(brotliCompress)(bytes, { params }));
      await writeFile(join(folder, `${path}.gz`), await promisify(gzip)(bytes, { level: GZIP_LEVEL }));
    }),
  );
}
