// Packaging: two native modules beside the bundle, nothing else of node_modules; prebuilt binaries of the target only.

/** Files of the two native modules that are needed at build time only. */
const BUILD_ONLY = [
  '!**/node_modules/node-{linux,win}-*/**',
  '!**/node_modules/node-addon-api/**',
  '!**/node_modules/better-sqlite3/{deps,src}/**',
  '!**/node_modules/node-pty/{src,third_party,deps,scripts,typings}/**',
  '!**/*.{map,pdb,md,ts}',
];

/** What ships, without the prebuilt binaries of other platforms. A platform's list replaces the general one. */
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
  // Native modules and node-pty's spawn helper are opened by the system, which does not look into an asar.
  asarUnpack: ['**/*.node', '**/node_modules/node-pty/prebuilds/**'],
  npmRebuild: false,
  // The shell must not double as a plain Node, take debugger arguments, or load code from beside its own archive.
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
    synopsis: 'The desktop home for AI agents',
    files: filesWithout('darwin', 'linuxmusl', 'win32'),
  },
  win: { target: ['nsis'], files: filesWithout('darwin', 'linux', 'linuxmusl') },
  mac: {
    target: ['dmg', 'zip'],
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
    files: filesWithout('linux', 'linuxmusl', 'win32'),
  },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  publish: null,
};
