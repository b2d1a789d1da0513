// Ten sessions that work in ten containers at once, with a local model server. Prints what that takes.
// Proves: PP-6
import { afterAll, expect, it } from 'vitest';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { openTestEngine, TEST_IMAGE } from '#tests/support/docker-engine.ts';
import { lastToolResults } from '#tests/support/model-server.ts';

const SESSIONS = Array.from({ length: 10 }, (_, index) => `agent:main:worker-${index}`);
/** Each writes a file of its own, sees only its own processes, and works for a moment. */
const WORK =
  'sleep 300 & echo "$HOSTNAME" > "$HOSTNAME.txt"; ps | grep -c "sleep 300"; sha256sum /bin/busybox; sleep 1; kill $!; echo done';
const MB = 1024 * 1024;
const engine = await openTestEngine();
if (typeof engine === 'string') {
  it('ten sessions in ten containers', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());

  it('ten sessions work in ten containers at the same time', async () => {
    const fixture = await startFaultHost({
      agent: { approvalMode: 'full' },
      entry: { machine: 'docker' },
      env: engine.environment,
      machines: { docker: { image: TEST_IMAGE, pull: 'never', scope: 'session', memoryMb: 64 } },
      model: (request) =>
        lastToolResults(request).length > 0
          ? { steps: [{ say: 'Done.' }] }
          : { steps: [{ call: 'exec', input: { command: WORK } }] },
    });
    const startedAt = performance.now();
    const runs = await Promise.all(SESSIONS.map((key) => fixture.say(key, 'work')));
    const passedMs = performance.now() - startedAt;
    for (const events of runs)
      expect(events.find((event) => event.type === 'tool.finished')?.details).toMatchObject({ exitCode: 0 });
    const { machines } = await fixture.client.request('machines.list', {});
    expect(machines.filter(({ state }) => state === 'running')).toHaveLength(SESSIONS.length);
    const stats = await Promise.all(machines.map(({ id }) => fixture.client.request('machines.get', { id })));
    const bytes = stats.reduce((sum, { stats: { memoryBytes } }) => sum + memoryBytes, 0);
    expect(bytes / SESSIONS.length).toBeLessThan(64 * MB);
    console.info(
      `Ten containers: ${Math.round(passedMs)} ms for all runs, ${(bytes / MB).toFixed(1)} MB of memory in the containers.`,
    );
  });
}
