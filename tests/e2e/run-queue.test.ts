// More sessions than may run at once: the rest are queued, in an order that the user can change and that survives a kill.
// Proves: PP-2
import { afterAll, expect, it } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** The model keeps the first task busy until `gate` opens, and notes the others in order. */
function playAgent(gate: Promise<void>, asked: string[]) {
  return (request: ModelRequestRecord): Reply => {
    const text = lastUserText(request);
    // Titles are asked for in calls of their own.
    if (!/^Task \w+$/.test(text)) return { steps: [{ say: 'A title' }] };
    asked.push(text);
    return text === 'Task one' ? { steps: [{ say: 'Busy' }, { until: gate }] } : { steps: [{ say: `Did ${text}` }] };
  };
}

async function limitTo(stage: Stage, concurrentRuns: number): Promise<void> {
  const client = await connectTo(stage.host().origin, stage.host().token);
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ limits: { concurrentRuns } }), baseHash: hash ?? '' });
  client.stop();
}

/** On a phone, an open session has no navigation. */
async function goHome(app: AppPage): Promise<void> {
  await app.page.evaluate(() => {
    location.hash = '/home';
  });
}

/** The first run ends at the question for a first task. */
async function begin(app: AppPage, first: string, ...others: readonly string[]): Promise<void> {
  await app.beginTask(`Task ${first}`);
  for (const name of others) {
    await goHome(app);
    await app.beginTask(`Task ${name}`);
  }
}

describeInBrowser('the queue of runs', () => {
  it('shows why runs wait, can be reordered, and keeps its order across a kill', async () => {
    const gate = Promise.withResolvers<void>();
    const asked: string[] = [];
    const { stage, app } = await openReadyApp({ model: playAgent(gate.promise, asked) });
    await limitTo(stage, 1);
    await begin(app, 'one', 'two', 'three', 'four');
    const position = t('runQueue.position', { position: 3 });
    await app.page.getByText(position, { exact: false }).waitFor();
    await app.page.getByText(t('runQueue.reason.limit', { active: 1 }), { exact: false }).waitFor();
    await app.page
      .getByRole('img', { name: t('runQueue.state') })
      .first()
      .waitFor();

    await goHome(app);
    const list = app.page.getByRole('list', { name: t('runQueue.title') });
    const titles = () => list.getByRole('listitem').allInnerTexts();
    const row = (name: string) => list.getByRole('listitem').filter({ hasText: name });
    await row('Task four')
      .getByRole('button', { name: t('runQueue.moveFirst') })
      .click();
    await expect
      .poll(async () => (await titles()).map((text) => text.split('\n')[0]))
      .toEqual(['Task four', 'Task two', 'Task three']);
    await row('Task three').getByRole('button').first().focus();
    await app.page.keyboard.press('Alt+ArrowUp');
    await expect
      .poll(async () => (await titles()).map((text) => text.split('\n')[0]))
      .toEqual(['Task four', 'Task three', 'Task two']);
    await row('Task three')
      .getByRole('button', { name: t('runQueue.cancel') })
      .click();
    await row('Task three').waitFor({ state: 'detached' });

    await stage.killAndRestart();
    // The active run was interrupted, so the others start in their order.
    await waitUntil('the other runs', () => asked.length === 3);
    expect(asked).toEqual(['Task one', 'Task four', 'Task two']);
    gate.resolve();
  });

  it('can be used on a phone', async () => {
    const gate = Promise.withResolvers<void>();
    const asked: string[] = [];
    const { stage, app } = await openReadyApp({ model: playAgent(gate.promise, asked) }, PHONE);
    await limitTo(stage, 1);
    await begin(app, 'one', 'two', 'three');
    await app.button(t('runQueue.moveFirst')).click();
    await app.page.getByText(t('runQueue.position', { position: 1 }), { exact: false }).waitFor();
    await app.button(t('runQueue.cancel')).click();
    await app.button(t('runQueue.cancel')).waitFor({ state: 'detached' });
    gate.resolve();
    await waitUntil('the other run', () => asked.length === 2);
    expect(asked).toEqual(['Task one', 'Task two']);
  });
});
