// Commands that abuse the preset of read-only commands to run programs, write files, or read outside the workspace.
// Proves: AP-3
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineAttacks } from './support/define-attacks.ts';
import type { Target } from './support/target.ts';

const SECRET = 'THE-SECRET-OUTSIDE';

interface Place {
  readonly workspace: string;
  readonly outside: string;
  readonly git: (...args: readonly string[]) => string;
  readonly put: (name: string, text: string) => void;
}

/** An empty workspace with a repository, and a secret file and repository beside it. */
function prepare({ gateway: { workspace } }: Target): Place {
  const outside = join(workspace, '..', 'outside');
  for (const folder of [workspace, outside]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [workspace, outside]) mkdirSync(folder);
  writeFileSync(join(outside, 'secret.txt'), `${SECRET} ${SECRET}/x\n`);
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  const put = (name: string, text: string) => {
    mkdirSync(join(workspace, name, '..'), { recursive: true });
    writeFileSync(join(workspace, name), text);
  };
  put('notes.txt', 'one\n');
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first');
  return { workspace, outside, git, put };
}

/** Commands, two spaces apart. */
const list = (text: string): readonly string[] =>
  text
    .trim()
    .split(/ {2,}|\n\s*/)
    .map((command) => command.trim());

/** What the policy decides about each command. */
async function verdicts(target: Target, commands: readonly string[]): Promise<Record<string, string>> {
  const decided: Record<string, string> = {};
  for (const command of commands)
    decided[command] = (await target.call<{ verdict: string }>('approvals.rules.test', { command })).verdict;
  return decided;
}

async function expectAsked(target: Target, commands: readonly string[]): Promise<void> {
  expect(await verdicts(target, commands)).toEqual(Object.fromEntries(commands.map((command) => [command, 'ask'])));
}

let runs = 0;

/** Has the agent run a command. The result that the model got, or undefined if the command waits for approval. */
async function run(target: Target, command: string): Promise<string | undefined> {
  const key = `preset-${(runs += 1)}`;
  await target.call('sessions.create', { key });
  await target.call('chat.send', { sessionKey: key, message: `${key} ${command}`, idempotencyKey: key });
  const result = () =>
    target.gateway.model.requests
      .filter((one) => lastUserText(one).includes(`${key} `))
      .flatMap((one) => lastToolResults(one).map(({ text }) => text))[0];
  const isPending = async () => {
    const { approvals } = await target.call<{ approvals: { sessionKey: string; id: string }[] }>('approvals.list');
    return approvals.find(({ sessionKey }) => sessionKey === `agent:main:${key}`);
  };
  await waitUntil(
    'the result or the approval',
    async () => result() !== undefined || (await isPending()) !== undefined,
  );
  const pending = await isPending();
  if (pending !== undefined) await target.call('approvals.resolve', { id: pending.id, decision: 'deny' });
  return pending === undefined ? result() : undefined;
}

const received = ({ gateway }: Target): string => JSON.stringify(gateway.model.requests.map(({ body }) => body));

/** Runs each command of git and expects that it neither ran the repository's program nor revealed the secret. */
async function expectHarmless(target: Target, place: Place, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    expect(await run(target, command), command).toBeDefined();
    expect(existsSync(join(place.workspace, 'PROOF')), command).toBe(false);
    expect(received(target), command).not.toContain(SECRET);
  }
}

defineAttacks(
  'the preset of read-only commands',
  {
    async 'allows exactly harmless commands'(target) {
      const { put } = prepare(target);
      put('src/a.ts', 'const a = 1;\n');
      const commands = list(`
        pwd  ls  ls -la  ls -la src  cat notes.txt  cat -n src/a.ts  head -n 5 notes.txt  head -20 notes.txt
        tail -n 2 notes.txt  wc -l notes.txt src/a.ts  stat notes.txt  du -sh src  grep -n "const" src/a.ts
        grep -nE '^one|/etc' notes.txt  diff notes.txt src/a.ts  echo /etc hi  git status  git status -sb
        git status --porcelain  git diff  git diff --stat HEAD  git diff -- notes.txt  git log --oneline -5
        git log -n 3 --stat  git show HEAD  git branch -a  git show HEAD:notes.txt  git branch --show-current
        cat ${join(target.gateway.workspace, 'notes.txt')}
      `);
      expect(await verdicts(target, commands)).toEqual(
        Object.fromEntries(commands.map((command) => [command, 'allow'])),
      );
      expect(await run(target, 'cat notes.txt')).toBe('one\n');
      expect(await run(target, 'git log --oneline')).toContain('first');
    },

    async 'stays off when it is switched off'(target) {
      prepare(target);
      const set = async (readOnlyCommands: boolean) => {
        const { hash } = await target.call<{ hash: string }>('config.get');
        await target.call('config.patch', { raw: JSON.stringify({ approvals: { readOnlyCommands } }), baseHash: hash });
      };
      await set(false);
      expect(await run(target, 'ls')).toBeUndefined();
      await expectAsked(target, ['ls', 'git status']);
      await set(true);
      expect(await run(target, 'ls')).toBe('notes.txt\n');
    },

    async 'does not allow a second command, an expansion, or a redirection'(target) {
      prepare(target);
      await expectAsked(target, [
        ...list(`
        ls; touch PROOF  ls && touch PROOF  ls || touch PROOF  ls | sh  ls & touch PROOF  (touch PROOF)  ls > PROOF
        cat notes.txt >> PROOF  cat < notes.txt  cat <(ls)  ls 2>PROOF  echo $(touch PROOF)
        echo \`touch PROOF\`  echo "$(touch PROOF)"  echo "$HOME"  cat $FILE  ls -*  ls *  cat [n]otes.txt
        cat {a,b}  cat ~/secret  A=1 ls  PATH=. ls  env touch PROOF  sudo ls  sh -c ls  command touch PROOF  ./ls  /bin/ls
        xargs cat  time touch PROOF  timeout 5 touch PROOF  if ls; then ls; fi  ls && ls | tee PROOF
      `),
        'ls\ntouch PROOF',
      ]);
    },

    async 'does not allow options that run, write, follow, or read something else'(target) {
      prepare(target);
      await expectAsked(
        target,
        list(`
        rg --pre sh x  rg --pre=sh x  rg -f list x  rg -z x  rg -L x  rg --hidden x  rg -uu x  rg -.
        rg --search-zip x  rg --hostname-bin=sh x  rg --files /etc  rg -e x /etc  grep -r x /  grep -R x
        grep -f list x  grep -e x /etc/passwd  grep x /etc/passwd  wc --files0-from=x
        tail -f notes.txt  tail -F notes.txt  du -L  du --files0-from=x  ls -L  ls --hyperlink  stat -L x
        cat --x  ls --al  head --lin=3 x  diff --to-file=x y  diff -r a b  pwd x
        git status --ignore-submodules=none  git diff --ext-diff  git diff --textconv  git diff --output=x
        git diff --no-index a b  git diff -O x  git diff --submodule=diff  git diff --ex  git log -m -p
        git log --show-signature  git log --format=%G?  git log --remerge-diff  git show --textconv HEAD
        git log -L 1,2:x  git log --output x  git branch new  git branch -d x  git branch -D x  git branch -m x
        git -c core.pager=x log  git -C .. log  git --git-dir=x log  git --exec-path=. log  git -p log  git st
        git stash  git fetch  git checkout .  git config -l  git grep x  git diff-files
        sort -o x notes.txt  find . -delete  sed -i x notes.txt  awk 1  less notes.txt  tee x  node x  date
      `),
      );
    },

    async 'does not read outside the workspace or files of secrets'(target) {
      const { workspace, outside, put } = prepare(target);
      target.secret(SECRET);
      symlinkSync(join(outside, 'secret.txt'), join(workspace, 'in'));
      symlinkSync(outside, join(workspace, 'up'));
      for (const name of ['.env', 'a/.ENV.local', '.ssh/id_rsa', 'server.pem', '.aws/credentials', '.npmrc'])
        put(name, SECRET);
      symlinkSync('.env', join(workspace, 'innocent.txt'));
      const commands = list(`
        cat /etc/passwd  cat ${outside}/secret.txt  cat ../outside/secret.txt  cat in  cat up/secret.txt  ls /
        ls ..  ls up  ls up/  head -n 1 in  wc in  stat in  grep x in  grep x notes.txt in  diff notes.txt in
        diff . up  cat /proc/self/environ  cat /dev/stdin  cat a/../../outside/secret.txt  cat .env  cat ./.env
        cat a/.ENV.local  cat .ssh/id_rsa  ls .ssh  head server.pem  cat .npmrc  cat .aws/credentials
        cat innocent.txt  grep x .env  cat .git/config  ls .git  git show HEAD:.env
        git diff /etc/passwd notes.txt  git diff -- ../outside  git show HEAD:../x  git log @{1}  git log :/x
      `);
      await expectAsked(target, commands);
      for (const command of ['cat in', 'cat up/secret.txt', 'cat .env', 'cat innocent.txt'])
        expect(await run(target, command), command).toBeUndefined();
      expect(received(target)).not.toContain(SECRET);
    },

    async 'runs no program that the settings of a repository name'(target) {
      const place = prepare(target);
      const { workspace, git, put } = place;
      const evil = join(workspace, 'evil.sh');
      put('evil.sh', `#!/bin/sh\ntouch ${join(workspace, 'PROOF')}\ncat\n`);
      chmodSync(evil, 0o755);
      put('.gitattributes', '* diff=x filter=x merge=x\n');
      git('add', '.');
      git('commit', '-qm', 'second');
      for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
        put(`.git/hooks/${hook}`, `#!/bin/sh\ntouch ${join(workspace, 'PROOF')}\n`);
        chmodSync(join(workspace, '.git/hooks', hook), 0o755);
      }
      for (const key of list(`
        core.fsmonitor  core.pager  pager.log  pager.status  pager.diff  diff.external  diff.x.command
        diff.x.textconv  filter.x.clean  filter.x.smudge  filter.x.process  gpg.program  core.sshCommand
        core.alternateRefsCommand  core.editor  merge.x.driver  alias.status  credential.helper
      `))
        git('config', key, evil);
      git('config', 'log.showSignature', 'true');
      git('config', 'log.diffMerges', 'remerge');
      git('config', 'format.pretty', '%G?');
      put('notes.txt', 'two\n');
      rmSync(join(workspace, 'PROOF'), { force: true });
      const commands = ['git status', 'git diff', 'git diff HEAD', 'git log -p', 'git show HEAD', 'git branch -vv'];
      await expectHarmless(target, place, commands);
      expect(await run(target, 'git diff')).toContain('+two');
    },

    async 'runs no program that the settings of a submodule name'(target) {
      const place = prepare(target);
      const { workspace, git, put } = place;
      const evil = join(workspace, 'evil.sh');
      put('evil.sh', `#!/bin/sh\ntouch ${join(workspace, 'PROOF')}\n`);
      chmodSync(evil, 0o755);
      git('clone', '-q', workspace, 'sub');
      git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', './sub', 'sub');
      git('commit', '-qm', 'sub');
      for (const key of ['core.fsmonitor', 'diff.external', 'core.pager']) git('-C', 'sub', 'config', key, evil);
      git('-C', 'sub', 'commit', '-q', '--allow-empty', '-m', 'more', '--no-verify');
      git('config', 'diff.submodule', 'diff');
      git('config', 'status.submoduleSummary', 'true');
      git('config', 'diff.ignoreSubmodules', 'none');
      put('sub/notes.txt', 'changed\n');
      rmSync(join(workspace, 'PROOF'), { force: true });
      await expectHarmless(target, place, ['git status', 'git diff', 'git diff HEAD', 'git log -p', 'git show HEAD']);
    },

    async 'reads no repository or working tree outside the workspace'(target) {
      const place = prepare(target);
      const { workspace, outside, git } = place;
      target.secret(SECRET);
      const there = (...args: readonly string[]) =>
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: outside, stdio: 'pipe' });
      there('init', '-q');
      there('add', '.');
      there('commit', '-qm', SECRET);
      // The working tree of the repository is elsewhere: its index names a file that is there.
      git('config', 'core.worktree', outside);
      git('update-index', '--add', '--cacheinfo', `100644,${git('rev-parse', 'HEAD:notes.txt').trim()},secret.txt`);
      await expectHarmless(target, place, ['git diff', 'git status', 'git diff HEAD']);
      const all = ['git log', 'git show HEAD', 'git status', 'git diff', 'git branch'];
      const replace = (change: () => void) => {
        prepareAgain();
        change();
      };
      const prepareAgain = () => {
        rmSync(join(workspace, '.git'), { recursive: true, force: true });
        git('init', '-q');
      };
      for (const change of [
        () => (
          rmSync(join(workspace, '.git'), { recursive: true }),
          writeFileSync(join(workspace, '.git'), `gitdir: ${outside}/.git\n`)
        ),
        () => (
          rmSync(join(workspace, '.git'), { recursive: true }),
          symlinkSync(join(outside, '.git'), join(workspace, '.git'))
        ),
        () => writeFileSync(join(workspace, '.git', 'commondir'), `${outside}/.git\n`),
        () => writeFileSync(join(workspace, '.git', 'objects', 'info', 'alternates'), `${outside}/.git/objects\n`),
        () => symlinkSync(join(outside, 'secret.txt'), join(workspace, '.git', 'info', 'grafts')),
        () => (
          rmSync(join(workspace, '.git', 'HEAD')),
          symlinkSync(join(outside, '.git', 'HEAD'), join(workspace, '.git', 'HEAD'))
        ),
        () => (
          rmSync(join(workspace, '.git', 'refs', 'heads'), { recursive: true }),
          symlinkSync(join(outside, '.git', 'refs', 'heads'), join(workspace, '.git', 'refs', 'heads'))
        ),
      ]) {
        replace(change);
        await expectAsked(target, all);
      }
      // A repository above the workspace is outside, too, and isn't used.
      rmSync(join(workspace, '.git'), { recursive: true, force: true });
      execFileSync('git', ['init', '-q'], { cwd: join(workspace, '..') });
      execFileSync(
        'git',
        ['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', SECRET],
        {
          cwd: join(workspace, '..'),
        },
      );
      await expectHarmless(target, place, all);
      rmSync(join(workspace, '..', '.git'), { recursive: true, force: true });
    },

    async 'prints no file outside through settings that name one'(target) {
      const place = prepare(target);
      const { outside, git, put } = place;
      target.secret(SECRET);
      for (const key of [
        'core.attributesFile',
        'core.excludesFile',
        'mailmap.file',
        'diff.orderFile',
        'commit.template',
      ])
        git('config', key, join(outside, 'secret.txt'));
      git('config', 'include.path', join(outside, 'secret.txt'));
      put('notes.txt', 'two\n');
      await expectHarmless(target, place, ['git status', 'git diff', 'git log -p', 'git show HEAD']);
      prepare(target);
      for (const key of ['core.attributesFile', 'core.excludesFile', 'mailmap.file', 'diff.orderFile'])
        git('config', key, join(outside, 'secret.txt'));
      put('notes.txt', 'two\n');
      await expectHarmless(target, place, ['git status', 'git diff', 'git log -p', 'git show HEAD']);
    },

    async 'uses the repository around the folder, not one that the folder pretends to be'(target) {
      const place = prepare(target);
      const { workspace, git, put } = place;
      put('evil.sh', `#!/bin/sh\ntouch ${join(workspace, 'PROOF')}\n`);
      chmodSync(join(workspace, 'evil.sh'), 0o755);
      put('.gitattributes', '* filter=x\n');
      git('add', '.');
      git('commit', '-qm', 'second');
      cpSync(join(workspace, '.git'), join(workspace, 'bare'), { recursive: true });
      git('--git-dir', 'bare', 'config', 'filter.x.clean', join(workspace, 'evil.sh'));
      git('--git-dir', 'bare', 'config', 'core.worktree', workspace);
      put('notes.txt', 'two\n');
      rmSync(join(workspace, 'PROOF'), { force: true });
      expect(await run(target, 'in:bare git status')).toBeDefined();
      expect(existsSync(join(workspace, 'PROOF'))).toBe(false);
    },

    async 'runs no program of the workspace'(target) {
      const place = prepare(target);
      place.put('ls', '#!/bin/sh\ntouch PROOF\n');
      chmodSync(join(place.workspace, 'ls'), 0o755);
      await run(target, 'ls');
      expect(existsSync(join(place.workspace, 'PROOF'))).toBe(false);
    },
  },
  {
    reply: (request) => {
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
      const [, cwd, command = ''] = /^[\s\S]*?preset-\d+ (?:in:(\S+) )?([\s\S]+)$/.exec(lastUserText(request)) ?? [];
      if (command === '') return { steps: [{ say: 'Yes.' }] };
      return { steps: [{ call: 'exec', input: { command, ...(cwd === undefined ? {} : { cwd }) } }] };
    },
  },
);
