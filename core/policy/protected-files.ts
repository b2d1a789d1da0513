// Control files that a confined machine keeps read-only in a workspace. Unlike `isControlFile`, which is asked about one file and
// says yes in doubt, these are the paths that unconfined programs load settings or code from: builds need the others.
import { isControlFile, normalizeName } from './control-files.ts';

const list = (names: string): readonly string[] => names.trim().split(/\s+/);

/** Folders of settings, protected even if they don't exist. Git's folder has its own rules. */
export const PROTECTED_FOLDERS: readonly string[] = list(`
  .vscode .idea .zed .devcontainer .husky .githooks
  .claude .codex .cursor .gemini .opencode .continue .windsurf .kiro .roo .openclaw
`);

/** Files of settings and of shells, protected even if they don't exist. */
export const PROTECTED_FILES: readonly string[] = list(`
  .bashrc .bash_profile .bash_login .bash_logout .profile .zshrc .zshenv .zprofile .zlogin .zlogout
  .gitconfig .gitmodules .mcp.json .envrc .npmrc .yarnrc .yarnrc.yml .ripgreprc .exrc .vimrc .nvim.lua .dir-locals.el
  .cursorrules .windsurfrules .clinerules
`);

/** Names with a dot that are protected if they exist. All other control files without a dot are, too. */
const PROTECTED_IF_PRESENT: readonly RegExp[] = [
  /^\.env(\.|$)/,
  /^\.(github|gitlab|circleci|buildkite|forgejo|gitea|hg|jj)$/,
  /^\.(gitlab-ci|travis|drone|cirrus)\.ya?ml$/,
  /^\.(pre-commit-config\.ya?ml|lefthook\.(ya?ml|toml|json)|tool-versions|mise\.toml|pnpmfile\.cjs|gdbinit|lldbinit)$/,
];

/** Whether an entry of a workspace, which exists, is kept read-only. */
export function isProtected(name: string): boolean {
  const plain = normalizeName(name);
  if (PROTECTED_FOLDERS.includes(plain) || PROTECTED_FILES.includes(plain)) return true;
  if (plain.startsWith('.')) return PROTECTED_IF_PRESENT.some((pattern) => pattern.test(plain));
  return isControlFile(plain);
}
