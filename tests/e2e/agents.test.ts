// The agents page: the roster, and an agent with a picture and fewer tools.
// Proves: AG-1, AG-3
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describeInBrowser('the agents page', () => {
  it('creates the roster with one click, and changes the picture and tools of an agent', async () => {
    const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Ready.' }] }) });
    const { origin, token } = stage.host();
    const client = await connectTo(origin, token);
    await app.page.goto(`${origin}/#/agents`);
    await app.button(t('agents.roster.create', { count: 5 })).click();
    await app.page
      .getByText(t('agents.roster.created', { count: 5 }))
      .first()
      .waitFor();
    await app.page.getByRole('button', { name: t('agents.roster.openNamed', { name: 'Reviewer' }) }).click();

    await app.page.getByLabel('Instructions').waitFor();
    const exec = app.page.getByRole('switch', { name: 'exec', exact: true });
    expect(await exec.getAttribute('aria-checked')).toBe('true');
    expect(await app.page.getByRole('switch', { name: 'write', exact: true }).getAttribute('aria-checked')).toBe(
      'false',
    );
    await exec.click();
    await app.page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: PNG });
    await app.button(t('agents.avatar.remove')).waitFor();
    await app.button(t('controls.save')).click();
    await app.page
      .getByText(t('agents.saved', { name: 'Reviewer' }))
      .first()
      .waitFor();

    const settings = await client.request('agents.settings.get', { agentId: 'reviewer' });
    expect(settings.tools.deny).toEqual(['write', 'edit', 'exec']);
    expect(settings.avatar).toMatch(/^data:image\/webp;base64,/);
    await app.button(t('agents.all')).click();
    await app.page.locator(`a[href="#/agents/reviewer"] img[src^="data:image/webp"]`).waitFor();
  });
});
