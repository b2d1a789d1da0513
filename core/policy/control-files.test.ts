// Proves: AP-3
import { expect, it } from 'vitest';
import { isControlFile } from './control-files.ts';
import { judge } from './policy.ts';

const decide = (file: string) =>
  judge({
    mode: 'accept-edits',
    risk: 'edit',
    agentId: 'main',
    sessionKey: undefined,
    projectId: undefined,
    workspace: '/w',
    realWorkspace: '/w',
    rules: [],
    file,
  }).verdict;

it.each([
  '.git/hooks/pre-commit',
  'sub/.git/config',
  '.vscode/tasks.json',
  '.idea/workspace.xml',
  'app.code-workspace',
  '.envrc',
  '.env.local',
  'a/.npmrc',
  '.husky/x',
  '.claude/settings.json',
  '.cursor/mcp.json',
  '.codex/config.toml',
  '.gemini/settings.json',
  '.mcp.json',
  'CLAUDE.md',
  'sub/GEMINI.md',
  '.cursorrules',
  '.bash_aliases',
  '.zlogin',
  '.zlogout',
  '.inputrc',
  '.vimrc',
  '.dir-locals.el',
  '.config/git/config',
  '.config/fish/config.fish',
  '.cargo/config.toml',
  '.tool-versions',
  '.nvmrc',
  'rust-toolchain.toml',
  '.mise.toml',
  '.pnp.cjs',
  '.pnp.loader.mjs',
  '.yarnrc.yml',
  '.yarn/releases/yarn.cjs',
  '.gdbinit',
  '.m2/settings.xml',
  '.gradle/init.gradle',
  'lib/site.pth',
  'sitecustomize.py',
  '.github/workflows/ci.yml',
  '.gitlab-ci.yml',
  'Jenkinsfile',
  '.zshrc.local',
  '.wezterm.lua',
  '.hammerspoon/init.lua',
  'Library/LaunchAgents/x.plist',
  '.xyz-agent/settings.json',
  '.grok/settings.json',
  'AGENT.md',
  '.eslintrc.cjs',
  '.rubocop.yml',
  '.go/env',
  '.gitconfig.local',
  'hooks/pre-commit',
  'ansible.cfg',
  'gradle/wrapper/gradle-wrapper.properties',
  'Directory.Build.props',
  'flake.nix',
  'cloudbuild.yaml',
])('asks before %s is written, even if edits are accepted', (file) => {
  expect(decide(file)).toBe('ask');
});

it.each([
  'a.txt',
  'src/git.ts',
  '.gitignore',
  'docs/.keep',
  'package.json',
  'src/config.ts',
  'README.md',
  'env.ts',
  './src/a.ts',
  '../a.ts',
  '.dockerignore',
  '.editorconfig',
  '.well-known/security.txt',
  '.ts,.tsx,.svelte',
  '.5',
])('accepts an edit of %s', (file) => {
  expect(decide(file)).toBe('allow');
});

it('recognizes other spellings of a name', () => {
  for (const file of [
    '.GIT/config',
    'sub\\.vscode\\tasks.json',
    '.claude./settings.json',
    '.bashrc ',
    '.git::$INDEX_ALLOCATION/config',
    '.g\u200Bit/config',
    '\uFF0Egit/config',
    'GIT~1/config',
    'a/../.ssh/config',
  ])
    expect(isControlFile(file), file).toBe(true);
});
