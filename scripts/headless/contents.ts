// Files of the server package: the built host and pages, and two native modules with the binaries of one target.
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { licensesText } from '../list-licenses.ts';
import { PROJECT_ROOT } from '../project-root.ts';
import type { TarEntry } from './tar.ts';

interface Target {
  /** Names of the prebuilt binaries of both native modules. */
  readonly prebuild: string;
}

/** Machines for which both native modules have prebuilt binaries. */
export const TARGETS: Readonly<Record<string, Target>> = {
  'linux-x64-glibc': { prebuild: 'linux-x64' },
  'linux-arm64-glibc': { prebuild: 'linux-arm64' },
  'darwin-x64': { prebuild: 'darwin-x64' },
  'darwin-arm64': { prebuild: 'darwin-arm64' },
};

const MANIFEST_FIELDS = ['name', 'version', 'description', 'license', 'type', 'engines'] as const;
const NATIVE_MODULES = ['better-sqlite3', 'node-pty'];
const EXECUTABLE = /(^|\/)(gatehouse|spawn-helper)$/;

/** All files, with paths relative to the package's folder. */
export function packageContents(target: string, { prebuild }: Target): readonly TarEntry[] {
  return [
    ...filesOf('build/headless', ['*']),
    ...filesOf('.', ['LICENSE', 'cli/gatehouse.mjs', 'host/{compile-cache,node-version,package-target}.mjs']),
    ...filesOf('.', ['out/main/**/*.{js,wasm}', 'out/renderer/**']).filter(({ path }) => path !== 'out/main/index.js'),
    ...filesOf(
      '.',
      NATIVE_MODULES.flatMap((name) => nativeFiles(`node_modules/${name}`, prebuild)),
    ),
    textEntry('package.json', `${JSON.stringify(manifestOf(target), null, 2)}\n`),
    textEntry('THIRD-PARTY-LICENSES.txt', thirdPartyLicenses()),
  ];
}

/** Name and version of the product, for the archive's name. */
export function productName(): string {
  const { name, version } = readManifest();
  return `${String(name)}-${String(version)}`;
}

function nativeFiles(folder: string, prebuild: string): readonly string[] {
  return [
    `${folder}/{LICENSE,package.json}`,
    `${folder}/lib/**/*.js`,
    `${folder}/prebuilds/${prebuild}.node`,
    `${folder}/prebuilds/${prebuild}/*`,
  ];
}

function filesOf(folder: string, patterns: readonly string[]): readonly TarEntry[] {
  const root = join(PROJECT_ROOT, folder);
  return globSync([...patterns], { cwd: root, exclude: ['**/*.map', '**/*.test.js'] })
    .filter((path) => statSync(join(root, path)).isFile())
    .map((found) => {
      const path = found.replaceAll('\\', '/');
      return { path, bytes: readFileSync(join(root, path)), isExecutable: EXECUTABLE.test(path) };
    });
}

function textEntry(path: string, text: string): TarEntry {
  return { path, bytes: Buffer.from(text), isExecutable: false };
}

function readManifest(): Readonly<Record<string, unknown>> {
  // Our own manifest.
  return JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<string, unknown>;
}

function manifestOf(target: string): Readonly<Record<string, unknown>> {
  const manifest = readManifest();
  return {
    ...Object.fromEntries(MANIFEST_FIELDS.map((field) => [field, manifest[field]])),
    imports: { '#host/*': './host/*' },
    dependencies: manifest['dependencies'],
    target,
  };
}

function thirdPartyLicenses(): string {
  const bundled = ['main', 'renderer'].map((part) => [
    part === 'main' ? 'The gateway' : 'The web app',
    readFileSync(join(PROJECT_ROOT, 'out', part, 'licenses.txt'), 'utf8'),
  ]);
  const native = licensesText(NATIVE_MODULES.map((name) => join(PROJECT_ROOT, 'node_modules', name)));
  return [...bundled, ['Native modules', native]].map(([title, text]) => `${title}. ${text}`).join('\n\n');
}
