// Phone & devices and API keys, in a browser: the network is opened and closed, a device is let in, a key is made.
// Proves: CN-12, AU-2, AU-4, SC-3, LN-2, LN-5
import { writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { TestDevice } from '#tests/protocol/support/device.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage, type Stage } from './stage.ts';

afterAll(closeBrowser);

/** An address of this machine beyond loopback, of whatever kind. */
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

async function begin(): Promise<{ stage: Stage; app: AppPage }> {
  const stage = await openStage({});
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  return { stage, app };
}

describeInBrowser('phone and devices', () => {
  it('lists a pending device, approves it, and revokes its access', async () => {
    const { stage, app } = await begin();
    const { origin } = stage.host();
    await app.page.goto(`${origin}/#/settings/devices`);
    await app.page.getByText(t('devices.paired.none')).waitFor();
    const device = new TestDevice();
    const options = {
      client: { displayName: 'Test phone' },
      auth: { token: stage.host().token },
      headers: { Origin: origin },
    };
    const first = await device.connect(origin.replace('http', 'ws'), options);
    expect(first.answer.error?.details).toMatchObject({ code: 'PAIRING_REQUIRED' });
    await app.page.getByText(t('access.device.scopes', { scopes: t('access.scope.read') })).waitFor();
    await app.button(t('access.approve')).click();
    await app.page.getByText(t('devices.lastSeen', { time: 'now' })).waitFor();
    const second = await device.connect(origin.replace('http', 'ws'), options);
    expect(second.answer.ok).toBe(true);
    await app.page.getByRole('main').getByText(t('devices.connected')).waitFor();
    await app.button(t('devices.revokeFor', { name: 'Test phone' })).click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('devices.revoke') })
      .click();
    expect((await second.socket.closed).code).toBe(4001);
    await app.page.getByText(t('devices.paired.none')).waitFor();
  });

  it('shows an access request on every page, with a badge', async () => {
    const { stage, app } = await begin();
    const { origin } = stage.host();
    await app.page.goto(`${origin}/#/usage`);
    const device = new TestDevice();
    const options = {
      client: { displayName: 'Kitchen tablet' },
      auth: { token: stage.host().token },
      headers: { Origin: origin },
    };
    await device.connect(origin.replace('http', 'ws'), options);
    const prompt = app.page.getByRole('region', { name: t('access.device.title') });
    await prompt.getByText('Kitchen tablet').waitFor();
    await app.page
      .getByRole('link', { name: t('app.pageWithCount', { page: t('settings.title'), count: 1 }) })
      .waitFor();
    await prompt.getByRole('button', { name: t('access.later') }).click();
    await prompt.waitFor({ state: 'detached' });
    await app.page.reload();
    await prompt.getByRole('button', { name: t('access.approve') }).click();
    await app.page
      .getByText(t('access.device.allowed', { name: 'Kitchen tablet' }))
      .first()
      .waitFor();
    await app.page.getByRole('link', { name: 'Settings', exact: true }).waitFor();
    expect((await device.connect(origin.replace('http', 'ws'), options)).answer.ok).toBe(true);
  });

  it.runIf(address !== undefined)(
    'opens the app on a phone over TLS with a code until network access is disabled',
    async () => {
      const { stage, app } = await begin();
      await app.page.goto(`${stage.host().origin}/#/settings/devices`);
      await app.page.getByText(t('devices.network.off')).waitFor();
      const file = join(stage.host().home, 'gatehouse.json5');
      writeFileSync(file, JSON.stringify({ gateway: { bind: 'custom', addresses: [address] } }));
      await app.page.getByText('Gateway certificate (SHA-256)').waitFor();
      await app.button(t('devices.phone.show')).click();
      await app.page.getByRole('img', { name: t('devices.phone.alt') }).waitFor();
      await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await app.button(t('devices.phone.copyLink')).click();
      const link = await app.page.evaluate(() => navigator.clipboard.readText());
      expect(link).toMatch(/^https:\/\/[\d.]+:\d+\/#code=/);
      const phone = await stage.openTab({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 } });
      await phone.page.goto(link);
      await phone.page.getByRole('heading', { level: 1 }).first().waitFor();
      await expect.poll(() => phone.page.url()).not.toContain('code=');
      const cookies = await phone.page.context().cookies();
      expect(cookies).toMatchObject([{ name: 'gatehouse_session', secure: true, httpOnly: true, sameSite: 'Strict' }]);
      await expect.poll(() => app.page.getByRole('button', { name: /^Sign out: / }).count()).toBe(2);
      await app.page.getByText(t('devices.browsers.this')).waitFor();
      phone.watch.expectOutage();
      await app.page.getByRole('switch', { name: t('devices.network.allow') }).click();
      await app.page.getByText(t('devices.network.off')).waitFor();
      await expect(fetch(link.split('#')[0] ?? '')).rejects.toThrow();
    },
  );

  it.runIf(address !== undefined)('lists what discovery reveals before and after it is turned on', async () => {
    const { stage, app } = await begin();
    await app.page.goto(`${stage.host().origin}/#/settings/devices`);
    await app.page.getByText(t('devices.network.off')).waitFor();
    expect(await app.page.getByText(t('devices.discovery.title')).count()).toBe(0);
    const file = join(stage.host().home, 'gatehouse.json5');
    writeFileSync(file, JSON.stringify({ gateway: { bind: 'custom', addresses: [address] } }));
    const mode = app.page.getByRole('combobox', { name: t('devices.discovery.title') });
    await mode.waitFor();
    await app.page.getByText(t('devices.discovery.hint.off')).waitFor();
    await app.page.getByText(t('devices.discovery.fullReveals')).waitFor();
    await app.page.getByText(`displayName Gatehouse on ${hostname().split('.')[0]}`, { exact: true }).waitFor();
    const choose = async (name: string) => {
      await mode.click();
      await app.page.getByRole('option', { name, exact: true }).click();
    };
    await choose(t('devices.discovery.mode.minimal'));
    await app.page.getByText(t('devices.discovery.reveals')).waitFor();
    await app.page.getByText(/^gatewayTlsSha256 [0-9a-f]{64}$/).waitFor();
    await choose(t('devices.discovery.mode.full'));
    await app.page.getByText(t('devices.discovery.hint.full')).waitFor();
    await app.page.getByText(/^gatehouseVersion \d/).waitFor();
    expect(await app.page.getByText(t('devices.discovery.fullReveals')).count()).toBe(0);
    await choose(t('devices.discovery.mode.off'));
    await app.page.getByText(t('devices.discovery.hint.off')).waitFor();
  });
});

describeInBrowser('API keys', () => {
  it('are created, shown once, and revoked', async () => {
    const { stage, app } = await begin();
    await app.page.goto(`${stage.host().origin}/#/settings/keys`);
    await app.button(t('apiKeys.new')).click();
    await app.page.getByLabel('Name').fill('Nightly');
    await app.button(t('apiKeys.create')).click();
    const text = await app.page.getByRole('dialog').locator('code').textContent();
    expect(text).toMatch(/^gh_[\w-]{43}$/);
    const ask = () => fetch(`${stage.host().origin}/metrics`, { headers: { Authorization: `Bearer ${text ?? ''}` } });
    expect((await ask()).status).toBe(200);
    await app.button(t('apiKeys.done')).click();
    await app.button(t('apiKeys.revoke', { name: 'Nightly' })).click();
    await app.button(t('apiKeys.revokeKey')).click();
    await app.page.getByText(t('apiKeys.none')).waitFor();
    expect((await ask()).status).toBe(401);
  });
});

describeInBrowser('this gateway', () => {
  it('keeps its token out of the page unless it is shown', async () => {
    const { stage, app } = await begin();
    const { token } = stage.host();
    await app.page.goto(`${stage.host().origin}/#/settings/gateway`);
    await app.page.getByText(t('gateway.about.healthy')).waitFor();
    const holdsToken = () => app.page.content().then((text) => text.includes(token));
    expect(await holdsToken()).toBe(false);
    await app.button(t('gateway.token.show')).click();
    await app.page.getByText(token).waitFor();
    await app.button(t('gateway.token.hide')).click();
    await app.button(t('gateway.token.show')).waitFor();
    expect(await holdsToken()).toBe(false);
    await app.page.reload();
    await app.page.getByText('token.revealed').waitFor();
    expect(await holdsToken()).toBe(false);
  });

  it('shows how to connect other clients, and the requests they made', async () => {
    const { stage, app } = await begin();
    const { origin } = stage.host();
    await app.page.goto(`${origin}/#/settings/gateway`);
    await app.page.getByText(`--url ${origin.replace('http', 'ws')} --token`).waitFor();
    await app.page.getByRole('radio', { name: 'OpenAI-compatible' }).click();
    await app.page.getByText(`OPENAI_BASE_URL=${origin}/v1`).waitFor();
    const requests = app.page.getByRole('table', { name: t('gateway.traffic.byMethod') });
    await requests.waitFor();
    await app.button(/^Show all \d/).click();
    await requests.getByText('sessions.subscribe', { exact: true }).waitFor();
  });
});
