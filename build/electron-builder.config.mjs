// Packaging: the bundle plus two native modules from node_modules, with prebuilt binaries for the target platform only.
// Signing and the update server come from environment variables; docs/releasing.md lists them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';

import { readUpdateKeys } from '../electron/main/update-signature.ts';

/** Files of the native modules that are only needed at build time. */
const BUILD_ONLY = [
  '!**/node_modules/node-{linux,win}-*/**',
  '!**/node_modules/node-addon-api/**',
  '!**/node_modules/better-sqlite3/{deps,src}/**',
  '!**/node_modules/node-pty/{src,third_party,deps,scripts,typings}/**',
  '!**/*.{map,pdb,md,ts}',
];

/** Packaged files, without the prebuilt binaries of the given platforms. A platform's list replaces the general one. */
function filesWithout(...platforms) {
  const foreign = platforms.flatMap((platform) => [
    `!**/node_modules/better-sqlite3/prebuilds/${platform}-*.node`,
    `!**/node_modules/node-pty/prebuilds/${platform}-*/**`,
  ]);
  return ['out/**', 'resources/**', 'package.json', 'LICENSE', ...BUILD_ONLY, ...foreign];
}

/** Signs with Azure Trusted Signing. Without these variables, electron-builder uses WIN_CSC_LINK, or doesn't sign. */
function azureSigning() {
  const { AZURE_SIGNING_ENDPOINT: endpoint, AZURE_SIGNING_ACCOUNT, AZURE_SIGNING_PROFILE, WIN_PUBLISHER_NAME } = env;
  if (!endpoint || !AZURE_SIGNING_ACCOUNT || !AZURE_SIGNING_PROFILE || !WIN_PUBLISHER_NAME) return undefined;
  return {
    endpoint,
    codeSigningAccountName: AZURE_SIGNING_ACCOUNT,
    certificateProfileName: AZURE_SIGNING_PROFILE,
    publisherName: WIN_PUBLISHER_NAME,
  };
}

/** How Windows packages are signed. An update must have the same publisher. */
function windowsSigning() {
  const azureSignOptions = azureSigning();
  if (azureSignOptions !== undefined) return { azureSignOptions };
  return env.WIN_PUBLISHER_NAME ? { signtoolOptions: { publisherName: env.WIN_PUBLISHER_NAME } } : {};
}

/** Apple's notary service accepts an API key, or an Apple ID with a password. */
const canNotarize = Boolean(
  (env.APPLE_API_KEY && env.APPLE_API_KEY_ID && env.APPLE_API_ISSUER) ||
  (env.APPLE_ID && env.APPLE_APP_SPECIFIC_PASSWORD && env.APPLE_TEAM_ID),
);

/** Public keys that update metadata must be signed with, one per line. */
const updateKeys = env.GATEHOUSE_UPDATE_KEYS?.trim() ?? '';
// A damaged key would end all updates of this build.
if (updateKeys !== '') readUpdateKeys(updateKeys);

/** Before the package is signed. */
async function writeUpdateKeys({ appOutDir, packager }) {
  if (updateKeys === '') return;
  await writeFile(join(packager.getResourcesDir(appOutDir), 'update-keys.txt'), `${updateKeys}\n`);
}

export default {
  appId: 'org.gatehouse.app',
  productName: 'Gatehouse',
  copyright: 'Copyright © 2026 Gatehouse contributors',
  directories: { buildResources: 'build', output: 'release' },
  protocols: [{ name: 'Gatehouse', schemes: ['gatehouse'] }],
  asar: true,
  // The operating system loads native modules and node-pty's spawn helper, and it can't read them from an asar archive.
  asarUnpack: ['**/*.node', '**/node_modules/node-pty/prebuilds/**'],
  npmRebuild: false,
  // The binary must not run as plain Node, accept debugger arguments, or load code from outside its archive.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    maintainer: 'Gatehouse contributors <contributors@gatehouse.invalid>',
    category: 'Development',
    synopsis: 'A desktop app for running AI agents',
    files: filesWithout('darwin', 'linuxmusl', 'win32'),
  },
  deb: { afterRemove: 'build/linux/after-remove.sh', packageCategory: 'devel' },
  win: {
    target: [{ target: 'nsis', arch: ['x64'] }],
    files: filesWithout('darwin', 'linux', 'linuxmusl'),
    ...windowsSigning(),
  },
  mac: {
    // Updates use the zip.
    target: [
      { target: 'dmg', arch: ['arm64', 'x64'] },
      { target: 'zip', arch: ['arm64', 'x64'] },
    ],
    category: 'public.app-category.developer-tools',
    // Folders can be dropped on the icon in the Dock.
    extendInfo: {
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'Folder',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'None',
          LSItemContentTypes: ['public.folder'],
        },
      ],
    },
    hardenedRuntime: true,
    notarize: canNotarize,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    files: filesWithout('linux', 'linuxmusl', 'win32'),
  },
  nsis: {
    oneClick: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
    include: 'build/windows/installer.nsh',
  },
  afterPack: writeUpdateKeys,
  generateUpdatesFilesForAllChannels: true,
  // Without an address, the app says that updates aren't available in this build.
  publish: env.GATEHOUSE_UPDATE_URL ? [{ provider: 'generic', url: env.GATEHOUSE_UPDATE_URL }] : null,
};
