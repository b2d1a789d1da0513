// Commands that a killed host left running are stopped and recorded when it starts again.
import { existsSync } from 'node:fs';
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
      model: (request) =>
        lastToolResults(request).length > 0
          ? { steps: [{ say: 'Started.' }] }
          : { steps: [{ call: 'exec', input: { command: 'sleep 4321', background: true } }] },
    });
    const events = await fixture.say('agent:main:leaves', 'start it');
    const pid = Number(events.find((event) => event.type === 'tool.finished')?.details['pid']);
    expect(isAlive(pid)).toBe(true);
    await fixture.host.kill();
    expect(isAlive(pid)).toBe(true);
    const host = await startRunningHost({ home: fixture.home });
    onTestFinished(() => host.dispose());
    await waitUntil('the end of the command', () => !isAlive(pid));
    const client = await connectTo(host.origin, host.token);
    onTestFinished(() => client.stop());
    const entry = await waitUntil(
      'the entry in the audit log',
      async () => (await client.request('audit.entries', { action: 'tool.stopped' })).entries[0],
    );
    expect(entry).toMatchObject({ subject: String(pid), details: { command: expect.stringContaining('sleep 4321') } });
  },
);
