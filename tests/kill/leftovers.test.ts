// Commands that a killed host left running are stopped and recorded when it starts again.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isAlive } from '#tests/conformance/machine-under-test.ts';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { lastToolResults } from '#tests/support/model-server.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { connectTo } from './connect.ts';

it.runIf(existsSync('/proc/self/environ'))(
  'a background command of a killed host is stopped and recorded',
  async () => {
    const fixture = await startFaultHost({
      agent: { approvalMode: 'full' },
      model: (request) => {
        if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
        if (JSON.stringify(request.body).includes('what runs'))
          return { steps: [{ call: 'process', input: { action: 'tail', id: 'job-1' } }] };
        const command = 'echo listening on $((8000+123)); sleep 4321';
        return { steps: [{ call: 'exec', input: { command, background: true } }] };
      },
    });
    const events = await fixture.say('agent:main:leaves', 'start it');
    const pid = Number(events.find((event) => event.type === 'tool.finished')?.details['pid']);
    expect(isAlive(pid)).toBe(true);
    await waitUntil('its output on the disk', async () => isSaved(fixture.home, '"lastOutput":"listening on 8123'));
    await fixture.host.kill();
    expect(isAlive(pid)).toBe(true);
    const host = await startRunningHost({ home: fixture.home, env: fixture.env });
    onTestFinished(() => host.dispose());
    await waitUntil('the end of the command', () => !isAlive(pid));
    const client = await connectTo(host.origin, host.token);
    onTestFinished(() => client.stop());
    const entry = await waitUntil(
      'the entry in the audit log',
      async () => (await client.request('audit.entries', { action: 'tool.stopped' })).entries[0],
    );
    expect(entry).toMatchObject({ subject: String(pid), details: { command: expect.stringContaining('sleep 4321') } });
    const key = 'agent:main:leaves';
    await client.request('chat.send', { sessionKey: key, message: 'what runs?', idempotencyKey: 'after' });
    const found = await waitUntil('the job', async () => {
      const { events = [] } = await client.request('sessions.watch', { key, afterSeq: 0 });
      return events.find((event) => event.type === 'tool.finished' && event.text.startsWith('listening on 8123'));
    });
    expect(found).toMatchObject({ isError: false, text: expect.stringContaining('interrupted') });
  },
);

/** Whether a text is in the database. */
function isSaved(home: string, text: string): boolean {
  const names = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(db|sqlite)/.test(name));
  return names.some((name) => readFileSync(join(home, name)).includes(text));
}
