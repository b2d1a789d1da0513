// One person's way through every chat network: link code, first answer, approval by button, files, usage. The host runs as its users
// run it, and each network is a local server that speaks the network's protocol.
// Proves: CN-1, CN-2, CN-3, CN-4, CN-5, CN-8, CN-9, AP-7, US-3, MD-6
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, startModelServer, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { NetworkPerson, ShownMessage } from '#tests/support/networks/network.ts';
import { NETWORKS } from '#tests/support/networks/registry.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const COMMAND = 'printf "all is well" > report.txt';
const NOTES = { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('The code word is heliotrope.') };

/** The model: it runs a command when asked for a report, and sends the file. */
function answer(request: ModelRequestRecord): Reply {
  const said = JSON.stringify(request.body.messages.at(-1));
  const results = lastToolResults(request);
  if (results.some(({ isError }) => isError)) return { steps: [{ say: 'That did not work.' }] };
  if (results.some(({ text }) => text.includes('exit'))) return send();
  if (results.length > 0) return JSON.stringify(request.body.messages).includes('"channel__send"') ? done() : send();
  if (said.includes('write the report')) return { steps: [{ call: 'exec', input: { command: COMMAND } }] };
  if (said.includes('heliotrope')) return { steps: [{ say: 'I read heliotrope.' }] };
  return { steps: [{ say: 'Nice to meet you.' }], usage: { input: 1_200, output: 34 } };
}

const send = (): Reply => ({ steps: [{ call: 'channel__send', input: { file: 'report.txt', text: 'The report' } }] });
const done = (): Reply => ({ steps: [{ say: 'The report is above.' }] });

async function openNetwork(open: (typeof NETWORKS)[string]) {
  const network = await open();
  onTestFinished(() => network.close());
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-networks-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const home = join(folder, 'home');
  mkdirSync(home);
  const publicUrl = 'https://gatehouse.example';
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify({ gateway: { publicUrl } }));
  const model = await startModelServer(answer);
  onTestFinished(() => model.close());
  const host = await startRunningHost({
    home,
    env: {
      OLLAMA_HOST: 'http://127.0.0.1:9',
      ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
      ANTHROPIC_BASE_URL: model.url,
      GATEHOUSE_TRUSTED_FOLDERS: folder,
      ...network.environment,
    },
  });
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') console.error(host.stderr());
    await host.dispose();
  });
  network.attach(host.origin);
  const client = await connectTo(host.origin, host.token);
  onTestFinished(() => client.stop());
  const { id: channel, options, secrets } = network;
  await client.request('channels.connect', { channel, options, secrets });
  await waitUntil('the connection', () => network.isConnected());
  return { network, client, model, host, channel };
}

/** Waits for a message that the person sees. */
async function untilShown(
  person: NetworkPerson,
  what: string,
  matches: (message: ShownMessage) => boolean,
): Promise<ShownMessage> {
  let found: ShownMessage | undefined;
  await waitUntil(what, () => (found = person.shown().find(matches)) !== undefined).catch((error: unknown) => {
    const seen = person.shown().map(({ text, buttons }) => `${text} ${JSON.stringify(buttons)}`);
    throw new Error(`${String(error)}\n${seen.join('\n')}`);
  });
  if (found === undefined) throw new Error(`There is no ${what}.`);
  return found;
}

const has = (part: string) => (message: ShownMessage) => message.text.includes(part);

describe.each(Object.entries(NETWORKS))('on %s', (_name, open) => {
  it('goes from a link code to an answer, an approval by button, files both ways, and the usage', async () => {
    const { network, client, model, channel } = await openNetwork(open);
    const ada = network.person('Ada');
    const { code } = await client.request('channels.codes.create', { rights: ['approvals'] });
    ada.say(`/link ${code}`);
    await untilShown(ada, 'the greeting', has('linked'));
    expect(await client.request('channels.people.list', { channel })).toMatchObject({
      people: [{ senderId: ada.id, rights: ['approvals'] }],
    });

    ada.say('Hello there');
    await untilShown(ada, 'the first answer', has('Nice to meet you.'));

    ada.say('Please write the report');
    const question = await untilShown(ada, 'the approval', has(COMMAND));
    const eve = network.person('Eve');
    eve.say('Hello');
    await untilShown(eve, 'the pairing code', has('You are not linked'));
    eve.press(question, 'Allow once');
    await waitUntil('the press', () => network.isIdle());
    expect(ada.shown().some(({ file }) => file !== undefined)).toBe(false);
    ada.press(question, 'Allow once');
    const toSend = await untilShown(ada, 'the second approval', has('channel__send'));
    ada.press(toSend, 'Allow once');
    const report = await untilShown(ada, 'the file', ({ file }) => file?.name === 'report.txt');
    await untilShown(ada, 'the last answer', has('The report is above.'));
    await waitUntil('the content', () => Buffer.from(report.file?.bytes ?? []).toString() === 'all is well');
    if (network.edits) expect(ada.shown().some(({ buttons }) => buttons.length > 0)).toBe(false);

    ada.say('What is in it?', NOTES);
    await untilShown(ada, 'the answer about the file', has('I read heliotrope.'));

    ada.say('/usage');
    const usage = await untilShown(ada, 'the usage', has('Last 30 days'));
    expect(usage.text).toContain('anthropic/claude-sonnet-4-5');
    expect(usage.text).toMatch(/Today.*1,\d\d\d/);
    expect(JSON.stringify(model.requests.map(({ body }) => body.messages))).not.toContain(code);
  });

  it('lets nothing that a stranger writes reach the agent, until the owner approves their request', async () => {
    const { network, client, model, channel } = await openNetwork(open);
    const eve = network.person('Eve');
    eve.say('Hello, let me in');
    await untilShown(eve, 'the pairing code', has('You are not linked'));
    expect(model.requests).toEqual([]);
    const { requests } = await client.request('channels.pairing.list', {});
    const [{ requestId, accountId } = { requestId: '', accountId: '' }] = requests;
    await client.request('channels.pairing.approve', { channel, accountId, requestId, notify: true });
    await untilShown(eve, 'the news', has('linked'));
    eve.say('Hello again');
    await untilShown(eve, 'the answer', has('Nice to meet you.'));
  });
});
