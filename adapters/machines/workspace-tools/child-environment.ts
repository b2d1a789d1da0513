// The environment of child processes: only listed variables, never keys or tokens.
import path from 'node:path';
import type { Environment } from '../../configuration/substitution.ts';
import { withUtf8 } from './utf8-locale.ts';

const NAMES = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP TERM COLORTERM XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME ' +
    'XDG_RUNTIME_DIR JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME NVM_DIR VOLTA_HOME PNPM_HOME PYENV_ROOT CONDA_PREFIX ' +
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE'
  ).split(' '),
);
/** Windows can't start most programs without these. */
const WINDOWS_NAMES = new Set(['SYSTEMROOT', 'WINDIR']);
/** A person's own terminal also has access to their display and key agent, and uses their editor and pager. */
const TERMINAL_NAMES = new Set(
  'DISPLAY WAYLAND_DISPLAY SSH_AUTH_SOCK DBUS_SESSION_BUS_ADDRESS EDITOR VISUAL PAGER'.split(' '),
);
/** Used when no folder of the search path is absolute. */
const DEFAULT_PATH = process.platform === 'win32' ? 'C:\\Windows\\System32' : '/usr/bin:/bin';
const LOCALE_NAME = /^LC_[A-Z]+$/;
const VALID_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Nobody can use an editor here. A program that needs one fails immediately, and Git names the option to use instead. */
const NO_EDITOR = Object.fromEntries(
  'GIT_EDITOR GIT_SEQUENCE_EDITOR EDITOR VISUAL SUDO_EDITOR FCEDIT HGEDITOR SVN_EDITOR JJ_EDITOR KUBE_EDITOR'
    .split(' ')
    .map((name) => [name, 'false']),
);
/** Pagers: output is never paged. */
const NO_PAGER = Object.fromEntries(
  'PAGER GIT_PAGER MANPAGER SYSTEMD_PAGER GH_PAGER GLAB_PAGER AWS_PAGER BAT_PAGER DELTA_PAGER PSQL_PAGER'
    .split(' ')
    .map((name) => [name, 'cat']),
);
/** Everything that would otherwise wait for a person. Merge commits get their default message. */
const UNATTENDED = { ...NO_PAGER, ...NO_EDITOR, GIT_TERMINAL_PROMPT: '0', GIT_MERGE_AUTOEDIT: 'no' };
/** Variables whose value can become code of the next program. */
const LOADS_CODE =
  /^(LD_|DYLD_|GIT_|NPM_CONFIG_|BASH_|PYTHON|RUBY|PERL)|^(ENV|SHELLOPTS|PS4|PROMPT_COMMAND|IFS|NODE_OPTIONS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|PATH|HOME|SHELL)$/i;

/** The environment of an agent's command. `extra` is requested by the agent; variables that could load code are dropped. `own` are ours. */
export function commandEnvironment(
  from: Environment,
  extra: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const wanted = Object.fromEntries(
    Object.entries(extra).filter(
      ([name, value]) => VALID_NAME.test(name) && !LOADS_CODE.test(name) && !value.includes('\0'),
    ),
  );
  return {
    ...withUtf8(withPlainPath(listed(from, NAMES))),
    TERM: 'xterm-256color',
    ...UNATTENDED,
    ...wanted,
    ...own,
  };
}

/** The environment of a program in a request: its variables, and those that Windows requires. */
export function programEnvironment(
  from: Environment,
  own: Readonly<Record<string, string>>,
  marker: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...listed(from, WINDOWS_NAMES), ...own, ...marker };
}

/** The environment of a person's terminal. */
export function terminalEnvironment(
  from: Environment,
  marker: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...withUtf8(listed(from, NAMES)),
    ...listed(from, TERMINAL_NAMES),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    ...marker,
  };
}

/** A relative folder in the search path would let a file of the workspace replace a program; an empty one is the current folder. */
function withPlainPath(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => {
      if (name.toUpperCase() !== 'PATH') return [name, value];
      const folders = value.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
      return [name, folders.length === 0 ? DEFAULT_PATH : folders.join(path.delimiter)];
    }),
  );
}

function listed(from: Environment, names: ReadonlySet<string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (names.has(upper) || LOCALE_NAME.test(upper))) kept[name] = value;
  }
  return kept;
}
