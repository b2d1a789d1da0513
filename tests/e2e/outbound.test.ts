// The page of outbound connections, in a browser: what was contacted, blocking with Undo, and credentials.
// Proves: N-9, SC-8
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import type { OutboundList } from '#contract/types/outbound.ts';
import { t } from '#messages/translate.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const TOKEN = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A page on this computer. */
async function startSite(text: string): Promise<number> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/plain').end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // A TCP server has a port.
  return (server.address() as AddressInfo).port;
}

/** Fetches a URL when it is asked to. */
function fetches(request: ModelRequestRecord): Reply {
  const [, url] = /fetch (\S+)/.exec(lastUserText(request)) ?? [];
  const [result] = lastToolResults(request);
  if (url === undefined || result !== undefined) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ call: 'fetch', input: { url } }] };
}

async function listOutbound(stage: Stage): Promise<OutboundList> {
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  onTestFinished(() => client.stop());
  return client.request('outbound.list', { period: 'today' });
}

const places = ({ destinations }: OutboundList) => destinations.map(({ host, port }) => `${host}:${port}`).toSorted();

async function openPage(app: AppPage, stage: Stage): Promise<void> {
  await app.page.goto(`${stage.host().origin}/#/outbound`);
  await app.page.getByRole('heading', { name: t('outbound.hosts') }).waitFor();
}

describeInBrowser('the network page', () => {
  it('lists exactly the configured model servers by default, and then what a tool contacts', async () => {
    const site = await startSite('hello');
    const { stage, app } = await openReadyApp({ model: fetches });
    await app.beginTask('Say hello.');
    await app.idle();
    // The address of the model server, and the one at which the host looks for a local server.
    const configured = [new URL(stage.model.url).host, '127.0.0.1:9'].toSorted();
    expect(places(await listOutbound(stage))).toEqual(configured);
    const { origin, token } = stage.host();
    const client = await connectTo(origin, token);
    onTestFinished(() => client.stop());
    await client.request('config.patch', {
      raw: JSON.stringify({ network: { allow: [`127.0.0.1:${site}`] } }),
      baseHash: (await client.request('config.get', {})).hash,
    });
    await app.say(`fetch http://127.0.0.1:${site}/page`);
    await app.page.getByText('Done.').nth(1).waitFor();
    const list = await listOutbound(stage);
    expect(places(list)).toEqual([...configured, `127.0.0.1:${site}`].toSorted());
    const found = list.destinations.find(({ port }) => port === site);
    expect(found).toMatchObject({ count: 1, callers: [{ caller: { kind: 'tool', name: 'fetch', agentId: 'main' } }] });
    expect([(found?.sent ?? 0) > 0, (found?.received ?? 0) > 0]).toEqual([true, true]);
    await openPage(app, stage);
    await app.page.getByRole('searchbox', { name: t('outbound.search') }).fill('fetch');
    await expect.poll(() => app.page.getByRole('main').getByText('127.0.0.1').count()).toBe(1);
    await app.page.getByRole('button', { name: `127.0.0.1:${site} fetch` }).click();
    await app.page.getByRole('link', { name: t('outbound.openSession') }).click();
    await app.conversation().waitFor();
  });

  it('blocks a model server at once, says so in the chat, and undoes it', async () => {
    const { stage, app } = await openReadyApp({ model: fetches });
    await app.beginTask('Say hello.');
    await app.idle();
    await openPage(app, stage);
    const { host } = new URL(stage.model.url);
    await app.page.getByRole('button', { name: t('outbound.blockHost', { host }) }).click();
    const question = app.page.getByRole('dialog', { name: t('outbound.block.question', { host }) });
    await question.getByRole('button', { name: t('outbound.block'), exact: true }).click();
    await app.page.getByRole('heading', { name: t('outbound.blocks') }).waitFor();
    await app.openSession(/Say hello|hello/i);
    const asked = stage.model.requests.length;
    await app.say('Again.');
    await app.page.getByText(`Connections to ${host} are blocked`).first().waitFor();
    expect(stage.model.requests.length).toBe(asked);
    expect((await listOutbound(stage)).destinations.find(({ isBlocked }) => isBlocked)?.refused).toBeGreaterThan(0);
    await openPage(app, stage);
    await app.page
      .getByRole('button', { name: t('outbound.unblockHost', { host }) })
      .first()
      .click();
    await app.page.getByRole('heading', { name: t('outbound.blocks') }).waitFor({ state: 'detached' });
    await app.button(t('controls.undo')).last().click();
    await app.page.getByRole('heading', { name: t('outbound.blocks') }).waitFor();
  });

  it('stores a credential without ever showing it, and deletes it, also on a phone', async () => {
    const { stage, app } = await openReadyApp({ model: fetches }, PHONE);
    await app.beginTask('Say hello.');
    await app.idle();
    await openPage(app, stage);
    await app.button(t('outbound.credentials.add')).click();
    await app.page.getByLabel(t('outbound.credentials.host'), { exact: true }).fill('GitHub.com');
    await app.page.getByLabel(t('outbound.credentials.path'), { exact: true }).fill('/my-org');
    await app.page.getByLabel(t('outbound.credentials.user'), { exact: true }).fill('x-access-token');
    await app.page.getByLabel(t('outbound.credentials.secret'), { exact: true }).fill(TOKEN);
    await app.button(t('outbound.credentials.save')).click();
    await app.page.getByText('github.com/my-org').waitFor();
    expect(await app.page.content()).not.toContain(TOKEN);
    const width = await app.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.viewport.width);
    await app.button(t('outbound.credentials.remove', { host: 'github.com' })).click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.delete') })
      .click();
    await app.page.getByText('github.com/my-org').waitFor({ state: 'detached' });
  });
});

describeInBrowser('a message that looks like it contains a secret', () => {
  it('is held back until the user decides to send it', async () => {
    const { stage, app } = await openReadyApp({ model: fetches });
    await app.beginTask('Say hello.');
    await app.idle();
    await app.say(`Is ${TOKEN} a real token?`);
    await app.button(t('transcript.sendAnyway')).waitFor();
    expect(JSON.stringify(stage.model.requests)).not.toContain(TOKEN);
    await app.button(t('transcript.sendAnyway')).click();
    await app.page.getByText('Done.').nth(1).waitFor();
    expect(JSON.stringify(stage.model.requests)).toContain(TOKEN);
  });
});
