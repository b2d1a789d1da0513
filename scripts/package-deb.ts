// `npm run package:deb -- --from <folder>`: packs an unpacked app as a .deb with dpkg-deb, without electron-builder's download of fpm.
// `--output <folder>` writes elsewhere than to release/.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { productVersion } from '#host/shell-settings.ts';

import { PROJECT_ROOT } from './project-root.ts';

const EXECUTABLE = 'gatehouse';
const PRODUCT = 'Gatehouse';
/** Debian's names of Node's architectures. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'armhf' };
/** What Electron needs, as in electron-builder's packages. */
const DEPENDS = 'libgtk-3-0, libnotify4, libnss3, libxss1, libxtst6, xdg-utils, libatspi2.0-0, libuuid1, libsecret-1-0';
const SCRIPTS = {
  postinst: 'node_modules/app-builder-lib/templates/linux/after-install.tpl',
  postrm: 'build/linux/after-remove.sh',
};

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    from: { type: 'string', default: join(PROJECT_ROOT, 'release/linux-unpacked') },
    output: { type: 'string', default: join(PROJECT_ROOT, 'release') },
  },
});
const architecture = ARCHITECTURES[process.arch];
if (process.platform !== 'linux' || architecture === undefined) {
  console.error('Debian packages can be built on Linux for x64, arm64, and arm only.');
  process.exit(2);
}
const staging = mkdtempSync(join(tmpdir(), 'gatehouse-deb-'));
try {
  const version = productVersion();
  stageFiles(resolve(values.from));
  stageControl(version, architecture);
  const file = join(resolve(values.output), `${EXECUTABLE}_${version}_${architecture}.deb`);
  mkdirSync(values.output, { recursive: true });
  execFileSync('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', staging, file], { stdio: 'ignore' });
  console.log(file);
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function stageFiles(unpacked: string): void {
  cpSync(unpacked, join(staging, 'opt', PRODUCT), { recursive: true, verbatimSymlinks: true });
  // Updates look for it.
  writeFileSync(join(staging, 'opt', PRODUCT, 'resources/package-type'), 'deb');
  const entry = join(staging, 'usr/share/applications');
  mkdirSync(entry, { recursive: true });
  writeFileSync(join(entry, `${EXECUTABLE}.desktop`), desktopEntry());
  const icons = join(staging, 'usr/share/icons/hicolor/512x512/apps');
  mkdirSync(icons, { recursive: true });
  cpSync(join(PROJECT_ROOT, 'build/icon.png'), join(icons, `${EXECUTABLE}.png`));
}

function desktopEntry(): string {
  return `[Desktop Entry]
Name=${PRODUCT}
Exec=/opt/${PRODUCT}/${EXECUTABLE} %U
Terminal=false
Type=Application
Icon=${EXECUTABLE}
StartupWMClass=${PRODUCT}
MimeType=x-scheme-handler/gatehouse;
Comment=A desktop app for running AI agents
Categories=Development;
`;
}

function stageControl(version: string, debArchitecture: string): void {
  const folder = join(staging, 'DEBIAN');
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'control'),
    `Package: ${EXECUTABLE}
Version: ${version}
Architecture: ${debArchitecture}
Maintainer: Gatehouse contributors <contributors@gatehouse.invalid>
Section: devel
Priority: optional
Depends: ${DEPENDS}
Description: A desktop app for running AI agents
 Runs AI agents, with a local gateway to monitor, steer, and approve their work.
`,
  );
  for (const [name, source] of Object.entries(SCRIPTS)) {
    const script = readFileSync(join(PROJECT_ROOT, source), 'utf8')
      .replaceAll('${executable}', EXECUTABLE)
      .replaceAll('${sanitizedProductName}', PRODUCT);
    writeFileSync(join(folder, name), script);
    chmodSync(join(folder, name), 0o755);
  }
}
