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
  it('passes the exit code on', async () => {
    expect(await shell.gatehouse(['run', 'false'])).toEqual({ code: 1, out: '', err: '' });
    expect(await shell.gatehouse(['run', 'true'])).toEqual({ code: 0, out: '', err: '' });
    expect((await shell.gatehouse(['run', 'exit 42'])).code).toBe(42);
    expect((await shell.gatehouse(['run', 'kill -TERM $$'])).code).toBe(128 + 15);
  });

  it('prints what the command prints, in the workspace, and leaves its options to it', async () => {
    writeFileSync(join(shell.folder, 'work', 'one file.txt'), 'its text\n');
    expect((await shell.gatehouse(['run', 'cat', '-u', 'one file.txt'])).out).toBe('its text\n');
    expect((await shell.gatehouse(['run', '--', 'pwd', '-P'])).out).toContain('work');
    expect((await shell.gatehouse(['run', 'echo "$((20 + 3))"; echo \'a  b\''])).out).toBe('23\na  b\n');
    const { out } = await shell.gatehouse(['run', '--json', 'echo seen; exit 3']);
    expect(JSON.parse(out)).toEqual({ ok: false, exitCode: 3, output: 'seen\n' });
  });

  it('hands a pipe over, and its end', async () => {
    expect((await shell.gatehouse(['run', 'wc -l'], { stdin: 'a\nb\nc\n' })).out.trim()).toBe('3');
    expect((await shell.gatehouse(['run', 'cat'], { stdin: 'no end of line' })).out).toBe('no end of line');
  });

  it('is a terminal where one is', async () => {
    const going = shell.inTerminal(['run', 'test -t 0 && test -t 1 && stty size && read answer && echo "got $answer"']);
    await going.waitFor('30 100');
    going.type('yes\r');
    await going.waitFor('got yes');
    expect(await going.ended).toBe(0);
    const stopped = shell.inTerminal(['run', 'echo ready; sleep 100']);
    await stopped.waitFor('ready');
    stopped.type('\u0003');
    expect(await stopped.ended).toBe(130);
  });

  it('says what a command line lacks', async () => {
    expect((await shell.gatehouse(['run'])).code).toBe(2);
    expect((await shell.gatehouse(['run', '--agent', 'nobody', 'true'])).code).toBe(1);
    expect((await shell.gatehouse(['run', `echo ${'x'.repeat(5000)}`])).err).toContain('script');
  });
});
