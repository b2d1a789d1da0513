// Packaging: the bundle plus two native modules from node_modules, with prebuilt binaries for the target platform only.

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
    target: ['AppImage', 'deb'],
    category: 'Development',
    synopsis: 'A desktop app for running AI agents',
    files: filesWithout('darwin', 'linuxmusl', 'win32'),
  },
  win: { target: ['nsis'], files: filesWithout('darwin', 'linux', 'linuxmusl') },
  mac: {
    target: ['dmg', 'zip'],
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
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    files: filesWithout('linux', 'linuxmusl', 'win32'),
  },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  publish: null,
};
