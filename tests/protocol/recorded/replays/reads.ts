// Everything that is read, a session's life, automations, configuration.
import type { Replay } from '../replay.ts';
import { ASK } from './turns.ts';

const READS: readonly (readonly [method: string, params?: unknown])[] = [
  ...['health', 'status', 'models.list', 'models.authStatus', 'agents.list', 'agent.identity.get', 'config.get'].map(
    (method) => [method, {}] as const,
  ),
  ['config.schema.lookup', { path: 'gateway.bind' }],
  ...['cron.status', 'cron.list', 'usage.status', 'sessions.usage'].map((method) => [method, {}] as const),
  ['usage.cost', { days: 7 }],
  ['logs.tail', { limit: 5, maxBytes: 4_000 }],
  ...['skills.status', 'channels.status', 'node.list', 'node.pair.list', 'device.pair.list', 'system-presence'].map(
    (method) => [method, {}] as const,
  ),
  ...['last-heartbeat', 'gateway.identity.get', 'commands.list', 'tools.catalog', 'voicewake.get', 'tts.status'].map(
    (method) => [method, {}] as const,
  ),
  ...['talk.config', 'exec.approvals.get', 'exec.approval.list', 'update.status', 'users.self', 'system.info'].map(
    (method) => [method, {}] as const,
  ),
  ...[
    'tasks.list',
    'sessions.groups.list',
    'question.list',
    'plugin.approval.list',
    'worktrees.list',
    'diagnostics.stability',
  ].map((method) => [method, {}] as const),
  ['agents.files.list', { agentId: 'main' }],
  ['chat.metadata', { agentId: 'main' }],
  ['audit.list', { limit: 3 }],
  ['tools.effective', { sessionKey: 'agent:main:nothing-here' }],
  ['approval.history', {}],
  ['sessions.preview', { keys: ['agent:main:recorded-reads'] }],
  ['sessions.resolve', { key: 'nothing-here' }],
  ['sessions.list', { limit: 3, includeDerivedTitles: true, includeLastMessage: true }],
];

export const READ_REPLAYS: readonly Replay[] = [
  {
    file: 'reads',
    async run({ connect }) {
      const client = await connect();
      const message = {
        sessionKey: 'agent:main:recorded-reads',
        message: ASK.text,
        idempotencyKey: 'recorded-reads-1',
      };
      await client.call('chat.send', message);
      await client.socket.event('chat', (p) => p['state'] === 'final');
      for (const [method, params] of READS) await client.call(method, params);
    },
  },
  {
    file: 'config-write',
    async run({ connect }) {
      const client = await connect();
      const hash = async () => (await client.ask('config.get', {}))['hash'];
      const before = await hash();
      await client.call('config.patch', { raw: '{"logs":{"level":"info"}}' });
      await client.call('config.patch', { raw: '{"logs":{"level":"info"}}', baseHash: before });
      await client.call('config.patch', { raw: '{"logs":{"level":"debug"}}', baseHash: before });
      await client.call('config.patch', { raw: '{"gateway":{"bind":7}}', baseHash: await hash() });
    },
  },
  {
    file: 'sessions',
    async run({ connect }) {
      const client = await connect();
      await client.call('sessions.subscribe', { limit: 2 });
      const made = await client.ask('sessions.create', { agentId: 'main', label: 'Recorded session' });
      const { key } = made;
      await client.call('sessions.patch', { key, label: 'Renamed', pinned: true });
      await client.call('sessions.send', { key, message: ASK.text, idempotencyKey: 'recorded-session-1' });
      await client.call('agent.wait', { runId: 'recorded-session-1', timeoutMs: 5_000 });
      await client.call('chat.inject', { sessionKey: key, message: 'Injected note', label: 'note' });
      await client.call('sessions.get', { key });
      await client.call('sessions.preview', { keys: [key] });
      await client.call('sessions.fork', { sessionKey: key });
      await client.call('sessions.compact', { key });
      const expectedSessionId = made['sessionId'];
      await client.call('sessions.patch', { key, archived: true, expectedSessionId });
      await client.call('sessions.patch', { key, archived: false, expectedSessionId });
      await client.call('sessions.reset', { key });
      await client.call('sessions.delete', { key });
    },
  },
  {
    file: 'cron',
    async run({ connect }) {
      const client = await connect();
      const job = {
        name: 'Recorded job',
        enabled: true,
        schedule: { kind: 'every', everyMs: 3_600_000 },
        sessionTarget: 'isolated',
        wakeMode: 'now',
        payload: { kind: 'agentTurn', message: ASK.text },
        delivery: { mode: 'none' },
      };
      const added = await client.call('cron.add', job);
      if (added.ok !== true) return;
      const id = added.payload?.['id'];
      const at = { kind: 'at', at: '2030-01-01T00:00:00Z' };
      const other = await client.ask('cron.add', {
        name: 'At job',
        schedule: at,
        sessionTarget: 'main',
        wakeMode: 'next-heartbeat',
        payload: { kind: 'systemEvent', text: 'ping' },
      });
      await client.call('cron.list', { includeDisabled: true });
      await client.call('cron.update', { id, patch: { name: 'Renamed job' } });
      await client.call('cron.run', { id, mode: 'force' });
      await client.socket.event('cron', (p) => p['action'] === 'finished');
      await client.call('cron.runs', { id });
      await client.call('cron.get', { id });
      await client.call('cron.remove', { id });
      await client.call('cron.remove', { id: other['id'] });
    },
  },
];
