// Data export in the settings: progress, the archive, and retry after a failure.
// Proves: BK-3
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('data export in the settings', () => {
  it('shows its progress, then where the archive is', async () => {
    const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Noted.' }] }) });
    await app.beginTask('Remember the shade.');
    await app.idle();
    const exports = join(stage.host().home, 'exports');
    await app.page.goto(`${stage.host().origin}/#/settings/gateway`);
    const status = app.page.getByRole('status').filter({ hasText: t('gateway.export.text') });
    await status.waitFor();
    // All texts, because each is on the page for a moment only.
    await status.evaluate((element) => {
      const texts: string[] = [];
      new MutationObserver(() => texts.push(element.textContent ?? '')).observe(element, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      Object.assign(globalThis, { exportTexts: texts });
    });
    const button = app.button(t('gateway.export.start'));
    // The folder can't be created while a file has its name.
    writeFileSync(exports, '');
    await button.click();
    await app.page.getByText(t('gateway.export.failed')).first().waitFor();
    rmSync(exports);
    await button.click();
    const path = app.page.getByText(/exports.gatehouse-.*\.tar\.gz$/);
    const archive = await path.innerText();
    expect(archive.startsWith(exports)).toBe(true);
    expect(statSync(archive).size).toBeGreaterThan(1000);
    await app.page.getByText(/^Exported 1 session \(/).waitFor();
    await app.button(t('controls.copyNamed', { name: t('gateway.export.copyPath') })).waitFor();
    const texts = await app.page.evaluate(() => Reflect.get(globalThis, 'exportTexts') as readonly string[]);
    expect(texts).toContain(t('gateway.export.sessions', { done: 0, total: 1 }));
  });
});
