// Control files: writing one makes another program run something later, without approval. In doubt, a file is one.
import { wordSet } from './programs.ts';

/** Folders of version control, agents, editors, shells, toolchains, and continuous integration. */
const FOLDERS = wordSet(`
  .git .hg .svn .jj .husky .githooks .direnv .ssh .gnupg .gatehouse
  .claude .cursor .codex .gemini .qwen .windsurf .codeium .continue .roo .cline .clinerules .kilocode .kiro .opencode
  .openclaw .amazonq .augment .aider .goose .junie .trae .crush .warp .agents .copilot .factory .amp .mcp
  .vscode .vscode-server .vscode-insiders .vs .idea .fleet .zed .nova .theia .run .settings .sublime .vim .nvim .emacs.d
  .helix .devcontainer .devbox .replit .gitpod
  .config .local .oh-my-zsh .zsh .zfunc .zprezto .bash_it .bashrc.d .zshrc.d .profile.d .config.d .autostart
  .cargo .rustup .npm .yarn .bun .deno .volta .nvm .fnm .asdf .mise .rbenv .pyenv .jenv .sdkman .goenv .gem .bundle
  .m2 .mvn .gradle .sbt .ivy2 .ipython .jupyter .conda .terraform.d .docker .podman .kube .aws .nix-defexpr .pip .pypoetry
  .github .gitlab .gitea .forgejo .circleci .buildkite .woodpecker .azure-pipelines
`);

const FILES = wordSet(`
  .gitconfig .gitmodules .gitattributes .gitmessage .hgrc
  lefthook.yml lefthook.yaml lefthook.toml lefthook.json lefthook-local.yml .lefthook.yml .lefthook.yaml .lefthook-local.yml
  .pre-commit-config.yaml .pre-commit-config.yml .pre-commit-hooks.yaml .overcommit.yml .huskyrc .lintstagedrc .watchmanconfig
  claude.md claude.local.md gemini.md qwen.md codex.md warp.md crush.md agents.override.md .cursorrules .windsurfrules
  .clinerules .roorules .roomodes .goosehints .aider.conf.yml .aiderrules .rules .mcp.json mcp.json mcp_config.json
  .claude.json opencode.json opencode.jsonc .opencode.json crush.json .crush.json
  .devcontainer.json .gitpod.yml .replit .dir-locals.el .dir-locals-2.el .vimrc .gvimrc _vimrc .exrc _exrc .nvimrc
  .nvim.lua .lvimrc .local.vimrc .ideavimrc .emacs .spacemacs .nanorc .project .classpath .sublime-project
  .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bash_functions .bash_completion .bash_env .profile .login
  .logout .inputrc .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .mkshrc .cshrc .tcshrc .aliases .xinitrc .xprofile
  .xsession .xsessionrc .xserverrc .pam_environment .environment .screenrc .tmux.conf .dircolors .envrc .direnvrc .autoenv
  .autoenv.zsh
  .lldbinit .gdbinit .gdbearlyinit .pdbrc .pdbrc.py .pythonrc .pythonstartup .pythonrc.py .irbrc .pryrc .rprofile .renviron
  .psqlrc .sqliterc .my.cnf .mylogin.cnf .ghci .erlang .iex.exs .octaverc .perldb .tclshrc .wishrc
  .netrc .curlrc .wgetrc .pgpass .npmrc .yarnrc .yarnrc.yml .pnpmfile.cjs .pnpmfile.mjs .pnpmfile.js pnpm-workspace.yaml
  .pnp.cjs .pnp.js .pnp.mjs .pnp.loader.mjs .pnp.data.json bunfig.toml .bunfig.toml
  .tool-versions .mise.toml mise.toml .mise.local.toml mise.local.toml .rtx.toml .nvmrc .node-version .python-version
  .ruby-version .ruby-gemset .rvmrc .java-version .go-version .sdkmanrc .terraform-version .terraformrc terraform.rc
  rust-toolchain rust-toolchain.toml .condarc .pypirc pip.conf pip.ini .pip.conf .pydistutils.cfg sitecustomize.py
  usercustomize.py .gemrc .bazelrc .bazelversion .buckconfig .mavenrc .sbtopts .jvmopts
  init.gradle gradlew gradlew.bat mvnw mvnw.cmd devbox.json
  .gitlab-ci.yml .travis.yml .drone.yml .appveyor.yml appveyor.yml .cirrus.yml jenkinsfile bitbucket-pipelines.yml
  azure-pipelines.yml .woodpecker.yml
`);

/** Families of names: variables of any environment, workspaces of editors, paths that Python loads, hooks of toolchains. */
const NAMES: readonly RegExp[] = [
  /^\.env(\.|$)/,
  /^\.?mise\..*toml$/,
  /\.(code-workspace|sublime-project|pth|desktop)$/,
  /^\.(huskyrc|lintstagedrc|aider|cursor|claude|pnp)\b/,
];
/** A short name that Windows makes up, such as GIT~1, can be any of them. */
const SHORT_NAME = /^[^~]{1,6}~\d+(\.[^.]{0,3})?$/;

/** Whether writing this file makes something run later. Both separators count, on every system. */
export function isControlFile(file: string): boolean {
  const parts = file.split(/[\\/]/).map(normalizeName);
  const name = parts.at(-1) ?? '';
  return (
    parts.some((part) => FOLDERS.has(part) || SHORT_NAME.test(part)) ||
    FILES.has(name) ||
    NAMES.some((pattern) => pattern.test(name))
  );
}

/** The paths that an argument can name: itself, and the value of an option or assignment. */
export function listPaths(word: string): readonly string[] {
  const value = word.indexOf('=') + 1;
  return [word, ...(value > 0 ? [word.slice(value)] : []), ...(/^-[A-Za-z0-9]./.test(word) ? [word.slice(2)] : [])];
}

/** A name as file systems compare it: case, compatible forms, ignored characters, and on Windows dots, spaces, and streams at the end. */
export function normalizeName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '')
    .replace(/:.*$/, '')
    .replace(/(?<=[^. ])[. ]+$/, '')
    .toLowerCase();
}
