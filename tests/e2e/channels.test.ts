// The page of channels, in a browser, with a local server that speaks Telegram's Bot API.
// Proves: CN-6
import { mkdirSync } from 'node:fs';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { BOT_TOKEN, BotServer } from '#tests/support/telegram/bot-server.ts';
import { ADA, say } from '#tests/support/telegram/people.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

/** Folder for pictures of the page; none are taken without it. */
const PICTURES = process.env['GATEHOUSE_CHANNEL_PICTURES'];
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

afterAll(closeBrowser);

async function openChannels(options = {}) {
  const bot = await BotServer.open();
  onTestFinished(() => bot.close());
  const { stage, app } = await openReadyApp({ env: { GATEHOUSE_TELEGRAM_API: bot.address } }, options);
  await app.page.goto(`${stage.host().origin}/#/channels`);
  await app.page.getByRole('heading', { name: t('channels.networks') }).waitFor();
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  onTestFinished(() => client.stop());
  const picture = async (name: string): Promise<void> => {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await app.page.screenshot({ path: `${PICTURES}/${name}.png` });
  };
  return { bot, app, page: app.page, client, picture };
}

describeInBrowser('the channels page', () => {
  it('connects a network, links a person by code, and approves another one', async () => {
    const { bot, page, picture } = await openChannels();
    await picture('networks');
    const name = t('channels.connectName', { name: 'Telegram' });
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog', { name });
    const connect = dialog.getByRole('button', { name: t('channels.connect'), exact: true });
    expect(await connect.isDisabled()).toBe(true);
    await dialog.getByLabel('Bot token').fill('not a token');
    await connect.click();
    await dialog.getByText("Bot token doesn't look right.").waitFor();
    await picture('connect');
    await dialog.getByLabel('Bot token').fill(BOT_TOKEN);
    await connect.click();

    const link = page.getByRole('dialog', { name: t('channels.linkName', { name: 'Telegram' }) });
    await link.getByRole('switch', { name: t('channels.right.approvals') }).click();
    await link.getByRole('button', { name: t('channels.link.create') }).click();
    const shown = await link.getByText(/^\/link [A-Z2-9]{8}$/).textContent();
    await picture('code');
    await waitUntil('the connection', () => bot.calls.includes('getUpdates'));
    say(bot, shown ?? '');
    await waitUntil('the greeting', () => bot.shown(String(ADA.id)).length > 0);
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByText(t('channels.state.connected'), { exact: true }).waitFor();
    const approves = page.getByRole('switch', { name: t('channels.person.approvals', { name: 'Ada Lovelace' }) });
    await approves.waitFor();
    expect(await approves.isChecked()).toBe(true);
    expect(await page.content()).not.toContain(BOT_TOKEN);

    say(bot, 'Let me in', { from: { id: 666, is_bot: false, first_name: 'Eve' } });
    await page.getByRole('button', { name: t('channels.requests.approveName', { name: 'Eve' }) }).waitFor();
    await picture('people');
    await page.getByRole('button', { name: t('channels.requests.approveName', { name: 'Eve' }) }).click();
    await page.getByRole('switch', { name: t('channels.person.admin', { name: 'Eve' }) }).waitFor();
    await waitUntil('the news', () => bot.shown('666').some(({ text }) => text.includes('is linked')));

    await page.getByRole('button', { name: t('channels.test') }).click();
    // The notification is also announced to screen readers.
    await page.getByText(t('channels.test.sent')).first().waitFor();
  });

  it('sends a message again that could not be sent, and disconnects after a question, on a phone', async () => {
    const { bot, page, client, picture } = await openChannels(PHONE);
    await client.request('channels.connect', { channel: 'telegram', secrets: { botToken: BOT_TOKEN } });
    bot.blocked.add('111');
    await client.request('send', { channel: 'telegram', to: '111', message: 'The report', idempotencyKey: 'r1' });
    await page.getByText(/bot was blocked by the user/).waitFor();
    await picture('phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.viewport.width);
    bot.blocked.clear();
    await page.getByRole('button', { name: t('channels.deliveries.resend') }).click();
    await waitUntil('the message', () => bot.shown('111').some(({ text }) => text === 'The report'));
    await page.getByRole('heading', { name: t('channels.deliveries') }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: t('channels.disconnect') }).click();
    const question = page.getByRole('dialog', { name: t('channels.disconnect.question', { name: 'Telegram' }) });
    await question.getByRole('button', { name: t('channels.disconnect') }).click();
    await page.getByRole('button', { name: t('channels.connectName', { name: 'Telegram' }), exact: true }).waitFor();
  });
});
