// Conformance suite of the machine port.
// Proves: CH-3, EX-9, TF-1, TF-2, TF-6
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecRequest, ExecResult, Machine, Terminal } from '#core/ports/machine.ts';
import { MAX_WAIT_MS, waitUntil } from '#tests/support/wait-until.ts';

/** Opens a machine on a fresh, empty workspace; `close` removes everything. `outside` is a folder beside it, or undefined when there is none. */
export type MachineUnderTest = () => Promise<{
  readonly machine: Machine;
  readonly outside: string;
  readonly close: () => Promise<void>;
}>;

/** Longer than any test may take, s: whoever waits for a command that sleeps so long fails. */
const FOREVER_S = 1_000;
const LIMIT = 1024 * 1024;
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
export function machineConformance(name: string, open: MachineUnderTest): void {
  let machine: Machine;
  let outside: string;
  let close: () => Promise<void>;
  beforeEach(async () => {
    ({ machine, outside, close } = await open());
  });
  afterEach(() => close());
  const at = (file: string): string => path.join(machine.workspace, file);

  describe(`${name}: files`, () => {
    it('reads what was written, with its hash', async () => {
      const written = await machine.write('notes/ü.txt', 'grüße\n');
      const read = await machine.read('notes/ü.txt', LIMIT);
      expect(read.text).toBe('grüße\n');
      expect(read.hash).toBe(written.hash);
      expect(read.hash).toBe(createHash('sha256').update('grüße\n').digest('hex'));
      expect(read.stat).toMatchObject({ path: 'notes/ü.txt', kind: 'file', size: 8 });
    });

    it('accepts absolute paths inside the workspace', async () => {
      await machine.write(at('a.txt'), 'a');
      expect((await machine.stat(at('a.txt'))).path).toBe('a.txt');
    });

    it('reports errors with a code', async () => {
      await machine.write('file', 'x');
      await machine.makeFolder('folder');
      await expect(machine.read('none', LIMIT)).rejects.toMatchObject({ code: 'not-found' });
      await expect(machine.read('folder', LIMIT)).rejects.toMatchObject({ code: 'not-a-file' });
      await expect(machine.list('file')).rejects.toMatchObject({ code: 'not-a-folder' });
      await expect(machine.read('file/below', LIMIT)).rejects.toMatchObject({ code: 'not-a-folder' });
      await expect(machine.write('folder', 'x')).rejects.toMatchObject({ code: 'not-a-file' });
    });

    it('limits the size of a read', async () => {
      await machine.write('large', 'x'.repeat(1001));
      await expect(machine.read('large', 1000)).rejects.toMatchObject({ code: 'too-large' });
      expect((await machine.read('large', 1001)).bytes.length).toBe(1001);
    });

    it('returns bytes and no text for a binary file', async () => {
      for (const bytes of [
        new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1]),
        new Uint8Array([0xff, 0xfe, 0x41]),
        new Uint8Array([0x41, 0x80]),
      ]) {
        await machine.write('binary', bytes);
        const read = await machine.read('binary', LIMIT);
        expect(read.text).toBeUndefined();
        expect([...read.bytes]).toEqual([...bytes]);
      }
    });

    it('rejects a write if the file changed since it was read', async () => {
      const first = await machine.write('a', 'one');
      await machine.write('a', 'two');
      await expect(machine.write('a', 'three', first.hash)).rejects.toMatchObject({ code: 'changed' });
      expect((await machine.read('a', LIMIT)).text).toBe('two');
      await expect(machine.write('gone', 'x', first.hash)).rejects.toMatchObject({ code: 'changed' });
    });

    it('creates a file with an empty hash only if it does not exist', async () => {
      await machine.write('new', 'one', '');
      await expect(machine.write('new', 'two', '')).rejects.toMatchObject({ code: 'exists' });
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => machine.write('race', String(index), '')),
      );
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });

    it('keeps the permissions of a file and leaves no temporary file', async () => {
      await machine.write('run.sh', 'one');
      await fs.chmod(at('run.sh'), 0o755);
      await machine.write('run.sh', 'two');
      expect((await fs.stat(at('run.sh'))).mode & 0o777).toBe(0o755);
      expect(await fs.readdir(machine.workspace)).toEqual(['run.sh']);
    });

    it('lists folders first, then by name', async () => {
      await machine.write('b.txt', '1');
      await machine.write('a.txt', '22');
      await machine.makeFolder('z');
      await machine.makeFolder('z');
      expect((await machine.list('.')).map((entry) => [entry.path, entry.kind, entry.size])).toEqual([
        ['z', 'directory', 0],
        ['a.txt', 'file', 2],
        ['b.txt', 'file', 1],
      ]);
      expect((await machine.list('')).length).toBe(3);
    });

    it('moves without replacing', async () => {
      await machine.write('a', 'a');
      await machine.write('b', 'b');
      await expect(machine.move('a', 'b')).rejects.toMatchObject({ code: 'exists' });
      await machine.move('a', 'deep/c');
      expect((await machine.read('deep/c', LIMIT)).text).toBe('a');
      await machine.move('deep', 'other');
      expect((await machine.read('other/c', LIMIT)).text).toBe('a');
      await expect(machine.move('other', 'other/inside')).rejects.toMatchObject({ code: 'exists' });
      await expect(machine.move('none', 'x')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('restores a deleted file', async () => {
      await machine.write('folder/a', 'a');
      const id = await machine.remove('folder');
      await expect(machine.stat('folder')).rejects.toMatchObject({ code: 'not-found' });
      await machine.restore(id);
      expect((await machine.read('folder/a', LIMIT)).text).toBe('a');
      await expect(machine.restore(id)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('does not overwrite a new file on restore', async () => {
      await machine.write('a', 'old');
      const id = await machine.remove('a');
      await machine.write('a', 'new');
      await expect(machine.restore(id)).rejects.toMatchObject({ code: 'exists' });
      expect((await machine.read('a', LIMIT)).text).toBe('new');
    });

    it('rejects paths outside the workspace', async () => {
      await fs.writeFile(path.join(outside, 'secret'), 's');
      for (const file of ['..', '../x', 'a/../../x', path.join(outside, 'secret'), '/etc/passwd', '/']) {
        await expect(machine.read(file, LIMIT), file).rejects.toMatchObject({ code: 'outside-workspace' });
        await expect(machine.write(file, 'x'), file).rejects.toMatchObject({ code: 'outside-workspace' });
      }
    });
  });

  describe(`${name}: finding`, () => {
    beforeEach(async () => {
      await machine.write('.gitignore', 'dist/\n*.log\n!keep.log\n');
      await machine.write('src/app.ts', 'const Answer = 42;\nlet other = 1;\n');
      await machine.write('src/deep/apple.txt', 'answer\r\nAnswer 7\n');
      await machine.write('dist/app.js', 'Answer');
      await machine.write('noise.log', 'Answer');
      await machine.write('keep.log', 'Answer');
      await machine.write('node_modules/x/app.ts', 'Answer');
      await machine.write('binary', new Uint8Array([0, 1, 2]));
    });

    it('finds files by name, best match first, without ignored ones', async () => {
      const found = await machine.find('app', 10, NEVER);
      expect(found.map((file) => file.path)).toEqual(['src/app.ts', 'src/deep/apple.txt']);
      expect((await machine.find('sdapt', 10, NEVER)).map((file) => file.path)).toEqual(['src/deep/apple.txt']);
      expect(await machine.find('app', 1, NEVER)).toHaveLength(1);
    });

    it('finds lines by text', async () => {
      const found = await machine.search({ pattern: 'Answer', regex: false, limit: 10 }, NEVER);
      expect(found).toEqual([
        { path: 'keep.log', line: 1, text: 'Answer' },
        { path: 'src/app.ts', line: 1, text: 'const Answer = 42;' },
        { path: 'src/deep/apple.txt', line: 2, text: 'Answer 7' },
      ]);
      expect(await machine.search({ pattern: 'Answer', regex: false, limit: 1 }, NEVER)).toHaveLength(1);
      expect(
        await machine.search({ pattern: 'Answer', regex: false, limit: 9, path: 'src', glob: '*.{ts,js}' }, NEVER),
      ).toHaveLength(1);
    });

    it('finds lines by regular expression', async () => {
      const found = await machine.search({ pattern: '^A\\w+ \\d$', regex: true, limit: 10 }, NEVER);
      expect(found.map((match) => match.path)).toEqual(['src/deep/apple.txt']);
    });

    it('is not slowed down by a hostile pattern', async () => {
      await machine.write('evil', `${'a'.repeat(50_000)}!\n`);
      await machine.search({ pattern: '^(a+)+$', regex: true, limit: 10 }, NEVER);
      await machine.search({ pattern: '(a|aa|a?)*b.*c.*d', regex: true, limit: 10 }, NEVER);
      await expect(machine.search({ pattern: '(a)\\1', regex: true, limit: 10 }, NEVER)).rejects.toThrow(
        /backreferences/,
      );
    });

    it('stops on abort', async () => {
      await expect(
        machine.search({ pattern: 'x', regex: false, limit: 10 }, AbortSignal.abort(new Error('enough'))),
      ).rejects.toThrow('enough');
    });
  });

  describe(`${name}: changes`, () => {
    /** Writes a file until its change is seen: a watch does not start at once. */
    const watching = (seen: ReadonlySet<string>): Promise<true> =>
      waitUntil('the start of the watch', async () => {
        await fs.writeFile(at('probe'), String(performance.now()));
        return seen.has('probe');
      });

    it('reports changed files, merged, without ignored ones', async () => {
      await machine.write('.gitignore', 'dist/\n');
      const seen = new Set<string>();
      let notices = 0;
      const stop = machine.watch((paths) => {
        notices += 1;
        for (const file of paths) seen.add(file);
      });
      await watching(seen);
      notices = 0;
      await fs.mkdir(at('new/deep'), { recursive: true });
      await fs.writeFile(at('new/deep/a.txt'), 'a');
      await fs.mkdir(at('dist'));
      await fs.writeFile(at('dist/out.js'), 'a');
      await waitUntil('a file in a new folder', () => seen.has('new/deep/a.txt'));
      await fs.writeFile(at('new/deep/b.txt'), 'b');
      await waitUntil('a second file', () => seen.has('new/deep/b.txt'));
      expect([...seen].filter((file) => file.startsWith('dist/'))).toEqual([]);
      expect(notices).toBeLessThan(8);
      stop();
      const before = notices;
      const seenByOther = new Set<string>();
      const stopOther = machine.watch((paths) => paths.forEach((file) => seenByOther.add(file)));
      await watching(seenByOther);
      stopOther();
      expect(notices).toBe(before);
    });

    it('merges many changes and reports an overflow if it does not list them', async () => {
      const seen = new Set<string>();
      let overflowed = false;
      let notices = 0;
      const stop = machine.watch((paths, overflow) => {
        notices += 1;
        overflowed ||= overflow;
        for (const file of paths) seen.add(file);
      });
      await watching(seen);
      notices = 0;
      for (let batch = 0; batch < 30; batch += 1)
        await Promise.all(Array.from({ length: 100 }, (_, index) => fs.writeFile(at(`f${batch}-${index}`), '')));
      await waitUntil('every change', () => overflowed || seen.size > 3000);
      expect(notices).toBeLessThan(300);
      stop();
    });
  });

  describe(`${name}: commands`, () => {
    it('streams output and reports the exit code', async () => {
      const result = await run(machine, 'printf one; printf two >&2; exit 3');
      expect(result).toMatchObject({ exitCode: 3, signal: null, timedOut: false, truncated: false });
      expect(result.streamed).toBe(result.output);
      expect(result.output).toContain('one');
      expect(result.output).toContain('two');
    });

    it('runs in the workspace or a folder within it', async () => {
      await machine.makeFolder('sub');
      expect((await run(machine, 'pwd')).output.trim()).toBe(machine.workspace);
      expect((await run(machine, 'pwd', { cwd: 'sub' })).output.trim()).toBe(at('sub'));
      await expect(run(machine, 'pwd', { cwd: '..' })).rejects.toMatchObject({ code: 'outside-workspace' });
      await expect(run(machine, 'pwd', { cwd: 'none' })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('has no input except in a terminal', async () => {
      expect((await run(machine, 'cat; echo done')).output).toBe('done\n');
      const running = await machine.exec(
        { command: 'read line; echo "got $line"', pty: true, timeoutMs: MAX_WAIT_MS, maxOutputBytes: LIMIT },
        () => undefined,
        NEVER,
      );
      running.write('hello\r');
      expect((await running.finished).output).toContain('got hello');
    });

    it('runs in a terminal on request', async () => {
      expect((await run(machine, 'test -t 1 && echo yes || echo no')).output.trim()).toBe('no');
      const result = await run(machine, 'test -t 1 && echo yes; exit 4', { pty: true });
      expect(result.output.trim()).toBe('yes');
      expect(result.exitCode).toBe(4);
    });

    it('does not split multi-byte characters', async () => {
      const result = await run(machine, "printf '\\xe2'; sleep 0.1; printf '\\x82\\xac'");
      expect(result.output).toBe('€');
    });

    it('streams a large output completely and keeps its start and end', async () => {
      for (const pty of [false, true]) {
        const result = await run(machine, 'seq 1 300000', { pty, maxOutputBytes: 10_000 });
        const lines = result.streamed.split(/\r?\n/);
        expect(lines).toHaveLength(300_001);
        expect(lines[299_999]).toBe('300000');
        expect(result.truncated).toBe(true);
        expect(result.output.startsWith('1')).toBe(true);
        expect(result.output.trimEnd().endsWith('300000')).toBe(true);
        expect(Buffer.byteLength(result.output)).toBeLessThan(10_100);
      }
    });

    it('ends at the timeout', async () => {
      const result = await run(machine, `echo before; sleep ${FOREVER_S}`, { timeoutMs: 2_000 });
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
    ])('ends the whole process tree: %s', async (_name, command) => {
      for (const pty of [false, true]) {
        await fs.rm(at('pids'), { force: true });
        const stop = new AbortController();
        const running = await machine.exec(
          { command, pty, timeoutMs: FOREVER_S * 1_000, maxOutputBytes: LIMIT },
          () => undefined,
          stop.signal,
        );
        await waitUntil('the child', async () => (await fs.readFile(at('pids'), 'utf8').catch(() => '')).trim() !== '');
        const pids = (await fs.readFile(at('pids'), 'utf8')).trim().split('\n').map(Number);
        stop.abort();
        await running.finished;
        await waitUntil('the end of the tree', () => pids.every((pid) => !isAlive(pid)));
        expect(isAlive(running.pid)).toBe(false);
      }
    });

    it('does not start if already aborted', async () => {
      await expect(run(machine, 'touch started', {}, AbortSignal.abort())).rejects.toThrow();
      await expect(machine.stat('started')).rejects.toMatchObject({ code: 'not-found' });
    });

    it('ends although a command leaves a background process', async () => {
      const result = await run(machine, `sleep ${FOREVER_S} & echo $! > pid; echo started`);
      expect(result).toMatchObject({ exitCode: 0, output: 'started\n' });
      const pid = Number(await fs.readFile(at('pid'), 'utf8'));
      expect(isAlive(pid)).toBe(true);
      await machine.dispose();
      await waitUntil('the end of the background process', () => !isAlive(pid));
    });

    it('resolves programs outside the workspace', async () => {
      expect(await machine.resolveProgram('sh')).toMatch(/^\/.*sh$/);
      expect(await machine.resolveProgram('no-such-program')).toBeUndefined();
    });

    it('ignores input after its end', async () => {
      await machine.dispose();
      await expect(run(machine, 'true')).rejects.toMatchObject({ code: 'io' });
    });
  });

  describe(`${name}: terminals`, () => {
    it('is interactive, can be resized, and ends', async () => {
      let text = '';
      const ended = Promise.withResolvers<number | null>();
      const terminal: Terminal = await machine.openTerminal(
        { cols: 80, rows: 24 },
        { data: (data) => (text += data), exit: (code) => ended.resolve(code) },
      );
      terminal.write('stty size; echo $((40+2))\r');
      await waitUntil('output', () => text.includes('24 80') && text.includes('42'));
      terminal.resize(100, 30);
      terminal.write('stty size\r');
      await waitUntil('the new size', () => text.includes('30 100'));
      terminal.write('pwd; exit 5\r');
      expect(await ended.promise).toBe(5);
      expect(text).toContain(machine.workspace);
      terminal.write('ignored');
      terminal.resize(10, 10);
    });

    it('ends all its processes when closed', async () => {
      const ended = Promise.withResolvers<void>();
      const terminal = await machine.openTerminal(
        { cols: 80, rows: 24 },
        { data: () => undefined, exit: () => ended.resolve() },
      );
      terminal.write(`sleep ${FOREVER_S} & echo $! > pid\r`);
      await waitUntil('the child', async () => (await fs.readFile(at('pid'), 'utf8').catch(() => '')) !== '');
      const pid = Number(await fs.readFile(at('pid'), 'utf8'));
      terminal.kill();
      await ended.promise;
      await waitUntil('the end of both', () => !isAlive(pid) && !isAlive(terminal.pid));
    });
  });
}

/** Whether a process is running. A zombie counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) [ZX] /s.test(readStat(pid));
  } catch {
    return false;
  }
}

function readStat(pid: number): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'latin1') : '';
}
