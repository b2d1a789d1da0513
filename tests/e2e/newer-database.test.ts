// After a downgrade, the app shows the data of the newer version and says why nothing can be changed.
// Proves: PK-2
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('the app on the database of a newer version', () => {
  it('shows sessions, and says that nothing can be changed', async () => {
    const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'An answer to keep.' }] }) });
    await app.beginTask('A question to keep.');
    await app.conversation().getByText('An answer to keep.').waitFor();
    await stage.kill();
    const newer = new Database(join(stage.host().home, 'gatehouse.db'));
    newer.pragma('user_version = 99');
    newer.close();
    await stage.restart();
    await app.page.getByText(t('app.readOnly.title')).waitFor();
    await app.page.reload();
    await app.page.getByText(t('app.readOnly.text')).waitFor();
    await app.conversation().getByText('An answer to keep.').waitFor();
    await app.composer().fill('More');
    await app.composer().press('Enter');
    await app.page
      .getByText(/was written by a newer version of Gatehouse and is read-only/)
      .first()
      .waitFor();
    expect(stage.model.requests.length).toBeLessThanOrEqual(2);
    if (process.env['GATEHOUSE_SHOTS'] !== undefined)
      await app.page.screenshot({ path: process.env['GATEHOUSE_SHOTS'] });
  });
});
