// Typed and shared addresses of pages, with the built app in Chromium.
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('the address of a page', () => {
  it('opens that page, however deep it is', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'An answer.' }] }) });
    const { origin, token, signInUrl } = stage.host();
    const client = await connectTo(origin, token);
    await client.request('setup.choose', { workspace: stage.workspace, createWorkspace: true, done: true });
    const { key } = await client.request('sessions.create', {});
    client.stop();
    const app = await stage.openTab();
    await app.signIn(signInUrl);
    await app.page.goto(`${origin}/sessions/${key}`);
    await app.composer().waitFor();
    expect(new URL(app.page.url()).hash).toBe(`#/sessions/${key}`);
    for (const path of ['/settings/providers', '/approvals/', '/sessions/x.y/z.w', '/no/such/page']) {
      await app.page.goto(`${origin}${path}`);
      await app.page.getByRole('navigation', { name: t('app.pages') }).waitFor();
    }
    await app.page.goto(`${origin}/settings`);
    await app.heading(t('settings.title')).first().waitFor();
  });

  it('shows the model that is used while none is chosen', async () => {
    const stage = await openStage({ model: () => ({ steps: [{ say: 'An answer.' }] }), models: ['claude-sonnet-4-6'] });
    const { origin, token, signInUrl } = stage.host();
    const client = await connectTo(origin, token);
    await client.request('setup.choose', { workspace: stage.workspace, createWorkspace: true, done: true });
    client.stop();
    const app = await stage.openTab();
    await app.signIn(signInUrl);
    await app.page.getByText(t('home.automaticModel', { model: 'anthropic/claude-sonnet-4-6' })).waitFor();
    await app.beginTask('Hello');
    await app.conversation().getByText('An answer.').waitFor();
  });
});
