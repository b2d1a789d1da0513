// Control files: writing one makes another program run something later, without approval. In doubt, a file is one.
import { wordSet } from './programs.ts';

/**
 * Names with a dot that nothing loads code from. Every other one is a control file, because tools keep finding new names for
 * their settings.
 */
const HARMLESS: readonly RegExp[] = [
  /^\.\w*ignore$/,
  /^\.(keep|gitkeep|editorconfig|mailmap|nojekyll|browserslistrc|clang-format|htmlhintrc)$/,
  /^\.(well-known|changeset|cache|tmp|trash)$/,
  // Lists of extensions are arguments of many tools.
  /^\.([a-z]{1,4}|[cm]?[jt]sx?|json[5cl]?|svelte|astro|ipynb|swift|scala|liquid)$/,
];
/** Names that look like an extension. */
const SHORT_NAMES = wordSet('.git .hg .svn .jj .ssh .env .mg .ghci .exrc .idea .zed .roo .kiro');

/** Settings without a dot of version control, agents, editors, shells, toolchains, and continuous integration. */
const FILES = wordSet(`
  gitconfig hgrc lefthook.yml lefthook.yaml lefthook.toml lefthook.json lefthook-local.yml prek.toml captainhook.json grumphp.yml
  applypatch-msg pre-applypatch post-applypatch pre-commit pre-merge-commit prepare-commit-msg commit-msg post-commit pre-rebase
  post-checkout post-merge pre-push pre-receive post-receive post-rewrite pre-auto-gc fsmonitor-watchman
  claude.md claude.local.md claude.json gemini.md qwen.md codex.md grok.md warp.md crush.md replit.md agent.md agents.local.md
  agents.override.md copilot-instructions.md mcp.json mcp_config.json opencode.json opencode.jsonc crush.json replit.nix
  _vimrc _exrc crontab authorized_keys profile.ps1 microsoft.powershell_profile.ps1
  pnpm-workspace.yaml bunfig.toml mise.toml mise.local.toml terraform.rc rust-toolchain rust-toolchain.toml pip.conf pip.ini
  uv.toml pixi.toml poetry.toml pants.toml ansible.cfg sitecustomize.py usercustomize.py
  init.gradle gradle.properties gradle-wrapper.properties gradlew gradlew.bat mvnw mvnw.cmd nuget.config
  directory.build.props directory.build.targets directory.packages.props devbox.json devenv.nix flake.nix shell.nix default.nix
  appveyor.yml jenkinsfile bitbucket-pipelines.yml azure-pipelines.yml cloudbuild.yaml cloudbuild.yml buildspec.yml appspec.yml
  codemagic.yaml bitrise.yml wercker.yml
`);
const FOLDERS = wordSet('launchagents launchdaemons autostart');

/** Families of names: variables of any environment, workspaces of editors, paths that Python loads. */
const NAMES: readonly RegExp[] = [/^\.env(\.|$)/, /^mise\..*toml$/, /\.(code-workspace|sublime-project|pth|desktop)$/];
/** A short name that Windows makes up, such as GIT~1, can be any of them. */
const SHORT_NAME = /^[^~]{1,6}~\d+(\.[^.]{0,3})?$/;

/** Whether writing this file makes something run later. Both separators count, on every system. */
export function isControlFile(file: string): boolean {
  const parts = file.split(/[\\/]/).map(normalizeName);
  const name = parts.at(-1) ?? '';
  return (
    parts.some(
      (part, at) => FOLDERS.has(part) || SHORT_NAME.test(part) || isControlName(part, at < parts.length - 1),
    ) ||
    FILES.has(name) ||
    NAMES.some((pattern) => pattern.test(name))
  );
}

function isControlName(part: string, isFolder: boolean): boolean {
  return part.split(',').some((name) => {
    if (!/^\.[^.\d]/.test(name)) return false;
    if (SHORT_NAMES.has(name)) return true;
    return !HARMLESS.some((pattern, at) => pattern.test(name) && !(isFolder && at === HARMLESS.length - 1));
  });
}

/** The paths that an argument can name: itself, and the value of an option or assignment. */
export function listPaths(word: string): readonly string[] {
  const value = word.indexOf('=') + 1;
  const part = word.indexOf('::');
  return [
    word,
    ...(value > 0 ? [word.slice(value)] : []),
    ...(/^-[A-Za-z0-9]./.test(word) ? [word.slice(2)] : []),
    // pytest names a test of a file in this way.
    ...(part > 0 ? [word.slice(0, part)] : []),
  ];
}

/** A name as file systems compare it: case, compatible forms, ignored characters, and on Windows dots, spaces, and streams at the end. */
export function normalizeName(name: string): string {
  const plain = /^[\u0020-\u007e]*$/.test(name)
    ? name
    : name.normalize('NFKC').replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '');
  return plain
    .replace(/:.*$/, '')
    .replace(/(?<=[^. ])[. ]+$/, '')
    .toLowerCase();
}
