// A host that is killed with containers, terminals, and a command running leaves none of them behind.
// Proves: EX-10
import { readdirSync } from 'node:fs';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { openTestEngine, TEST_IMAGE } from '#tests/support/docker-engine.ts';
import { lastToolResults } from '#tests/support/model-server.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { connectTo } from './connect.ts';

const KEYS = ['agent:main:one', 'agent:main:two', 'agent:main:three'];
const engine = await openTestEngine();
if (typeof engine === 'string') {
  it('containers of a killed host', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());

  it('the containers and terminals of a killed host end, and its transcripts say what was interrupted', async () => {
    const fixture = await startFaultHost({
      agent: { approvalMode: 'full' },
      entry: { machine: 'docker' },
      env: engine.environment,
      machines: { docker: { image: TEST_IMAGE, pull: 'never', scope: 'session', memoryMb: 128 } },
      model: (request) =>
        lastToolResults(request).length > 0
          ? { steps: [{ say: 'Done.' }] }
          : { steps: [{ call: 'exec', input: { command: 'echo started; sleep 4321' } }] },
    });
    const containers = () => engine.docker.listContainers();
    for (const key of KEYS) {
      await fixture.client.request('sessions.create', { key });
      await fixture.client.request('chat.send', { sessionKey: key, message: 'start it', idempotencyKey: key });
    }
    await waitUntil('three containers', async () => (await containers()).length === 3);
    const open = { agentId: 'main', cols: 80, rows: 24 };
    await Promise.all([fixture.client.request('terminal.open', open), fixture.client.request('terminal.open', open)]);
    const running = await containers();
    expect(running.length).toBeGreaterThanOrEqual(3);
    expect(readdirSync(fixture.workspace)).toContain('.vscode');
    await fixture.host.kill();
    await waitUntil('the end of the containers', async () => (await containers()).length === 0);

    const host = await startRunningHost({ home: fixture.home, env: engine.environment });
    onTestFinished(() => host.dispose());
    const client = await connectTo(host.origin, host.token);
    onTestFinished(() => client.stop());
    await waitUntil(
      'no container in any state',
      async () => (await engine.docker.listContainers({ all: true })).length === 0,
    );
    await waitUntil('a workspace without placeholders', () => !readdirSync(fixture.workspace).includes('.vscode'));
    for (const key of KEYS) {
      const { events } = await client.request('sessions.watch', { key, afterSeq: 0 });
      expect(events?.filter(({ type }) => type === 'run.ended')).toMatchObject([{ status: 'interrupted' }]);
    }
  });
}
