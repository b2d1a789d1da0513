// Turns: with text, a tool, an approval, an abort, a failure, and by the method of programs.
import type { Replay, ReplayConnection } from '../replay.ts';

/** What the scripted model does, by what it is asked. */
export const ASK = { text: 'say hello', tool: 'use the tool', long: 'say much', failure: 'fail please' } as const;

const ended = (connection: ReplayConnection, runId: string) =>
  connection.socket.event('chat', (p) => p['runId'] === runId && /final|aborted|error/.test(String(p['state'])));

export const TURN_REPLAYS: readonly Replay[] = [
  {
    file: 'chat-turn',
    async run({ connect }) {
      const client = await connect();
      const key = 'agent:main:recorded-turn';
      const message = { sessionKey: key, message: ASK.text, idempotencyKey: 'recorded-turn-1' };
      await client.call('chat.history', { sessionKey: key, limit: 50 });
      await client.call('sessions.subscribe', {});
      await client.call('sessions.messages.subscribe', { key });
      await client.call('chat.send', message);
      await ended(client, message.idempotencyKey);
      await client.call('chat.send', message);
      await client.call('chat.history', { sessionKey: key, limit: 50 });
      await client.call('sessions.list', { limit: 5 });
      await client.call('sessions.describe', { key });
      await client.call('agent.wait', { runId: message.idempotencyKey, timeoutMs: 1_000 });
      await client.call('sessions.messages.unsubscribe', { key });
    },
  },
  {
    file: 'chat-tool',
    async run({ connect }) {
      const client = await connect('', { caps: ['tool-events'] });
      const key = 'agent:main:recorded-tool';
      await client.call('sessions.create', { key, permissionMode: 'full' });
      await client.call('sessions.messages.subscribe', { key });
      await client.call('chat.send', { sessionKey: key, message: ASK.tool, idempotencyKey: 'recorded-tool-1' });
      await ended(client, 'recorded-tool-1');
      await client.call('chat.history', { sessionKey: key });
    },
  },
  {
    file: 'approval-in-turn',
    async run({ connect }) {
      const client = await connect('', { caps: ['tool-events'] });
      const key = 'agent:main:recorded-approval';
      const { hash } = await client.ask('exec.approvals.get', {});
      await client.call('exec.approvals.set', { file: { version: 1, agents: {} }, baseHash: hash });
      await client.call('sessions.messages.subscribe', { key, includeApprovals: true });
      await client.call('chat.send', { sessionKey: key, message: ASK.tool, idempotencyKey: 'recorded-approval-1' });
      const asked = await client.socket.event('exec.approval.requested');
      await client.call('exec.approval.list', {});
      await client.call('exec.approval.resolve', { id: asked.payload?.['id'], decision: 'allow-once' });
      await ended(client, 'recorded-approval-1');
      await client.call('chat.history', { sessionKey: key });
    },
  },
  {
    file: 'chat-abort',
    async run({ connect }) {
      const client = await connect();
      const sessionKey = 'agent:main:recorded-abort';
      const runId = 'recorded-abort-1';
      await client.call('chat.send', { sessionKey, message: ASK.long, idempotencyKey: runId });
      await client.socket.event('chat', (p) => p['runId'] === runId && p['state'] === 'delta');
      await client.call('chat.history', { sessionKey });
      await client.call('chat.abort', { sessionKey, runId });
      await ended(client, runId);
      await client.call('chat.abort', { sessionKey });
      await client.call('chat.history', { sessionKey });
    },
  },
  {
    file: 'chat-error',
    async run({ connect }) {
      const client = await connect();
      const sessionKey = 'agent:main:recorded-error';
      await client.call('chat.send', { sessionKey, message: ASK.failure, idempotencyKey: 'recorded-error-1' });
      await ended(client, 'recorded-error-1');
      await client.call('chat.history', { sessionKey });
    },
  },
  {
    file: 'agent-method',
    async run({ connect }) {
      const client = await connect();
      const runId = 'recorded-agent-1';
      const sessionKey = 'agent:main:recorded-agent';
      await client.call('agent', { message: ASK.text, sessionKey, idempotencyKey: runId, deliver: false });
      await client.secondAnswer();
      await client.call('agent.wait', { runId, timeoutMs: 2_000 });
    },
  },
];
