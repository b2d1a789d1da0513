// Model settings in a browser: limits and prices, personal keys, and rate limits.
// Proves: MP-5, US-2, US-5
import { afterAll, expect, it, onTestFinished } from 'vitest';

import { formatDate } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { SHIPPED_MODELS } from '#core/models/shipped-models.ts';
import { connectTo } from '#tests/kill/connect.ts';
import type { Reply } from '#tests/support/model-server.ts';
import { modelTable, startTableServer, tableModel } from '#tests/support/table-server.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const toDate = (day: string): string => formatDate(Date.parse(`${day}T12:00:00`));

async function open({ page }: AppPage, stage: Stage, path: string): Promise<void> {
  await page.goto(`${stage.host().origin}/#${path}`);
}

const quiet = (): Reply => ({ steps: [{ say: 'Well.' }] });

/** An error response with headers that report a rate limit. */
function refuse(): Reply {
  const limit = 'anthropic-ratelimit-input-tokens';
  const headers = { [`${limit}-limit`]: '80000', [`${limit}-remaining`]: '20000' };
  return { status: 429, headers, body: '{"type":"error","error":{"type":"rate_limit_error","message":"Too many."}}' };
}

describeInBrowser('model limits and prices', () => {
  it('are refreshed on request and can be reset', async () => {
    const tables = await startTableServer();
    onTestFinished(() => tables.close());
    const { stage, app } = await openReadyApp({ model: quiet });
    const { origin, token } = stage.host();
    const client = await connectTo(origin, token);
    const { hash } = await client.request('config.get', {});
    const settings = { models: { tableUrl: tables.url }, network: { allow: [tables.service] } };
    await client.request('config.patch', { raw: JSON.stringify(settings), baseHash: hash ?? '' });
    client.stop();
    await open(app, stage, '/settings/providers');
    const builtIn = t('providers.table.builtIn', { date: toDate(SHIPPED_MODELS.date), host: tables.service });
    await app.page.getByText(builtIn).waitFor();
    tables.answer({});
    await app.button(t('providers.table.refresh')).click();
    await app.page.getByText(/The current table was kept\./).waitFor();
    tables.answer(modelTable({ 'claude-sonnet-4-5': tableModel() }));
    await app.button(t('providers.table.refresh')).click();
    await app.page.getByText(new RegExp(`^Downloaded from ${tables.service} on .* · 1 model$`)).waitFor();
    await app.button(t('providers.table.reset')).click();
    await app.page.getByText(builtIn).waitFor();
    expect(tables.count()).toBe(2);
  });
});

describeInBrowser('a personal key', () => {
  it('is stored with “Only for me”, shown as the key in use, and removed', async () => {
    const { stage, app } = await openReadyApp({ model: quiet });
    await open(app, stage, '/settings/providers');
    await app.button(t('controls.edit')).first().click();
    await app.page.getByLabel('API key', { exact: true }).fill('sk-ant-mine-0123456789abcdef');
    await app.page.getByRole('switch', { name: t('providers.onlyMe') }).click();
    await app.button(t('providers.testAndSave')).click();
    const used = t('providers.keyOver', { key: t('providers.keyPersonal'), others: 'ANTHROPIC_API_KEY' });
    await app.page.getByText(used).waitFor();
    await app.button(t('controls.edit')).first().click();
    expect(await app.button(t('providers.removeSharedKey')).count()).toBe(0);
    await app.button(t('providers.removePersonalKey')).click();
    await app.page.getByText(new RegExp(`^${t('providers.keyFrom', { variable: 'ANTHROPIC_API_KEY' })}`)).waitFor();
  });
});

describeInBrowser('rate limits', () => {
  it('appear on the usage page once a provider has reported them', async () => {
    let answer = quiet;
    const { stage, app } = await openReadyApp({ model: () => answer() });
    await app.beginTask('Say hello.');
    await app.conversation().getByText('Well.').waitFor();
    await open(app, stage, '/usage');
    await app.heading(t('usage.dailyTotals')).waitFor();
    expect(await app.heading(t('usage.limits')).count()).toBe(0);
    answer = refuse;
    const client = await connectTo(stage.host().origin, stage.host().token);
    onTestFinished(() => client.stop());
    // On a busy machine, a test can end before the provider has responded.
    await expect
      .poll(async () => {
        await client.request('providers.test', { id: 'anthropic' });
        return (await client.request('usage.status', {})).providers.length;
      })
      .toBe(1);
    await app.page.reload();
    await app.heading(t('usage.limits')).waitFor();
    await app.page.getByText(t('usage.limits.used', { share: '75%' })).waitFor();
  });
});
