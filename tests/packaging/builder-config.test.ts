// The configuration of the installers, checked by electron-builder's own schema, with and without signing and an update server.
// Proves: PK-1
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

interface BuilderConfig {
  readonly mac: { readonly notarize: boolean; readonly target: readonly { readonly target: string }[] };
  readonly win: Readonly<Record<string, unknown>>;
  readonly linux: { readonly target: readonly { readonly target: string }[] };
  readonly publish: unknown;
}

const FILE = join(PROJECT_ROOT, 'build/electron-builder.config.mjs');
// The package doesn't export it, and its types need electron-builder's internal ones.
const { validateConfiguration } = createRequire(createRequire(import.meta.url).resolve('electron-builder'))(
  join(PROJECT_ROOT, 'node_modules/app-builder-lib/out/util/config/config.js'),
) as { validateConfiguration(config: unknown, log: unknown): Promise<void> };

afterEach(() => vi.unstubAllEnvs());

let loads = 0;
async function load(variables: Readonly<Record<string, string>> = {}): Promise<BuilderConfig> {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  loads += 1;
  const { default: config } = (await import(`${pathToFileURL(FILE).href}?${loads}`)) as { default: BuilderConfig }; // Checked by its schema.
  await validateConfiguration(config, { isEnabled: false, add: () => undefined });
  return config;
}

describe('configuration of the installers', () => {
  it('is valid and covers three systems', async () => {
    const { linux, mac, win, publish } = await load();
    expect(linux.target.map(({ target }) => target)).toEqual(['AppImage', 'deb']);
    expect(mac.target.map(({ target }) => target)).toEqual(['dmg', 'zip']);
    expect(win['target']).toMatchObject([{ target: 'nsis' }]);
    expect(mac.notarize).toBe(false);
    expect(publish).toBeNull();
  });

  it('rejects a key that electron-builder does not know', async () => {
    const config = { ...(await load()), macos: {} };
    await expect(validateConfiguration(config, { isEnabled: false, add: () => undefined })).rejects.toThrow('macos');
  });

  it('notarizes with an API key or an Apple ID, but not with half of one', async () => {
    const half = await load({ APPLE_ID: 'someone@example.org' });
    expect(half.mac.notarize).toBe(false);
    const whole = await load({ APPLE_APP_SPECIFIC_PASSWORD: 'x', APPLE_TEAM_ID: 'T' });
    expect(whole.mac.notarize).toBe(true);
  });

  it('signs for Windows with a certificate or with Azure, for the named publisher', async () => {
    expect((await load({ WIN_PUBLISHER_NAME: 'Gatehouse' })).win).toMatchObject({
      signtoolOptions: { publisherName: 'Gatehouse' },
    });
    const { win } = await load({
      AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net',
      AZURE_SIGNING_ACCOUNT: 'account',
      AZURE_SIGNING_PROFILE: 'profile',
    });
    expect(win).toMatchObject({ azureSignOptions: { publisherName: 'Gatehouse' } });
    expect(win['signtoolOptions']).toBeUndefined();
  });

  it('names the update server of the build', async () => {
    const { publish } = await load({ GATEHOUSE_UPDATE_URL: 'https://updates.example.org/gatehouse' });
    expect(publish).toEqual([{ provider: 'generic', url: 'https://updates.example.org/gatehouse' }]);
  });

  it('says what an uninstallation leaves, on Linux and Windows', () => {
    for (const file of ['build/linux/after-remove.sh', 'build/windows/installer.nsh'])
      expect(readFileSync(join(PROJECT_ROOT, file), 'utf8'), file).toContain('.gatehouse');
  });
});
