// Vite plugins that write the licenses of all bundled packages to `licenses.txt`, beside the bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Plugin } from 'vite';

const FILE_NAME = 'licenses.txt';
const PACKAGE_FOLDER = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
/** Packages that a style sheet imports aren't modules of the bundle. */
const STYLE_IMPORT = /@import\s+'([^.'][^']*)'/g;
const LICENSE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The plugin of a bundle, and that of its workers, which are bundled separately. */
export interface LicensePlugins {
  readonly bundle: Plugin;
  readonly workers: () => Plugin[];
}

/** Plugins that list the packages of one bundle and its workers. */
export function listLicenses(): LicensePlugins {
  const folders = new Set<string>();
  const collect = (ids: Iterable<string>): void => {
    for (const id of ids) for (const folder of packagesOf(id)) folders.add(folder);
  };
  return {
    bundle: {
      name: 'list-licenses',
      generateBundle() {
        collect(this.getModuleIds());
        this.emitFile({ type: 'asset', fileName: FILE_NAME, source: licensesText([...folders]) });
      },
    },
    workers: () => [
      {
        name: 'collect-licenses',
        generateBundle() {
          collect(this.getModuleIds());
        },
      },
    ],
  };
}

/** The text for packages in these folders, sorted by name. */
export function licensesText(folders: readonly string[]): string {
  const entries = new Map(folders.map(describePackage));
  const texts = [...entries].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([title, text]) => `${title}\n\n${text}\n`);
  return `Gatehouse includes these packages:\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function packagesOf(id: string): readonly string[] {
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').replace(/\?.*$/, '');
  const folder = PACKAGE_FOLDER.exec(path)?.[0];
  if (folder !== undefined) return [folder];
  return path.endsWith('.css') && existsSync(path) ? styleImports(path) : [];
}

function styleImports(path: string): readonly string[] {
  return [...readFileSync(path, 'utf8').matchAll(STYLE_IMPORT)].flatMap(([, name = '']) =>
    packagesOf(resolve('node_modules', name, 'index.css')),
  );
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

function describePackage(folder: string): readonly [title: string, text: string] {
  // Every installed package has these fields.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const license = manifest.license ?? 'see below';
  const file = readdirSync(folder).find((name) => LICENSE_FILE.test(name));
  const text = file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
  return [`${manifest.name} ${manifest.version} (${license})`, text];
}
