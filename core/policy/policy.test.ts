// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { leastCpuTime } from '#tests/support/cpu-time.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { judge, type PolicyFacts } from './policy.ts';
import { covers, ruleProblem, suggestRule } from './rules.ts';
import { parseLine } from './command-line.ts';

const rule = (words: string, more: Partial<ApprovalRule> = {}): ApprovalRule => ({
  id: words,
  agentId: 'main',
  words: words.split(' '),
  workspace: '/w',
  createdBy: 'me',
  createdAtMs: 0,
  uses: 0,
  ...more,
});

const RULES = [
  'ls *',
  'cat *',
  'git status',
  'git log *',
  'npm test',
  'npm run build',
  'wc -l *',
  'node build.js',
  'timeout 5 npm test',
  'echo *',
  'rg *',
  'python3 -m pytest',
  'cp a.txt b.txt',
  'docker ps',
].map((words) => rule(words));

const facts = (command: string, more: Partial<PolicyFacts> = {}): PolicyFacts => ({
  mode: 'ask',
  risk: 'exec',
  agentId: 'main',
  sessionKey: 'agent:main:x',
  workspace: '/w',
  realWorkspace: '/w',
  rules: RULES,
  command,
  resolvedPath: '/usr/bin/x',
  ...more,
});

const ALLOWED = [
  'ls',
  'ls src',
  'ls src lib',
  "ls 'my folder'",
  'cat a.txt',
  'cat a.txt b.txt',
  'cat ./a.txt',
  'cat src/deep/a.txt',
  'git status',
  'git log',
  'git log main',
  'git log HEAD..main',
  'npm test',
  'npm run build',
  'wc -l a',
  'wc -l a b',
  'wc -l',
  'node build.js',
  'timeout 5 npm test',
  'echo hello',
  'echo "a; b"',
  "echo 'x && y'",
  'echo',
  'rg foo',
  'rg foo src',
  'python3 -m pytest',
  'cp a.txt b.txt',
  'docker ps',
  '  ls   src ',
];

const ASKED = [
  // Nothing on the list
  'rm a',
  'rm -rf .',
  'curl example.org',
  'cp a.txt c.txt',
  'cp a.txt b.txt c',
  'mv a b',
  'chmod 777 a',
  'git push',
  'git',
  'git statusx',
  'git status -s',
  'git stash',
  'npm',
  'npm install x',
  'npm run',
  'npm run other',
  'npm tests',
  'npm test x',
  'docker',
  'docker run x',
  'docker ps -a',
  'python3 -m http',
  'node',
  'node other.js',
  'node build.js x',
  'lss',
  'LS',
  // Options and paths under *
  'ls -la',
  'ls --color',
  'ls /',
  'ls /etc/passwd',
  'ls ..',
  'ls ../x',
  'ls a/../../b',
  'ls -',
  'cat ~/.ssh/id',
  'cat /etc/shadow',
  'cat -n a',
  'git log --output=x',
  'git log -p',
  'git log main --ext-diff',
  'rg --pre x foo',
  'make',
  'make all',
  'make CC=evil',
  'make -f other',
  'go test pkg',
  'go test -exec sh pkg',
  'wc -c a',
  'wc -l --files0-from=x',
  'cat file:///etc/passwd',
  'cat @list',
  'cat C:/x',
  'git log a:../b',
  // More than one command, or none that is known before it runs
  'ls && rm a',
  'ls; rm a',
  'ls | sh',
  'ls & rm a',
  'ls > out',
  'ls 2>&1',
  'ls < in',
  'cat $X',
  'cat "$X"',
  'cat $(id)',
  'cat `id`',
  'ls *',
  'ls *.ts',
  'ls -*',
  'ls ?',
  'ls [a]',
  'ls {a,b}',
  'ls ~',
  'ls\nrm a',
  '(ls)',
  '! ls',
  'ls #x',
  'ls \\x',
  // Words of the shell, assignments, names
  'X=1 ls',
  'PATH=. ls',
  'cd src',
  'eval ls',
  'source a',
  '. a',
  'exec ls',
  'export A=1',
  'alias ls=rm',
  'command ls',
  'builtin ls',
  './ls',
  '/bin/ls',
  'bin/ls',
  'lѕ src',
  'ls\u200b',
  'ls\u202e',
  '"" ls',
  "'' ls",
  '-ls',
  'if ls',
  'trap x',
  'set x',
  // Programs that run others, and code on the line
  'sh -c ls',
  'bash -lc ls',
  'bash x',
  'node -e 1',
  'node --eval=1',
  'python3 -c 1',
  'perl -e 1',
  'env ls',
  'env X=1 ls',
  'timeout 5 ls',
  'timeout 6 npm test',
  'xargs ls',
  'sudo ls',
  'nohup ls',
  'npx ls',
  'npm exec x',
  'find a',
  'awk 1 a',
  'sed p a',
  'ssh host ls',
  'busybox ls',
  'time ls',
  'watch ls',
  'su x',
  '',
  '   ',
];

describe('the policy', () => {
  it('has more than 120 cases', () => {
    expect(ALLOWED.length + ASKED.length).toBeGreaterThan(120);
  });

  it.each(ALLOWED)('allows %j, which a rule covers', (command) => {
    expect(judge(facts(command))).toMatchObject({ verdict: 'allow' });
  });

  it.each(ASKED)('requires approval for %j, with a reason', (command) => {
    const verdict = judge(facts(command));
    expect(verdict.verdict).toBe('ask');
    expect(verdict.reason.length).toBeGreaterThan(5);
    expect(judge(facts(command, { mode: 'accept-edits' })).verdict).toBe('ask');
    expect(judge(facts(command, { mode: 'read-only' })).verdict).toBe('deny');
    expect(judge(facts(command, { mode: 'full' })).verdict).toBe('allow');
  });

  it('requires approval if the program is not found or is in the workspace', () => {
    expect(judge(facts('ls', { resolvedPath: undefined })).reason).toContain('not found');
    expect(judge(facts('ls', { resolvedPath: '/w/bin/ls' })).reason).toContain('workspace');
    expect(judge(facts('ls', { workspace: '/link', realWorkspace: '/real', resolvedPath: '/real/ls' })).verdict).toBe(
      'ask',
    );
    expect(judge(facts('ls', { resolvedPath: '/wide/ls' })).verdict).toBe('allow');
  });

  it('applies rules only to their agent, session, and workspace', () => {
    const only = (more: Partial<ApprovalRule>) => judge(facts('ls', { rules: [rule('ls', more)] })).verdict;
    expect(only({})).toBe('allow');
    expect(only({ agentId: 'other' })).toBe('ask');
    expect(only({ workspace: '/elsewhere' })).toBe('ask');
    expect(only({ workspace: '*' })).toBe('allow');
    expect(only({ sessionKey: 'agent:main:x' })).toBe('allow');
    expect(only({ sessionKey: 'agent:main:y' })).toBe('ask');
  });

  it('decides reads and edits by the mode', () => {
    const verdict = (risk: 'read' | 'edit', mode: PolicyFacts['mode']) => judge(facts('', { risk, mode })).verdict;
    expect(
      ['read-only', 'ask', 'accept-edits', 'full'].map((mode) => verdict('read', mode as PolicyFacts['mode'])),
    ).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(
      ['read-only', 'ask', 'accept-edits', 'full'].map((mode) => verdict('edit', mode as PolicyFacts['mode'])),
    ).toEqual(['deny', 'ask', 'allow', 'allow']);
  });

  it('requires approval for the target of a link as for the link', () => {
    const edit = { risk: 'edit', mode: 'accept-edits', file: 'notes.txt' } as const;
    expect(judge(facts('', { ...edit, target: 'notes.txt' })).verdict).toBe('allow');
    for (const target of ['.vscode/tasks.json', 'SOUL.md'])
      expect(judge(facts('', { ...edit, target })).verdict).toBe('ask');
  });

  it('requires approval for agent files, except the memory', () => {
    const verdict = (file: string) => judge(facts('', { risk: 'edit', mode: 'accept-edits', file })).verdict;
    for (const file of ['SOUL.md', './agents.md', 'sub/../USER.md', 'sub\\BOOTSTRAP.md'])
      expect(verdict(file)).toBe('ask');
    for (const file of ['MEMORY.md', 'notes/soul.txt']) expect(verdict(file)).toBe('allow');
  });

  it('ignores an invalid stored rule', () => {
    for (const words of ['*', 'sh', 'sh *', 'env *', 'bash -c *'])
      expect(judge(facts('sh -c ls', { rules: [rule(words)] })).verdict).toBe('ask');
  });

  it.each([
    ['git *', 'git x'],
    ['git *', 'git config alias.x !touch'],
    ['git *', 'git log'],
    ['git ls-remote *', 'git ls-remote ext::sh'],
    ['npm *', 'npm x tool'],
    ['yarn *', 'yarn tool'],
    ['pnpm *', 'pnpm install'],
    ['gh *', 'gh extension exec x'],
    ['openssl *', 'openssl engine x'],
    ['cp *', 'cp hook .git/hooks/post-commit'],
    ['tee *', 'tee notes.txt'],
    ['make *', 'make all'],
  ])('requires approval despite the earlier rule "%s" for "%s"', (words, command) => {
    expect(judge(facts(command, { rules: [rule(words)] })).verdict).toBe('ask');
  });

  it('does not cover a command whose arguments lead elsewhere', () => {
    const verdict = judge(facts('cat in', { uncovered: '"in" is a link that leads outside the workspace' }));
    expect(verdict).toMatchObject({ verdict: 'ask', reason: '"in" is a link that leads outside the workspace.' });
  });

  it('covers a command that runs files only while they are as they were when the rule was stored', () => {
    const now = [{ path: 'package.json#scripts', hash: 'b' }];
    const verdict = (files?: ApprovalRule['files']) =>
      judge(facts('npm test', { files: now, rules: [rule('npm test', files === undefined ? {} : { files })] }));
    expect(verdict(now).verdict).toBe('allow');
    const changed = { verdict: 'ask', reason: 'A script in package.json has changed since you saw it.' };
    expect(verdict([{ path: 'package.json#scripts', hash: 'a' }])).toMatchObject(changed);
    expect(verdict()).toMatchObject(changed);
    expect(verdict([]).verdict).toBe('ask');
    const renewed = [rule('npm test'), rule('npm test', { id: 'new', files: now })];
    expect(judge(facts('npm test', { files: now, rules: renewed }))).toMatchObject({ verdict: 'allow', ruleId: 'new' });
  });

  it('decides quickly for any line', () => {
    const lines = ['a '.repeat(8000), "'".repeat(16_000), `ls ${'x/'.repeat(8000)}`];
    expect(leastCpuTime(() => lines.map((line) => judge(facts(line))))).toBeLessThan(50);
  });
});

describe('a rule', () => {
  it.each([
    [[]],
    [['*']],
    [['']],
    [['ls', '']],
    [['ls', '*', 'x']],
    [['sh']],
    [['bash']],
    [['sh', '*']],
    [['node']],
    [['node', '*']],
    [['env']],
    [['env', '*']],
    [['timeout', '5', '*']],
    [['xargs', '*']],
    [['sudo', '*']],
    [['npx', '*']],
    [['npx']],
    [['npm', 'exec', '*']],
    [['sh', '-c', 'ls']],
    [['bash', '-lc', '*']],
    [['node', '-e', '*']],
    [['python3', '-c', 'x']],
    [['timeout', '5', 'sh', '-c', 'x']],
    [['timeout', '5', 'bash']],
    [['env', 'X=1', 'python3']],
    [['./x']],
    [['/bin/ls', '*']],
    [['X=1', 'ls']],
    [['eval', '*']],
    [['cd', '*']],
    [['rg', '--pre', '*']],
    [['git', '-c', '*']],
    [['ls\u200b']],
    [['find', '*']],
    [['make', '*']],
    [['go', 'test', '*']],
    [['git', '*']],
    [['npm', '*']],
    [['npm', 'run', '*']],
    [['gh', '*']],
    [['docker', '*']],
    [['openssl', '*']],
    [['cp', '*']],
    [['git', 'config', '*']],
    [['git', 'x']],
    [['git', '-c', 'core.pager=x', 'log']],
    [['timeout', '5', 'git', 'x']],
    [['cp', 'hook', '.git/hooks/post-commit']],
    [['tee', '-a', '.BASHRC']],
    [['dd', 'if=hook', 'of=.husky/pre-push']],
    [['tar', '-C.git/hooks', '-xf', 'a.tar']],
    [['grep', '-R', '*']],
    [['rg', '-L', '*']],
    [['ls', '-L', '*']],
    [['constructor', '*']],
    [['awk', 'x']],
  ])('%j is rejected', (words) => {
    expect(ruleProblem(words)).toBeTypeOf('string');
  });

  it.each([
    [['ls', '*']],
    [['git', 'status']],
    [['git', 'log', '*']],
    [['npm', 'test']],
    [['wc', '-l', '*']],
    [['timeout', '5', 'npm', 'test']],
    [['node', 'build.js']],
    [['make', 'all']],
    [['git', '-C', 'sub', '--no-pager', 'log']],
    [['git', 'commit', '-m', 'x']],
    [['npm', 'exec', 'eslint']],
    [['cat', '.github/workflows/ci.yml']],
    [['ls', '-la', '*']],
    [['tail', '-20', '*']],
    [['grep', '-rn', '*']],
  ])('%j can be stored', (words) => {
    expect(ruleProblem(words)).toBeUndefined();
  });

  it.each([
    ['ls', ['ls']],
    ['ls src', ['ls', '*']],
    ['ls -la src', ['ls', '-la', '*']],
    ['cat a.txt', ['cat', '*']],
    ['git status', ['git', 'status']],
    ['git log main', ['git', 'log', '*']],
    ['git log --oneline main', ['git', 'log', '--oneline', 'main']],
    ['npm test', ['npm', 'test']],
    ['npm install left-pad', ['npm', 'install', 'left-pad']],
    ['rm a', ['rm', 'a']],
    ['node build.js', ['node', 'build.js']],
    ['cat /etc/hosts', ['cat', '/etc/hosts']],
  ])('for %j is suggested as narrowly as useful', (line, words) => {
    expect(suggestRule(splitWords(line))).toEqual(words);
  });

  it.each(['sh -c ls', 'node -e 1', 'env', 'sudo bash', './x', 'cd src', 'X=1 ls', 'python3'])(
    'for %j is not suggested',
    (line) => {
      expect(suggestRule(splitWords(line))).toBeUndefined();
    },
  );

  it('that is suggested always covers its original line', () => {
    for (const line of [...ALLOWED, ...ASKED]) {
      const parsed = parseLine(line);
      const suggested = parsed.ok ? suggestRule(parsed.words) : undefined;
      if (suggested !== undefined) expect(covers(suggested, splitWords(line))).toBe(true);
    }
  });
});

function splitWords(line: string): readonly string[] {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.words : [];
}

describe('a program named like an object property', () => {
  it.each(['constructor', 'toString x', '__proto__ y', 'hasOwnProperty'])('%s is treated like any other', (line) => {
    expect(suggestRule(line.split(' '))?.[0]).toBe(line.split(' ')[0]);
  });
});
