// What the model sees, in the inspector: sizes, texts, and limits that change the next request. At desktop and phone size.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

afterAll(closeBrowser);

describeInBrowser('a side thread', () => {
  it.each([
    ['desktop', {}],
    ['phone', PHONE],
  ])('answers while a run is active, and is kept and listed (%s)', async (_size, tabOptions) => {
    const gate = Promise.withResolvers<void>();
    const { stage, app } = await openReadyApp(
      {
        model: (request) =>
          JSON.stringify(request.body.messages).includes('Why beans?')
            ? { steps: [{ say: 'Because of the soil.' }] }
            : { steps: [{ until: gate.promise }, { say: 'They sprouted.' }] },
      },
      tabOptions,
    );
    const { page } = app;
    await app.beginTask('Look after the beans');
    await app.button(t('composer.stop')).first().waitFor();
    const session = await page.evaluate(() => location.hash);
    await app.composer().fill('Why beans?');
    await app.button(t('side.ask')).click();
    await page
      .getByRole('log', { name: t('transcript.label') })
      .last()
      .getByText('Because of the soil.')
      .waitFor();
    gate.resolve();
    await page.evaluate((hash) => (location.hash = hash), session);
    await page.getByText('They sprouted.').first().waitFor();
    expect(JSON.stringify(stage.model.requests[0]?.body.messages)).not.toContain('Why beans?');
    await app.button(t('sessions.inspector')).first().click();
    await page.getByRole('tab', { name: t('sessions.inspector.context') }).click();
    const threads = page.getByRole('region', { name: t('side.threads') });
    await threads.getByRole('link', { name: 'Why beans?' }).waitFor();
  });
});

describeInBrowser('the details of a run', () => {
  it.each([
    ['desktop', {}],
    ['phone', PHONE],
  ])('open from its answer and show the request as it was sent (%s)', async (_size, tabOptions) => {
    const { app } = await openReadyApp({ model: () => ({ steps: [{ say: 'They sprouted.' }] }) }, tabOptions);
    const { page } = app;
    await app.beginTask('Look after the beans');
    await app
      .conversation()
      .getByRole('button', { name: t('runs.open') })
      .click();
    const dialog = page.getByRole('dialog', { name: t('runs.title') });
    await dialog.getByText(t('runs.status.done'), { exact: true }).waitFor();
    await dialog.getByRole('button', { name: t('runs.step.request') }).click();
    const request = await dialog.getByLabel(t('runs.rawRequest')).innerText();
    expect(JSON.parse(request)).toMatchObject({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Look after the beans' }] }],
      tools: expect.arrayContaining([expect.objectContaining({ name: 'exec' })]) as unknown,
    });
    await page.keyboard.press('Escape');
    await app.button(t('sessions.inspector')).click();
    await page.getByRole('tab', { name: t('sessions.inspector.context') }).click();
    await page
      .getByRole('region', { name: t('runs.recent') })
      .getByRole('button')
      .click();
    await dialog.getByText(t('runs.status.done'), { exact: true }).waitFor();
  });
});

describeInBrowser('the context of a session', () => {
  it.each([
    ['desktop', {}],
    ['phone', PHONE],
  ])('shows its parts, and limits that are edited there apply to the next run (%s)', async (_size, tabOptions) => {
    const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'They sprouted.' }] }) }, tabOptions);
    const { page } = app;
    await app.beginTask('Look after the beans');
    await app.conversation().getByText('They sprouted.').waitFor();
    writeFileSync(join(stage.workspace, 'beans.txt'), 'Three rows of beans');
    await app.button(t('sessions.inspector')).click();
    await page.getByRole('tab', { name: t('sessions.inspector.context') }).click();
    const messages = app.button(t('context.kind.messages', { count: 2 }));
    await messages.click();
    await page.getByText('[user]\nLook after the beans').waitFor();
    await page.getByText(t('context.group.system')).waitFor();
    const form = page.getByRole('form', { name: t('context.limits') });
    await form.getByLabel(t('context.limit', { part: t('context.kind.tree') })).fill('500');
    await form.getByLabel(t('context.paths')).fill('beans.txt');
    await form.getByRole('button', { name: t('context.save') }).click();
    const tree = app.button(new RegExp(`^${t('context.kind.tree')}`));
    await tree.click();
    await page.getByText('<untrusted-project-tree>').waitFor();
    const problems = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(problems).toBeLessThanOrEqual(0);
    await app.button(t('sessions.inspector.close')).click();
    await app.composer().fill('And now?');
    await page.getByRole('button', { name: t('composer.send'), exact: true }).click();
    await app.conversation().getByText('They sprouted.').nth(1).waitFor();
    const sent = JSON.stringify(stage.model.requests.at(-1)?.body.messages.at(-1));
    expect(sent).toContain('Three rows of beans');
    expect(sent.indexOf('And now?')).toBeLessThan(sent.indexOf('untrusted-project-tree'));
  });
});
