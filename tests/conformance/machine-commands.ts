// Conformance suite of the machine port, commands and terminals.
import * as fs from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ExecRequest, ExecResult, Machine, Terminal } from '#core/ports/machine.ts';
import { MAX_WAIT_MS, waitUntil } from '#tests/support/wait-until.ts';
import { openForEachTest, type MachineUnderTest } from './machine-under-test.ts';

/** Longer than any test may take, seconds: a test that waits for such a command fails. */
const FOREVER_S = 1_000;
const LIMIT = 1024 * 1024;
/** Output after which a flood is stopped. */
const FLOOD_CHARS = 4 * 1024 * 1024;
const MIB = 1024 * 1024;
/** Memory that a command with 1 GB of output may take here, bytes. */
const GIGABYTE_MEMORY = 300 * MIB;
/** Time for 1 GB of output on a busy computer, ms. */
const GIGABYTE_MS = 400_000;
const NEVER = new AbortController().signal;

/** Runs a command line until it ends. */
export async function run(
  machine: Machine,
  command: string,
  change: Partial<ExecRequest> = {},
  signal: AbortSignal = NEVER,
): Promise<ExecResult & { readonly streamed: string }> {
  let streamed = '';
  const running = await machine.exec(
    { command, pty: false, timeoutMs: MAX_WAIT_MS, maxOutputBytes: LIMIT, ...change },
    (text) => (streamed += text),
    signal,
  );
  return { ...(await running.finished), streamed };
}

/** Registers the suite. */
export function machineCommandsConformance(name: string, open: MachineUnderTest): void {
  describe(`${name}: commands`, () => {
    const { machine, at, isAlive } = openForEachTest(open);

    it('streams output and reports the exit code', async () => {
      const result = await run(machine(), 'printf one; printf two >&2; exit 3');
      expect(result).toMatchObject({ exitCode: 3, signal: null, timedOut: false, truncated: false });
      expect(result.streamed).toBe(result.output);
      expect(result.output).toContain('one');
      expect(result.output).toContain('two');
    });

    it('runs in the workspace or a folder within it', async () => {
      await machine().makeFolder('sub');
      expect((await run(machine(), 'pwd')).output.trim()).toBe(machine().workspace);
      expect((await run(machine(), 'pwd', { cwd: 'sub' })).output.trim()).toBe(at('sub'));
      await expect(run(machine(), 'pwd', { cwd: '..' })).rejects.toMatchObject({ code: 'outside-workspace' });
      await expect(run(machine(), 'pwd', { cwd: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('has no input except in a terminal', async () => {
      expect((await run(machine(), 'cat; echo done')).output).toBe('done\n');
      const running = await machine().exec(
        { command: 'read line; echo "got $line"', pty: true, timeoutMs: MAX_WAIT_MS, maxOutputBytes: LIMIT },
        () => undefined,
        NEVER,
      );
      running.write('hello\r');
      expect((await running.finished).output).toContain('got hello');
    });

    it('accepts input without a terminal on request, until its end', async () => {
      const running = await machine().exec(
        {
          command: 'read line; echo "got $line"; cat',
          pty: false,
          stdin: true,
          timeoutMs: MAX_WAIT_MS,
          maxOutputBytes: LIMIT,
        },
        () => undefined,
        NEVER,
      );
      running.write('hello\n');
      running.write('the rest');
      running.endInput();
      expect(await running.finished).toMatchObject({ exitCode: 0, output: 'got hello\nthe rest' });
      const without = await machine().exec(
        { command: 'sleep 0.1', pty: false, timeoutMs: MAX_WAIT_MS, maxOutputBytes: LIMIT },
        () => undefined,
        NEVER,
      );
      expect(() => without.write('x')).toThrow(/doesn't accept input/);
      await without.finished;
    });

    it('runs in a terminal on request', async () => {
      expect((await run(machine(), 'test -t 1 && echo yes || echo no')).output.trim()).toBe('no');
      const result = await run(machine(), 'test -t 1 && echo yes; exit 4', { pty: true });
      expect(result.output.trim()).toBe('yes');
      expect(result.exitCode).toBe(4);
    });

    it('does not split multi-byte characters', async () => {
      const result = await run(machine(), "printf '\\xe2'; sleep 0.1; printf '\\x82\\xac'");
      expect(result.output).toBe('€');
    });

    it('streams a large output completely and keeps its start and end', async () => {
      for (const pty of [false, true]) {
        const result = await run(machine(), 'seq 1 300000', { pty, maxOutputBytes: 10_000 });
        const lines = result.streamed.split(/\r?\n/);
        expect(lines).toHaveLength(300_001);
        expect(lines[299_999]).toBe('300000');
        expect(result.truncated).toBe(true);
        expect(result.output.startsWith('1')).toBe(true);
        expect(result.output.trimEnd().endsWith('300000')).toBe(true);
        expect(Buffer.byteLength(result.output)).toBeLessThan(10_100);
      }
    });

    it('streams 1 GB of output within bounds', async () => {
      let received = 0;
      const before = process.memoryUsage().rss;
      const running = await machine().exec(
        {
          command: 'dd if=/dev/zero bs=1048576 count=1024 2>/dev/null; echo end',
          pty: false,
          timeoutMs: GIGABYTE_MS,
          maxOutputBytes: 10_000,
        },
        (text) => (received += text.length),
        NEVER,
      );
      const result = await running.finished;
      expect(result).toMatchObject({ exitCode: 0, truncated: true, timedOut: false });
      expect(result.output.endsWith('end\n')).toBe(true);
      expect(received).toBe(1024 * MIB + 'end\n'.length);
      expect(process.memoryUsage().rss - before).toBeLessThan(GIGABYTE_MEMORY);
    });

    it('survives a command that never stops printing, and ends it', async () => {
      for (const pty of [false, true]) {
        const stop = new AbortController();
        const flooded = Promise.withResolvers<void>();
        let received = 0;
        const running = await machine().exec(
          { command: 'yes', pty, timeoutMs: MAX_WAIT_MS, maxOutputBytes: 10_000 },
          (text) => {
            received += text.length;
            if (received > FLOOD_CHARS) flooded.resolve();
          },
          stop.signal,
        );
        await flooded.promise;
        stop.abort();
        const result = await running.finished;
        expect(result).toMatchObject({ truncated: true, timedOut: false });
        expect(Buffer.byteLength(result.output)).toBeLessThan(10_100);
        expect((await run(machine(), 'echo next')).output).toBe('next\n');
      }
    });

    it('ends at the timeout', async () => {
      const result = await run(machine(), `echo before; sleep ${FOREVER_S}`, { timeoutMs: 2_000 });
      expect(result).toMatchObject({ timedOut: true });
      expect(result.output).toBe('before\n');
    });

    it.each([
      ['a plain child', `sleep ${FOREVER_S} & echo $! > pids; sleep ${FOREVER_S}`],
      [
        'one that ignores the polite request',
        `trap '' TERM; (trap '' TERM; sleep ${FOREVER_S}) & echo $! > pids; echo $$ >> pids; while true; do sleep 1; done`,
      ],
      ['one that left group and session', `setsid sleep ${FOREVER_S} & sleep 0.2; echo $! > pids; sleep ${FOREVER_S}`],
      [
        'one that was orphaned in its own session',
        `(setsid sh -c 'echo $$ > pids; exec sleep ${FOREVER_S}' &) ; sleep ${FOREVER_S}`,
      ],
      ['one with a zombie', `sh -c 'true & exec sleep ${FOREVER_S}' & echo $! > pids; sleep ${FOREVER_S}`],
    ])('ends the whole process tree: %s', async (_name, command) => {
      for (const pty of [false, true]) {
        await fs.rm(at('pids'), { force: true });
        const stop = new AbortController();
        const running = await machine().exec(
          { command, pty, timeoutMs: FOREVER_S * 1_000, maxOutputBytes: LIMIT },
          () => undefined,
          stop.signal,
        );
        await waitUntil('the child', async () => (await fs.readFile(at('pids'), 'utf8').catch(() => '')).trim() !== '');
        const pids = (await fs.readFile(at('pids'), 'utf8')).trim().split('\n').map(Number);
        stop.abort();
        await running.finished;
        await waitUntil('the end of the tree', async () => !(await Promise.all(pids.map(isAlive))).includes(true));
        expect(await isAlive(running.pid)).toBe(false);
      }
    });

    it('does not start if already aborted', async () => {
      await expect(run(machine(), 'touch started', {}, AbortSignal.abort())).rejects.toThrow();
      await expect(machine().stat('started')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('ends although a command leaves a background process', async () => {
      const result = await run(machine(), `sleep ${FOREVER_S} & echo $! > pid; echo started`);
      expect(result).toMatchObject({ exitCode: 0, output: 'started\n' });
      const pid = Number(await fs.readFile(at('pid'), 'utf8'));
      expect(await isAlive(pid)).toBe(true);
      await machine().dispose();
      await waitUntil('the end of the background process', async () => !(await isAlive(pid)));
    });

    it('reports processes that outlive their command', async () => {
      expect(await run(machine(), 'true')).not.toHaveProperty('leftRunning');
      const left = await run(machine(), `setsid sleep ${FOREVER_S} > /dev/null 2>&1 &`);
      expect(left).toMatchObject({ exitCode: 0, leftRunning: 1 });
      await machine().dispose();
    });

    it('identifies the content of a file anywhere, and nothing else', async () => {
      const print = (path: string, part?: 'scripts') => machine().fingerprint(path, part);
      await machine().write('a.sh', 'one');
      const before = await print('a.sh');
      expect(before).toMatch(/^[0-9a-f]{64}$/);
      expect(await print(at('a.sh'))).toBe(before);
      await machine().write('a.sh', 'two');
      expect(await print('a.sh')).not.toBe(before);
      expect(await print('/bin/sh')).toMatch(/^[0-9a-f]{64}$/);
      for (const path of ['none', '.', 'a.sh/b', '/dev/zero', '']) expect(await print(path), path).toBeUndefined();
      await machine().write('package.json', '{"scripts":{"a":"x"}}');
      const scripts = await print('package.json', 'scripts');
      await machine().write('package.json', '{"version":"2","scripts":{"a":"x"}}');
      expect(await print('package.json', 'scripts')).toBe(scripts);
      await machine().write('package.json', '{"version":"2","scripts":{"a":"y"}}');
      expect(await print('package.json', 'scripts')).not.toBe(scripts);
    });

    it('passes on the variables of Gatehouse, but not those of an agent that could load code', async () => {
      const env = { GIT_CONFIG_COUNT: '9', GIT_DIR: '/x' };
      const { output } = await run(machine(), 'echo "$GIT_CONFIG_COUNT/$GIT_DIR"', {
        env,
        ownEnv: { GIT_CONFIG_COUNT: '0' },
      });
      expect(output).toBe('0/\n');
    });

    it('resolves programs outside the workspace', async () => {
      // Where one program has many names, it is that program.
      expect(await machine().resolveProgram('sh')).toMatch(/^\/.*(sh|busybox)$/);
      expect(await machine().resolveProgram('no-such-program')).toBeUndefined();
    });

    it('ignores input after its end', async () => {
      await machine().dispose();
      await expect(run(machine(), 'true')).rejects.toMatchObject({ code: 'io' });
    });
  });
  describe(`${name}: terminals`, () => {
    const { machine, at, isAlive } = openForEachTest(open);

    it('is interactive, can be resized, and ends', async () => {
      let text = '';
      const ended = Promise.withResolvers<number | null>();
      const terminal: Terminal = await machine().terminal(
        { cols: 80, rows: 24 },
        { data: (data) => (text += data), exit: (code) => ended.resolve(code) },
      );
      terminal.write('stty size; echo $((40+2))\r');
      await waitUntil('output', () => text.includes('24 80') && text.includes('42'));
      terminal.resize(100, 30);
      // A machine may need a moment to pass the size on.
      terminal.write('until [ "$(stty size)" = "30 100" ]; do sleep 0.1; done; echo resized-$((40+2))\r');
      await waitUntil('the new size', () => text.includes('resized-42'));
      terminal.write('pwd; exit 5\r');
      expect(await ended.promise).toBe(5);
      expect(text).toContain(machine().workspace);
      terminal.write('ignored');
      terminal.resize(10, 10);
    });

    it('ends all its processes when closed', async () => {
      const ended = Promise.withResolvers<void>();
      const terminal = await machine().terminal(
        { cols: 80, rows: 24 },
        { data: () => undefined, exit: () => ended.resolve() },
      );
      terminal.write(`sleep ${FOREVER_S} & echo $! > pid\r`);
      await waitUntil('the child', async () => (await fs.readFile(at('pid'), 'utf8').catch(() => '')) !== '');
      const pid = Number(await fs.readFile(at('pid'), 'utf8'));
      terminal.kill();
      await ended.promise;
      await waitUntil('the end of both', async () => !(await isAlive(pid)) && !(await isAlive(terminal.pid)));
    });
  });
}
