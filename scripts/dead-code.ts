// Finds unused exports, source files, and packages.
// It compares text, not types, so it misses an unused export whose name occurs elsewhere, but never reports a used one.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PROJECT_ROOT } from './project-root.ts';

const LAYERS = '{contract,core,adapters,gateway,host,cli,electron,messages,renderer,scripts,tests}';
/** Entry points: started by npm scripts, the bundler, Vitest, or Electron. */
const ENTRIES =
  /^(scripts\/[\w-]+\.(ts|mjs)|cli\/main\.ts|electron\/(main|preload)\/index\.ts|renderer\/main\.tsx|tests\/support\/.*)$/;
const EXPORTED_VALUE = /^export (?:async )?(?:function\*?|const|let|class) ([A-Za-z_$][\w$]*)/gm;
/** Packages used only by commands, configuration files, or the type checker. */
const TOOL_PACKAGES =
  /^(@types\/.*|typescript|oxlint|oxlint-tsgolint|oxfmt|vite|electron|electron-builder|happy-dom|tailwindcss|@sparticuz\/chromium)$/;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
}

/** One line per finding; empty if there are none. */
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
        .map((name) => `${file.path}: unused export ${name}`),
    );
}

function unimportedFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(
      (file) =>
        /(?<!\.d)\.tsx?$/.test(file.path) && file.path.includes('/') && !isTest(file.path) && !ENTRIES.test(file.path),
    )
    .filter((file) => !files.some((other) => other !== file && other.text.includes(`/${basename(file.path)}`)))
    .map((file) => `${file.path}: unused file`);
}

function unusedPackages(files: readonly SourceFile[]): readonly string[] {
  // In this project's package.json, these two fields are records of strings.
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const names = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  return names
    .filter((name) => !TOOL_PACKAGES.test(name))
    .filter((name) => !files.some((file) => new RegExp(`['"]${name}(/[^'"]*)?['"]`).test(file.text)))
    .map((name) => `package.json: unused package ${name}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(findDeadCode().join('\n'));
