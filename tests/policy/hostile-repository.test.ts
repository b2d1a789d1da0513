// A repository and an environment in which every setting that can name a program names one: allowed lines start the programs that
// they name, and none of those.
// Proves: AP-3
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import { quoteWord } from '#core/policy/shell/read-word.ts';
import type { Machine, MachineDirectory } from '#core/ports/machine.ts';
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import { inspectLine } from '#core/workspaces/inspect-line.ts';
import { protectLine } from '#core/workspaces/protect-line.ts';
import { judgeByDefault } from '#tests/support/core/judge-by-default.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';

/** Settings of Git whose value is a command or the path of a program. */
const PROGRAMS = `
  core.fsmonitor core.pager core.editor core.askPass core.sshCommand core.gitProxy core.alternateRefsCommand diff.external
  diff.planted.command diff.planted.textconv filter.planted.clean filter.planted.smudge merge.planted.driver gpg.program
  gpg.ssh.program gpg.x509.program pager.log pager.diff pager.show pager.status pager.branch pager.blame interactive.diffFilter
  sequence.editor credential.helper remote.origin.uploadpack uploadpack.packObjectsHook difftool.planted.cmd
  mergetool.planted.cmd browser.planted.cmd man.planted.cmd
`
  .trim()
  .split(/\s+/);
const VARIABLES = `
  GIT_PAGER GIT_EXTERNAL_DIFF GIT_SSH GIT_SSH_COMMAND GIT_EDITOR GIT_ASKPASS GIT_PROXY_COMMAND PAGER MANPAGER EDITOR VISUAL LESSOPEN
  LESSCLOSE BASH_ENV ENV PROMPT_COMMAND SSH_ASKPASS
`
  .trim()
  .split(/\s+/);
const HOOKS = 'post-index-change reference-transaction post-checkout pre-commit fsmonitor-watchman pre-auto-gc'.split(
  ' ',
);
/** Programs that a profile says another one starts. */
const HELPERS: Readonly<Record<string, readonly string[]>> = { tar: ['gzip', 'sh'] };
const BUILT_IN = new Set('cd echo pwd printf true false : test ['.split(' '));

const LINES = `
git status
git status --short
git status -sb --ignored
git status --porcelain=v2 --branch
git diff
git diff --stat
git diff HEAD
git diff --cached
git diff HEAD~1 HEAD
git diff HEAD -- a.txt
git diff --word-diff
git diff --name-only
git diff -w --color=always
git log
git log -p
git log --oneline --graph --all
git log -3 --stat
git log -p -- a.txt
git log --format='%h %s'
git log -S foo
git log --follow -- a.txt
git show
git show HEAD~1
git show HEAD:a.txt
git show --stat HEAD
git branch
git branch -avv
git branch --contains HEAD
git blame a.txt
git blame -L 1,1 a.txt
git tag
git ls-files
git ls-files -m -o --exclude-standard
git ls-tree HEAD
git rev-parse HEAD
git rev-list --count HEAD
git describe --always --dirty
git cat-file -p HEAD
git shortlog -sn HEAD
git reflog
git stash list
git remote -v
git --no-pager log -1
git -C src status
cd src && git diff
git status && git diff --stat | tail -n 1
timeout 20 git status
git diff | grep '^+' | wc -l
ls -la
ls -R src
cat a.txt
head -n 1 a.txt | sort
grep -rn foo .
find . -name '*.ts'
sed -n 1,2p a.txt
sort -u a.txt
diff a.txt b.txt
wc -l a.txt b.txt
tar tzf a.tgz
echo done && pwd
(cd src && ls)
`
  .trim()
  .split('\n');

let root: string;
let workspace: string;
let mark: string;
let machines: MachineDirectory;
let machine: Machine;
let grammar: ShellGrammar;
/** Without the filter in the kernel, every system call stops twice, which takes six times as long. */
const STRACES = [
  ['strace', '-f', '--seccomp-bpf', '-e', 'trace=execve'],
  ['strace', '-f', '-e', 'trace=execve'],
];
const tracer = STRACES.find(([program = '', ...options]) => spawnSync(program, [...options, 'true']).status === 0);

const put = (name: string, text: string, mode = 0o644): string => {
  const file = path.join(workspace, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
};
const git = (args: readonly string[], input = ''): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
    cwd: workspace,
    input,
    encoding: 'utf8',
  });

beforeAll(async () => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-hostile-')));
  workspace = path.join(root, 'workspace');
  mark = path.join(root, 'planted-program-ran');
  put('a.txt', 'foo\nbar\n');
  put('b.txt', 'foo\n');
  put('src/a.ts', 'const a = 1;\n');
  git(['init', '-q', '-b', 'main']);
  git(['add', '.']);
  git(['commit', '-qm', 'first']);
  put('a.txt', 'foo\nbaz\n');
  git(['commit', '-qam', 'second']);
  // A commit with a signature, which a setting wants to be checked.
  const signed = git(['cat-file', 'commit', 'HEAD']).replace(
    '\n\n',
    '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n',
  );
  git(['reset', '-q', '--soft', git(['hash-object', '-t', 'commit', '-w', '--stdin'], signed).trim()]);
  execFileSync('tar', ['czf', 'a.tgz', 'src'], { cwd: workspace });
  plantPrograms();
  put('a.txt', 'foo\nchanged\n');
  const planted = put('planted.sh', '', 0o755);
  const environment = {
    ...process.env,
    ...Object.fromEntries(VARIABLES.map((name) => [name, planted])),
    NODE_OPTIONS: `--require=${planted}`,
    RIPGREP_CONFIG_PATH: put('ripgreprc', `--pre=${planted}\n`),
    GREP_OPTIONS: '--no-such-option',
    TAR_OPTIONS: `--use-compress-program=${planted}`,
    CDPATH: root,
    GIT_DIR: root,
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: planted,
  };
  writeFileSync(planted, `#!/bin/sh\ntouch ${mark}\nexec cat\n`);
  machines = createMachineDirectory({
    home: path.join(root, 'home'),
    environment,
    log: QUIET,
    clock: new ManualClock(),
  });
  machine = await machines.open({ agentId: 'main', workspace, kind: 'host' });
  grammar = createShellGrammar((error) => {
    throw error;
  });
});
afterAll(async () => {
  await machines.disposeAll();
  rmSync(root, { recursive: true, force: true });
});

/** Half of the settings are in an included file; hooks and attributes are in each place where Git looks for them. */
function plantPrograms(): void {
  const planted = path.join(workspace, 'planted.sh');
  const toLine = (name: string): string => {
    const at = name.lastIndexOf('.');
    const [section = '', ...sub] = name.slice(0, at).split('.');
    return `[${section}${sub.length === 0 ? '' : ` "${sub.join('.')}"`}]\n\t${name.slice(at + 1)} = ${planted}\n`;
  };
  const half = PROGRAMS.length / 2;
  put('included', PROGRAMS.slice(half).map(toLine).join(''));
  const others = `[include]\n\tpath = ../included\n[log]\n\tshowSignature = true\n[filter "planted"]\n\trequired = true\n[core]\n\thooksPath = hooks\n\tattributesFile = attributes\n[alias]\n\tstatus = !${planted}\n\tlog = !${planted}\n[status]\n\tsubmoduleSummary = true\n[diff]\n\tsubmodule = diff\n`;
  const config = path.join(workspace, '.git/config');
  writeFileSync(config, readFileSync(config, 'utf8') + PROGRAMS.slice(0, half).map(toLine).join('') + others);
  for (const file of ['.gitattributes', '.git/info/attributes', 'attributes'])
    put(file, '* diff=planted filter=planted merge=planted\n');
  for (const hook of HOOKS)
    for (const folder of ['.git/hooks', 'hooks']) put(`${folder}/${hook}`, `#!/bin/sh\ntouch ${mark}\n`, 0o755);
}

/** The names of the programs that an allowed line starts, as it is run. */
async function trace(line: string): Promise<readonly string[]> {
  const file = path.join(root, 'trace');
  rmSync(file, { force: true });
  const { signal } = new AbortController();
  const protectedLine = await protectLine(machine, { line, cwd: workspace }, 'preset', signal);
  const shell = tracer === undefined ? '' : `${tracer.join(' ')} -qq -e signal=none -o ${file} `;
  const command = `${shell}/bin/bash --noprofile --norc -c ${quoteWord(protectedLine)}`;
  const request = { command, pty: false, timeoutMs: 60_000, maxOutputBytes: 1_000_000 };
  await (
    await machine.exec(request, () => undefined, signal)
  ).finished;
  if (tracer === undefined) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((row) => /execve\("([^"]+)".*= 0$/.exec(row)?.[1] ?? [])
    .map((program) => path.basename(program))
    .slice(1);
}

it('makes allowed lines start nothing else', async () => {
  const wrong: string[] = [];
  for (const line of LINES) {
    const facts = await inspectLine(machine, grammar, { line, cwd: workspace });
    const { verdict, reason, programs = [] } = judgeByDefault(workspace, facts);
    if (verdict !== 'allow') {
      wrong.push(`${line}: ${verdict}, ${reason}`);
      continue;
    }
    const started = await trace(line);
    const named = programs.filter(({ program }) => !BUILT_IN.has(program));
    const allowed = new Set(named.flatMap(({ program }) => [program, ...(HELPERS[program] ?? [])]));
    const surprises = started.filter((program) => !allowed.has(program));
    if (surprises.length > 0) wrong.push(`${line}: started ${surprises.join(', ')}`);
    if (existsSync(mark)) wrong.push(`${line}: a planted program ran`);
    rmSync(mark, { force: true });
  }
  expect(wrong).toEqual([]);
});

it('would start the planted programs without protection', () => {
  spawnSync('git', ['diff'], { cwd: workspace, input: '' });
  expect(existsSync(mark)).toBe(true);
  rmSync(mark);
});

it('makes fetching under a rule require approval', async () => {
  const facts = await inspectLine(machine, grammar, { line: 'git fetch', cwd: workspace });
  expect(facts.programs[0]?.operandProblem).toContain('can change what "git fetch" runs or contacts');
});
