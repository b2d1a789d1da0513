// Proves: CL-5
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openShell, type Shell } from './shell.ts';

let shell: Shell;
beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'hello' }] }));
});
afterAll(() => shell.stop());

describe('run', () => {
  it('returns the exit code of the command', async () => {
    expect(await shell.gatehouse(['run', 'false'])).toEqual({ code: 1, out: '', err: '' });
    expect(await shell.gatehouse(['run', 'true'])).toEqual({ code: 0, out: '', err: '' });
    expect((await shell.gatehouse(['run', 'exit 42'])).code).toBe(42);
    expect((await shell.gatehouse(['run', 'kill -TERM $$'])).code).toBe(128 + 15);
  });

  it('runs in the workspace and passes options through', async () => {
    writeFileSync(join(shell.folder, 'work', 'one file.txt'), 'its text\n');
    expect((await shell.gatehouse(['run', 'cat', '-u', 'one file.txt'])).out).toBe('its text\n');
    expect((await shell.gatehouse(['run', '--', 'pwd', '-P'])).out).toContain('work');
    expect((await shell.gatehouse(['run', 'echo "$((20 + 3))"; echo \'a  b\''])).out).toBe('23\na  b\n');
    const { out } = await shell.gatehouse(['run', '--json', 'echo seen; exit 3']);
    expect(JSON.parse(out)).toEqual({ ok: false, exitCode: 3, output: 'seen\n' });
  });

  it('forwards piped input and its end', async () => {
    expect((await shell.gatehouse(['run', 'wc -l'], { stdin: 'a\nb\nc\n' })).out.trim()).toBe('3');
    expect((await shell.gatehouse(['run', 'cat'], { stdin: 'no end of line' })).out).toBe('no end of line');
  });

  it('runs in a terminal if stdin and stdout are one', async () => {
    const interactive = shell.inTerminal([
      'run',
      'test -t 0 && test -t 1 && stty size && read answer && echo "got $answer"',
    ]);
    await interactive.waitFor('30 100');
    interactive.type('yes\r');
    await interactive.waitFor('got yes');
    expect(await interactive.ended).toBe(0);
    const stopped = shell.inTerminal(['run', 'echo ready; sleep 100']);
    await stopped.waitFor('ready');
    stopped.type('\u0003');
    expect(await stopped.ended).toBe(130);
  });

  it('rejects a missing command, an unknown agent, and a command that is too long', async () => {
    expect((await shell.gatehouse(['run'])).code).toBe(2);
    expect((await shell.gatehouse(['run', '--agent', 'nobody', 'true'])).code).toBe(1);
    expect((await shell.gatehouse(['run', `echo ${'x'.repeat(5000)}`])).err).toContain('script');
  });
});
