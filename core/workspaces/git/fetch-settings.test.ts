// Proves: AP-3
import { expect, it } from 'vitest';
import { createMemoryMachine } from '#tests/support/memory-machine.ts';
import { findFetchProblem, findUnknownSetting } from './fetch-settings.ts';

const PLAIN = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\thooksPath = .husky
[remote "origin"]
\turl = https://example.org/a.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
\tmerge = refs/heads/main
[user]
\tname = A # a comment
[alias]
\tst = status
`;

it('knows the settings of an ordinary repository', () => {
  expect(findUnknownSetting(PLAIN)).toBeUndefined();
  expect(findUnknownSetting('')).toBeUndefined();
});

it.each([
  ['[credential]\nhelper = !touch x', 'credential.helper'],
  ['[Credential "https://example.org"] Helper = x', 'credential.Helper'],
  ['[core]\nsshCommand = x', 'core.sshCommand'],
  ['[core]\n\tgitProxy = x', 'core.gitProxy'],
  ['[core]\naskPass = x', 'core.askPass'],
  ['[core]\nalternateRefsCommand = x', 'core.alternateRefsCommand'],
  ['[remote "origin"]\nuploadpack = x', 'remote.uploadpack'],
  ['[remote "origin"]\nvcs = x', 'remote.vcs'],
  ['[remote "origin"]\nproxy = x', 'remote.proxy'],
  ['[url "https://evil.example"]\ninsteadOf = https://example.org', 'url.insteadOf'],
  ['[http]\nproxy = x', 'http.proxy'],
  ['[include]\npath = x', 'include.path'],
  ['[includeIf "gitdir:x"]\npath = x', 'includeif.path'],
  ['[protocol "ext"]\nallow = always', 'protocol.allow'],
  ['[branch "main"]\nremote = https://evil.example/x', 'branch.remote'],
  ['[extensions]\npartialClone = origin', 'extensions.partialClone'],
  ['[core]\neditor = \\\n[alias]\nsshCommand = x', 'core.editor'],
  ['[user', '[user'],
])('reports the setting in %j', (text, setting) => {
  expect(findUnknownSetting(text)).toBe(setting);
});

it('reports a repository whose settings can change what fetching runs', async () => {
  const machine = createMemoryMachine('/w');
  expect(await findFetchProblem(machine, '/w')).toBeUndefined();
  await machine.write('.git/config', PLAIN);
  expect(await findFetchProblem(machine, '/w')).toBeUndefined();
  await machine.write('.git/config.worktree', '[credential]\nhelper = x');
  expect(await findFetchProblem(machine, '/w')).toContain('"credential.helper"');
});
