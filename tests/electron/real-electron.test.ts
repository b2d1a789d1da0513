// The real thing: Electron's own binary opens the window. Skipped by name where the binary or a display is missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findElectron, hasDisplay } from '#scripts/electron-binary.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

describe('real Electron', () => {
  it('opens the app in a sandboxed window', async (context) => {
    const executablePath = findElectron();
    if (executablePath === undefined) return context.skip("Electron isn't installed (run npx install-electron)");
    if (!hasDisplay(process.platform, process.env)) return context.skip('this machine has no display');
    // Loaded late: the module is of no use where there is no binary.
    const { _electron } = await import('playwright');
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-electron-'));
    const app = await _electron.launch({
      executablePath,
      args: [PROJECT_ROOT],
      env: { ...process.env, GATEHOUSE_HOME: home, GATEHOUSE_PORT: '0' },
    });
    try {
      const window = await app.firstWindow();
      await window.waitForSelector('main');
      expect(window.url()).toContain('gatehouse-app://app/');
      expect(await window.evaluate(() => 'require' in globalThis || 'process' in globalThis)).toBe(false);
    } finally {
      await app.close();
      rmSync(home, { recursive: true, force: true });
    }
  });
});
