// Backups in Settings: the passphrase, a backup, and its verification.
// Proves: BK-1
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('backups in the settings', () => {
  it('set the passphrase, create a backup, and verify it', async () => {
    const { stage, app } = await openReadyApp({});
    const { page } = app;
    await page.goto(`${stage.host().origin}/#/settings/gateway`);
    const create = page.getByRole('button', { name: t('backups.create') });
    await expect.poll(() => create.isDisabled()).toBe(true);
    await page.getByRole('button', { name: t('backups.passphrase.set') }).click();
    const dialog = page.getByRole('dialog', { name: t('backups.passphrase.set') });
    const save = dialog.getByRole('button', { name: t('backups.save') });
    await dialog.getByLabel(t('backups.passphrase.label'), { exact: true }).fill('short');
    await save.click();
    await dialog.getByText(t('backups.passphrase.short')).waitFor();
    await dialog.getByLabel(t('backups.passphrase.label'), { exact: true }).fill('correct horse battery');
    await dialog.getByLabel(t('backups.passphrase.repeat')).fill('another horse battery');
    await dialog.getByText(t('backups.passphrase.different')).waitFor();
    await dialog.getByLabel(t('backups.passphrase.repeat')).fill('correct horse battery');
    await save.click();
    await dialog.waitFor({ state: 'detached' });
    await create.click();
    await page.getByText(/tar\.gz\.age/).waitFor();
    // The audit log below has a button with the same name.
    const verify = page.getByRole('button', { name: t('backups.verify'), exact: true }).first();
    await verify.click();
    await page.getByText(/Verified: \d+ sessions?/).waitFor();
    const name = /gatehouse-\d{8}T\d{9}Z\.tar\.gz\.age/.exec(await page.getByRole('main').innerText())?.[0] ?? '';
    expect(existsSync(join(stage.host().home, 'backups', name))).toBe(true);
  });
});
