// Proves: AP-2
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell((request) => {
    const [result] = lastToolResults(request);
    if (result !== undefined) return { steps: [{ say: 'Done.' }] };
    return { steps: [{ call: 'exec', input: { command: lastUserText(request) } }] };
  });
});
afterAll(() => shell.stop());

async function pendingRequest(session: string): Promise<string> {
  shell.start(['chat', '--session', session, 'mytool one']);
  return waitUntil('the request', async () => {
    const [status] = await shell.json(['approvals']);
    const [approval] = (status?.['approvals'] ?? []) as readonly { readonly id: string }[];
    return approval?.id;
  });
}

describe('gatehouse approvals edit', () => {
  it('shows what the edited command would do, and allows it once', async () => {
    const id = await pendingRequest('one');
    const edit = ['approvals', 'edit', id, '--command', 'echo two'];
    expect(await shell.gatehouse(edit)).toMatchObject({ code: 2, err: expect.stringContaining('pass --yes') });
    const done = await shell.gatehouse([...edit, '--yes']);
    expect(done).toMatchObject({ code: 0, out: 'Allowed: echo two\n' });
    expect(done.err).toContain('exec: echo two');
    const [history] = await shell.json(['approvals', 'list', '--history']);
    expect(history?.['approvals']).toMatchObject([
      { id, subject: { command: 'mytool one' }, edit: { subject: { command: 'echo two' } } },
    ]);
  });

  it('rejects options that do not apply, and edits that cannot run', async () => {
    const id = await pendingRequest('two');
    const edit = (...more: readonly string[]) => shell.gatehouse(['approvals', 'edit', id, ...more, '--yes']);
    expect(await edit('--fetch', 'https://example.org')).toMatchObject({ code: 2 });
    expect(await edit('--command', 'mytool one')).toMatchObject({ code: 1 });
    expect(await edit('--folder', 'nowhere')).toMatchObject({ code: 1 });
    expect((await shell.gatehouse(['approvals', 'deny', id])).code).toBe(0);
  });
});
