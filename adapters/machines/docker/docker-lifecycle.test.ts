// The life of containers, and faults of the engine, on a real one.
// Proves: EX-1, EX-2, EX-4, EX-5, EX-10, N-16
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import type { Clock } from '#core/ports/clock.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { run } from '#tests/conformance/machine-commands.ts';
import { openTestEngine, TEST_IMAGE, type TestEngine } from '#tests/support/docker-engine.ts';
import { openDockerStage, type DockerChange, type DockerStage } from '#tests/support/docker-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const MINUTE_MS = 60_000;
const NEVER = new AbortController().signal;
const engine = await openTestEngine();
if (typeof engine === 'string') {
  it('docker machine: lifecycle', (context) => context.skip(true, engine));
} else {
  afterAll(() => engine.stop());
  idleStop(engine);
  replacement(engine);
  images(engine);
  faults(engine);
}

async function stage(
  engine: TestEngine,
  settings: DockerChange = {},
  clock: Clock = SYSTEM_CLOCK,
): Promise<DockerStage> {
  const opened = await openDockerStage(engine, settings, { clock });
  onTestFinished(() => opened.close());
  return opened;
}

function getManager({ directory }: DockerStage): MachineManager {
  const [manager] = directory.managers;
  if (manager === undefined) throw new Error('Containers have a manager.');
  return manager;
}

/** Containers of a workspace, in any state. */
function findContainers(engine: TestEngine, { workspace }: DockerStage) {
  const filters = JSON.stringify({ label: [`gatehouse.workspace=${workspace}`] });
  return engine.docker.listContainers({ all: true, filters });
}

/** A clock whose timers run when the test says so. */
function createTestClock() {
  const timers = new Set<{ readonly ms: number; readonly run: () => void }>();
  const clock: Clock = {
    ...SYSTEM_CLOCK,
    after: (ms, run) => {
      const timer = { ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const pass = (ms: number): void => {
    for (const timer of timers)
      if (timer.ms <= ms) {
        timers.delete(timer);
        timer.run();
      }
  };
  return { clock, pass };
}

function idleStop(engine: TestEngine): void {
  describe('docker machine: use', () => {
    it('starts on first use and is gone after 30 minutes without use, keeping its files', async () => {
      const { clock, pass } = createTestClock();
      const opened = await stage(engine, {}, clock);
      expect(getManager(opened).list()[0]).toMatchObject({ state: 'stopped' });
      expect(await opened.containerId()).toBe('');
      await run(opened.machine, 'echo kept > file');
      expect(getManager(opened).list()[0]).toMatchObject({ state: 'running', users: 0 });
      pass(29 * MINUTE_MS);
      expect(await opened.containerId()).not.toBe('');
      pass(30 * MINUTE_MS);
      await waitUntil('the end of the container', async () => (await opened.containerId()) === '');
      expect(getManager(opened).list()[0]).toMatchObject({ state: 'stopped' });
      expect((await run(opened.machine, 'cat file')).output).toBe('kept\n');
      expect(getManager(opened).list()[0]).toMatchObject({ restarts: 1 });
    });

    it('counts open terminals and running commands as use', async () => {
      const { clock, pass } = createTestClock();
      const opened = await stage(engine, {}, clock);
      const ended = Promise.withResolvers<void>();
      const terminal = await opened.machine.terminal(
        { cols: 80, rows: 24 },
        { data: () => undefined, exit: () => ended.resolve() },
      );
      await run(opened.machine, 'true');
      pass(60 * MINUTE_MS);
      expect(getManager(opened).list()[0]).toMatchObject({ state: 'running', users: 1 });
      terminal.kill();
      await ended.promise;
      pass(30 * MINUTE_MS);
      await waitUntil('the end of the container', () => getManager(opened).list()[0]?.state === 'stopped');
    });
  });
}

function replacement(engine: TestEngine): void {
  describe('docker machine: replacement', () => {
    it('replaces an idle container whose settings changed, and never one in use', async () => {
      const opened = await stage(engine, { memoryMb: 64 });
      const limit = async (): Promise<number> => {
        const { output } = await run(
          opened.machine,
          'cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null',
        );
        // Whole pages.
        return Math.round(Number.parseInt(output, 10) / 1_000_000);
      };
      expect(await limit()).toBe(64);
      const job = await opened.machine.exec(
        { command: 'sleep 1000', pty: false, timeoutMs: 300_000, maxOutputBytes: 1000 },
        () => undefined,
        NEVER,
      );
      opened.change({ memoryMb: 96 });
      expect(await limit()).toBe(64);
      job.kill();
      await job.finished;
      expect(await limit()).toBe(96);
    });

    it('lists, measures, stops, and removes containers', async () => {
      const opened = await stage(engine);
      const manager = getManager(opened);
      let changes = 0;
      onTestFinished(manager.onChange(() => (changes += 1)));
      await opened.machine.exec(
        { command: 'echo hello; nc -l -p 8123', pty: false, timeoutMs: 300_000, maxOutputBytes: 1000 },
        () => undefined,
        NEVER,
      );
      const id = manager.list()[0]?.id ?? '';
      expect(
        await waitUntil('the port', async () => (await manager.ports(id)).length > 0 && manager.ports(id)),
      ).toEqual([8123]);
      const stats = await manager.stats(id);
      expect(stats.processes).toBeGreaterThan(2);
      expect(stats.memoryBytes).toBeGreaterThan(0);
      const usage = await manager.usage(id);
      expect(Math.abs(usage.memoryBytes - stats.memoryBytes)).toBeLessThan(stats.memoryBytes);
      expect(manager.logs(id, 10).map(({ source, text }) => [source, text])).toEqual([
        ['machine', `Started with image ${TEST_IMAGE}.`],
        ['command', 'echo hello; nc -l -p 8123'],
        ['output', 'hello'],
      ]);
      await manager.remove(id);
      expect(await opened.containerId()).toBe('');
      expect(manager.list()).toEqual([]);
      expect(changes).toBeGreaterThan(1);
      await expect(manager.stats('none')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('frees the home folders of stopped machines', async () => {
      const opened = await stage(engine);
      await run(opened.machine, 'dd if=/dev/zero of=$HOME/large bs=1M count=4 2>/dev/null');
      const manager = getManager(opened);
      expect((await manager.diskUse()).homes).toEqual({ count: 0, bytes: 0 });
      await manager.stop(manager.list()[0]?.id ?? '');
      expect((await manager.diskUse()).homes).toMatchObject({ count: 1 });
      expect(await manager.prune('homes')).toBeGreaterThanOrEqual(4 * 1024 * 1024);
      expect((await run(opened.machine, 'ls $HOME')).output).toBe('');
    });
  });
}

function images(engine: TestEngine): void {
  describe('docker machine: images', () => {
    it('reports a missing image and what to do', async () => {
      const { machine } = await stage(engine, { image: 'nowhere.invalid/missing:1' });
      await expect(run(machine, 'true')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/image nowhere\.invalid\/missing:1 isn't on this computer\. Download it/),
      });
    });

    it('reports a download that fails without a network', async () => {
      const { machine } = await stage(engine, { image: 'nowhere.invalid/missing:1', pull: 'missing' });
      await expect(run(machine, 'true')).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining("Couldn't download the image nowhere.invalid/missing:1"),
      });
    });

    it('uses an image pinned by its ID', async () => {
      const { Id } = await engine.docker.getImage(TEST_IMAGE).inspect();
      const { machine } = await stage(engine, { image: Id.replace('sha256:', '') });
      expect((await run(machine, 'echo pinned')).output).toBe('pinned\n');
    });

    it('builds the Dockerfile of the workspace with progress, and again when it changed', async () => {
      const opened = await stage(engine, { source: 'dockerfile' });
      await expect(run(opened.machine, 'true')).rejects.toMatchObject({
        message: expect.stringContaining("Dockerfile doesn't exist"),
      });
      await opened.machine.write('Dockerfile', `FROM ${TEST_IMAGE}\nCOPY greeting /greeting\nENV FROM_IMAGE=yes\n`);
      await opened.machine.write('greeting', 'built');
      const steps: string[] = [];
      await getManager(opened).buildImage(
        { workspace: opened.workspace, agentId: 'main' },
        ({ text }) => steps.push(text),
        NEVER,
      );
      expect(steps.join('\n')).toContain('COPY greeting /greeting');
      expect((await run(opened.machine, 'cat /greeting; echo $FROM_IMAGE')).output).toBe('builtyes\n');
      await opened.machine.write('Dockerfile', `FROM ${TEST_IMAGE}\nENV FROM_IMAGE=changed\n`);
      await getManager(opened).recreate(getManager(opened).list()[0]?.id ?? '');
      expect((await run(opened.machine, 'echo $FROM_IMAGE')).output).toBe('changed\n');
    });

    it('ignores the Dockerfile of a folder that is not trusted', async () => {
      const opened = await openDockerStage(engine, { source: 'dockerfile' }, { isTrusted: async () => false });
      onTestFinished(() => opened.close());
      await opened.machine.write('Dockerfile', `FROM ${TEST_IMAGE}\n`);
      await expect(run(opened.machine, 'true')).rejects.toMatchObject({
        code: 'denied',
        message: expect.stringContaining("isn't trusted"),
      });
    });

    it('takes only the image of a dev container file', async () => {
      const opened = await stage(engine, { source: 'devcontainer' });
      const file = `{ // comment\n "image": "${TEST_IMAGE}", "runArgs": ["--privileged"], "mounts": ["source=/,target=/host,type=bind"], }`;
      await opened.machine.write('.devcontainer/devcontainer.json', file);
      expect((await run(opened.machine, 'ls /host 2>/dev/null; grep CapEff /proc/self/status')).output).toMatch(
        /^CapEff:\s+0+$/m,
      );
      const { HostConfig } = await engine.docker.getContainer(await opened.containerId()).inspect();
      expect(HostConfig.Privileged).toBe(false);
    });
  });
}

function faults(engine: TestEngine): void {
  describe('docker machine: faults', () => {
    it('says that the machine stopped if its container is killed, and starts another', async () => {
      const opened = await stage(engine);
      const job = await opened.machine.exec(
        { command: 'echo before; sleep 1000', pty: false, timeoutMs: 300_000, maxOutputBytes: 1000 },
        () => undefined,
        NEVER,
      );
      await waitUntil('output', () => job.output() === 'before\n');
      await engine.docker.getContainer(await opened.containerId()).kill();
      expect(await job.finished).toMatchObject({ stoppedBy: 'machine', output: 'before\n' });
      expect(getManager(opened).list()[0]).toMatchObject({
        state: 'stopped',
        lastError: expect.stringContaining('stopped unexpectedly'),
      });
      expect((await run(opened.machine, 'echo after')).output).toBe('after\n');
    });

    it('reports an engine that stopped, and works again when it is back', async () => {
      const opened = await stage(engine);
      const job = await opened.machine.exec(
        { command: 'sleep 1000', pty: false, timeoutMs: 300_000, maxOutputBytes: 1000 },
        () => undefined,
        NEVER,
      );
      await engine.halt();
      expect(await job.finished).toMatchObject({ stoppedBy: 'machine' });
      await expect(run(opened.machine, 'true')).rejects.toMatchObject({ code: 'unavailable' });
      await opened.machine.write('file', 'still works');
      await engine.restart();
      expect((await run(opened.machine, 'cat file')).output).toBe('still works');
      expect(await findContainers(engine, opened)).toHaveLength(1);
    });

    it('removes the containers of a killed host at the next start, and no others', async () => {
      const opened = await stage(engine);
      await run(opened.machine, 'true');
      const other = await stage(engine);
      await run(other.machine, 'true');
      const next = createMachineDirectory({
        home: path.join(opened.base, 'home'),
        log: QUIET,
        clock: SYSTEM_CLOCK,
        environment: { ...process.env, ...engine.environment },
      });
      const found = await next.cleanUp();
      expect(found.filter(({ command }) => command.startsWith('container '))).toMatchObject([
        { id: expect.stringMatching(/^gatehouse-/), command: expect.stringContaining(opened.workspace) },
      ]);
      expect(await opened.containerId()).toBe('');
      expect(await other.containerId()).not.toBe('');
    });

    it('leaves nothing behind when it is closed', async () => {
      const opened = await openDockerStage(engine);
      await run(opened.machine, 'sleep 1000 &');
      await opened.close();
      expect(await findContainers(engine, opened)).toEqual([]);
      await expect(fs.stat(opened.base)).rejects.toThrow();
    });
  });
}
