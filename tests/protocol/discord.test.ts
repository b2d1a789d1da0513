// Discord through a whole gateway: a code, an answer, and an approval by button.
// Proves: CN-3, AP-7
import { expect, it, onTestFinished } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { BOT_TOKEN } from '#tests/support/discord/discord-model.ts';
import { startDiscord } from '#tests/support/discord/start-discord.ts';
import { lastUserText } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { MODEL, startProtocolHost, TOKEN } from './support/protocol-host.ts';

it('links a person, answers, and takes an approval from a button', async () => {
  const server = await startDiscord();
  const { state } = server;
  state.locale = 'en-US';
  const ada = state.person('Ada');
  const direct = state.direct();
  const gateway = await startProtocolHost(
    (request) => {
      const isResult = JSON.stringify(request.body.messages).includes('tool_result');
      return lastUserText(request).includes('make a file') && !isResult
        ? { steps: [{ call: 'exec', input: { command: 'touch made.txt' } }] }
        : { steps: [{ say: 'It is **done**.' }] };
    },
    {
      env: { GATEHOUSE_DISCORD_API: server.api },
      config: { models: { tableUrl: 'http://tables.example.org/models.json' } },
    },
  );
  onTestFinished(() => gateway.stop());
  const client = await connectTo(gateway.address.origin, TOKEN);
  onTestFinished(() => client.stop());
  await client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
  await client.request('channels.connect', { channel: 'discord', secrets: { token: BOT_TOKEN } });
  await waitUntil('the connection', async () => {
    const { channelAccounts } = await client.request('channels.status', { channel: 'discord' });
    return channelAccounts['discord']?.[0]?.connected === true;
  });
  const shown = (): readonly string[] => state.ofBot(direct.id).map(({ content }) => content);
  const { code } = await client.request('channels.codes.create', { channel: 'discord', rights: ['approvals'] });
  state.say(ada, direct, { text: `/link ${code}` });
  await waitUntil('the greeting', () => shown().some((text) => text.includes('is linked')));
  state.say(ada, direct, { text: 'Please make a file' });
  const request = await waitUntil('the request', () =>
    state.ofBot(direct.id).find(({ content }) => content.includes('Approval required')),
  );
  const ids = [...JSON.stringify(request.components).matchAll(/"custom_id":"([^"]+)"/g)].map(([, id]) => id ?? '');
  state.press(ada, request.id, ids[0] ?? '');
  await waitUntil('the answer', () => shown().some((text) => text.includes('It is **done**.')));
  await waitUntil('the end of the request', () => shown().some((text) => text.includes('Allowed once')));
  expect(JSON.stringify(await client.request('channels.kinds', {}))).not.toContain(BOT_TOKEN);
});
