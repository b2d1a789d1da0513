// Service files: values that would break out of them, and files that others prepared or could replace.
// Proves: PK-3
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkProgram, checkReadable } from '#adapters/services/check-program.ts';
import { runCli } from '#cli/run.ts';

const KEY = 'sk-ant-secret-0123456789';
const UNIT = 'etc/systemd/system/gatehouse.service';
const isRoot = process.getuid?.() === 0;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-service-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Runs `gatehouse service …` below `root` and returns the exit code with everything it printed. */
async function service(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  let text = '';
  const sink = { write: (part: string) => ((text += part), true) };
  const common = ['--root', root, '--scope', 'system'];
  const code = await runCli(['service', ...args, ...common], {
    environment: { HOME: root, PATH: '/usr/bin:/bin', ...environment },
    pages: '',
    stdout: sink,
    stderr: sink,
  });
  return { code, text };
}

const install = (args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) =>
  service(['install', ...args], environment);

/** A file that someone prepared. */
function prepare(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function expectNothing(): void {
  expect(existsSync(join(root, UNIT))).toBe(false);
}

describe.runIf(process.platform === 'linux')('attacks: service files', () => {
  it('rejects line breaks in paths, which would add settings to the unit', async () => {
    for (const home of ['/srv/x\nExecStartPre=/bin/touch /tmp/owned', '/srv/x\rUser=root', '/srv/x\u2028y']) {
      const { code, text } = await install(['--home', home]);
      expect(code).toBe(1);
      expect(text).toContain('invalid character in path');
    }
    expect((await install(['--write', '/srv/a\n[Service]\nUser=root'])).code).toBe(1);
    expect((await install(['--home', '/srv/x\\'])).text).toContain('must not end with a backslash');
    expectNothing();
  });

  it('does not expand specifiers, variables, or quotes', async () => {
    expect((await install(['--home', '/srv/%h/$HOME "x"'])).code).toBe(0);
    const unit = readFileSync(join(root, UNIT), 'utf8');
    expect(unit).toContain(String.raw`"--home" "/srv/%%h/$HOME \"x\""`);
    // The colon turns off variables in the whole command line.
    expect(unit).toMatch(/^ExecStart=":\//m);
  });

  it('rejects names that are paths, options, or other units', async () => {
    for (const name of ['../../cron.d/x', 'ssh.service', '-x', 'a b', 'a\nb', '', 'é', 'x'.repeat(60)])
      expect((await install([`--name=${name}`])).code).not.toBe(0);
    expect(readdirSync(root)).toEqual([]);
  });

  it('does not run as root, or as an account that is an option or does not exist', async () => {
    prepare('etc/passwd', 'root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\n');
    expect((await install(['--user', 'root'])).text).toContain("can't run as root");
    for (const user of ['-x', 'nobody-here', 'ada\nUser=root', '0'])
      expect((await install([`--user=${user}`])).code).toBe(1);
    for (const group of ['root\nUser=root', '-x', 'missing'])
      expect((await install([`--group=${group}`])).code).toBe(1);
    expectNothing();
  });

  it('does not open the whole file system for writing', async () => {
    for (const path of ['/', '//', '/srv/..']) expect((await install(['--write', path])).code).toBe(1);
    expectNothing();
  });

  it('does not write through a link in place of the unit', async () => {
    const victim = prepare('victim', 'untouched');
    mkdirSync(join(root, dirname(UNIT)), { recursive: true });
    symlinkSync(victim, join(root, UNIT));
    const { code, text } = await install();
    expect({ code, hint: text.includes('symbolic link') }).toEqual({ code: 1, hint: true });
    expect((await service(['uninstall', '--yes'])).code).toBe(1);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  it('does not write through a linked folder', async () => {
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(join(root, 'etc/systemd'), { recursive: true });
    symlinkSync(elsewhere, join(root, 'etc/systemd/system'));
    expect((await install()).code).toBe(1);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('does not write where everybody could replace the unit', async () => {
    const folder = join(root, dirname(UNIT));
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    expect((await install()).text).toContain('everybody can write to');
    expectNothing();
  });

  it("neither overwrites nor removes somebody else's unit", async () => {
    const foreign = '[Service]\nExecStart=/usr/bin/other\n';
    const file = prepare(UNIT, foreign);
    expect((await install()).text).toContain('was not written by Gatehouse');
    expect((await service(['uninstall', '--yes'])).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(foreign);
  });

  it('does not replace the service of another home folder', async () => {
    expect((await install(['--home', '/srv/one'])).code).toBe(0);
    expect((await install(['--home', '/srv/two'])).text).toContain('already installed for /srv/one');
    expect(readFileSync(join(root, UNIT), 'utf8')).toContain('"/srv/one"');
    expect((await install(['--home', '/srv/two', '--name', 'second'])).code).toBe(0);
  });

  it('keeps secrets out of the unit and the output, in a file that only its owner can read', async () => {
    const { code, text } = await install(['--env', 'ANTHROPIC_API_KEY', '--json'], { ANTHROPIC_API_KEY: KEY });
    expect(code).toBe(0);
    expect(text).not.toContain(KEY);
    const file = join(root, 'etc/gatehouse.env');
    expect(readFileSync(file, 'utf8')).toContain(`ANTHROPIC_API_KEY=${KEY}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(root, UNIT), 'utf8')).not.toContain(KEY);
    chmodSync(file, 0o644);
    expect((await install()).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('rejects a secret that would add variables, and an environment file that is a link', async () => {
    expect((await install(['--env', 'KEY'], { KEY: 'x\nNODE_OPTIONS=--require=/tmp/evil.js' })).code).toBe(1);
    expectNothing();
    rmSync(join(root, 'etc'), { recursive: true, force: true });
    const victim = prepare('victim', 'untouched');
    mkdirSync(join(root, 'etc'));
    symlinkSync(victim, join(root, 'etc/gatehouse.env'));
    expect((await install(['--env', 'KEY'], { KEY })).code).toBe(1);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  it.runIf(isRoot)('rejects a program that others can replace', () => {
    const node = prepare('bin/node', '');
    const entry = prepare('opt/gatehouse/gatehouse.mjs', '');
    const library = prepare('opt/gatehouse/node_modules/x/x.js', '');
    writeFileSync(join(root, 'opt/gatehouse/package.json'), '{"target":"linux-x64-glibc"}');
    symlinkSync('gatehouse', join(root, 'opt/current'));
    const check =
      (scope: 'user' | 'system' = 'system') =>
      () =>
        checkProgram([node, join(root, 'opt/current/gatehouse.mjs')], { scope, uid: 0, gid: 0 });
    expect(check()).not.toThrow();
    for (const path of [node, entry, library, dirname(entry), dirname(node)]) {
      const before = statSync(path).mode & 0o777;
      chmodSync(path, before | 0o002);
      expect(check()).toThrow('others can write to');
      chmodSync(path, before);
    }
    for (const path of [entry, library]) {
      chownSync(path, 12_345, 0);
      expect(check()).toThrow('belongs to another user');
      expect(check('user')).toThrow('belongs to another user');
      chownSync(path, 0, 0);
    }
    expect(check()).not.toThrow();
    // Not an attack, but a service that can't start: a program that only root can read.
    chmodSync(join(root), 0o755);
    expect(() => checkReadable([node, entry])).not.toThrow();
    chmodSync(dirname(entry), 0o700);
    expect(() => checkReadable([node, entry])).toThrow(`can't read ${dirname(entry)}`);
  });

  it('does not start with an environment file that others can read', async () => {
    const file = prepare('open.env', `ANTHROPIC_API_KEY=${KEY}\n`);
    chmodSync(file, 0o644);
    let text = '';
    const sink = { write: (part: string) => ((text += part), true) };
    const code = await runCli(['start', '--env-file', file, '--home', join(root, 'home')], {
      environment: { HOME: root },
      pages: '',
      stdout: sink,
      stderr: sink,
    });
    expect({ code, existed: existsSync(join(root, 'home')) }).toEqual({ code: 2, existed: false });
    expect(text).toContain(`chmod 600 ${file}`);
    expect(text).not.toContain(KEY);
  });
});
