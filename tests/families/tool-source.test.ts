import { expect, it } from 'vitest';
import type { ToolSource } from '#core/ports/tool-source.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { FAMILIES } from '#host/families.ts';
import { SampleToolSource } from '#tests/support/core/sample-tool-source.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { startFamilyHost } from './family-host.ts';
import { sampleProvider } from './sample-provider.ts';

const sessionKey = 'agent:main:sample';

it('offers the tools of an added source, which run after approval, and shows a change of its list', async () => {
  const source = new SampleToolSource([{ name: 'send' }]);
  const toolSources: readonly (() => ToolSource)[] = [...FAMILIES.toolSources, () => source];
  const { client, workspace } = await startFamilyHost({ providers: [...PROVIDERS, sampleProvider], toolSources });
  await client.request('setup.choose', { model: 'sample/echo', workspace, done: true });
  await client.request('chat.send', { sessionKey, message: 'call sample__send', idempotencyKey: 'run-1' });
  const approval = await waitUntil('the approval', async () => {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    return approvals[0];
  });
  expect(source.ran).toEqual([]);
  await client.request('approvals.resolve', { id: approval.id, decision: 'allow-once' });
  await client.request('agent.wait', { runId: 'run-1', timeoutMs: 60_000 });
  expect(source.ran).toEqual([['send', {}]]);
  const { messages } = await client.request('chat.history', { sessionKey });
  expect(JSON.stringify(messages)).toContain('The tool said: send: {}');
  const { entries } = await client.request('audit.entries', { action: 'tool.started' });
  expect(JSON.stringify(entries)).toContain('sample__send');

  source.change([{ name: 'send' }, { name: 'receive' }]);
  const { groups } = await client.request('tools.effective', { sessionKey });
  expect(groups.flatMap(({ tools }) => tools.map(({ id }) => id))).toContain('sample__receive');
});
