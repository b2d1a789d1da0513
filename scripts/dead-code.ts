// Finds exports that no other file names, source files that nothing imports, and packages that nothing uses.
// It reads text, not types: a name used elsewhere for something else hides a dead one, never the other way round.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PROJECT_ROOT } from './project-root.ts';

const LAYERS = '{contract,core,adapters,gateway,host,cli,electron,messages,renderer,scripts,tests}';
/** Files that something outside the sources starts: npm scripts, the bundler, Vitest, Electron. */
const ENTRIES =
  /^(scripts\/[\w-]+\.(ts|mjs)|cli\/main\.ts|electron\/(main|preload)\/index\.ts|renderer\/main\.tsx|tests\/support\/.*)$/;
const EXPORTED_VALUE = /^export (?:async )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)/gm;
/** Packages used by name in a command, a config or the type checker only. */
const TOOL_PACKAGES =
  /^(@types\/.*|typescript|oxlint|oxlint-tsgolint|oxfmt|vite|electron|electron-builder|tailwindcss|@sparticuz\/chromium)$/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** One line per dead thing; empty when there is none. */
export function findDeadCode(): readonly string[] {
  const files = readSources();
  return [...deadExports(files), ...unimportedFiles(files), ...unusedPackages(files)];
}

function readSources(): readonly SourceFile[] {
  const paths = globSync([`${LAYERS}/**/*.{ts,tsx,mjs,css,html}`, '*.ts', 'build/*.mjs'], { cwd: PROJECT_ROOT });
  return paths.map((path) => {
    const text = readFileSync(join(PROJECT_ROOT, path), 'utf8');
    return { path: path.replaceAll('\\', '/'), text, words: new Set(text.match(/[A-Za-z_$][\w$]*/g)) };
  });
}

function isTest(path: string): boolean {
  return path.startsWith('tests/') || /\.test\.tsx?$/.test(path);
}

function deadExports(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !isTest(file.path) && !ENTRIES.test(file.path))
    .flatMap((file) =>
      [...file.text.matchAll(EXPORTED_VALUE)]
        .map((match) => match[1] ?? '')
        .filter((name) => !files.some((other) => other !== file && other.words.has(name)))
        .map((name) => `${file.path}: nothing uses the export ${name}`),
    );
}

function unimportedFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(
      (file) =>
        /(?<!\.d)\.tsx?$/.test(file.path) && file.path.includes('/') && !isTest(file.path) && !ENTRIES.test(file.path),
    )
    .filter((file) => !files.some((other) => other !== file && other.text.includes(`/${basename(file.path)}`)))
    .map((file) => `${file.path}: nothing imports this file`);
}

function unusedPackages(files: readonly SourceFile[]): readonly string[] {
  // package.json is ours; these two fields are records of strings.
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  return names
    .filter((name) => !TOOL_PACKAGES.test(name))
    .filter((name) => !files.some((file) => new RegExp(`['"]${name}(/[^'"]*)?['"]`).test(file.text)))
    .map((name) => `package.json: nothing imports ${name}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(findDeadCode().join('\n'));
