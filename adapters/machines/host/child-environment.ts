// What a child process learns of our environment: names on a list, nothing else. Keys and tokens never are.

const NAMES = new Set(
  (
    'PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TEMP TMP TERM COLORTERM XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME ' +
    'XDG_RUNTIME_DIR JAVA_HOME GOPATH GOROOT CARGO_HOME RUSTUP_HOME NVM_DIR VOLTA_HOME PNPM_HOME PYENV_ROOT CONDA_PREFIX ' +
    // Windows cannot start most programs without these.
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE'
  ).split(' '),
);
/** Windows cannot start most programs without these. */
const WINDOWS_NAMES = new Set(['SYSTEMROOT', 'WINDIR']);
/** A person's own terminal also reaches their display and key agent. */
const TERMINAL_NAMES = new Set([
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'SSH_AUTH_SOCK',
  'DBUS_SESSION_BUS_ADDRESS',
  'EDITOR',
  'VISUAL',
  'PAGER',
]);
const LOCALE_NAME = /^LC_[A-Z]+$/;
const VALID_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** Variables through which a value becomes code of the next program. */
const LOADS_CODE =
  /^(LD_|DYLD_|GIT_|NPM_CONFIG_|BASH_|PYTHON|RUBY|PERL)|^(ENV|SHELLOPTS|PS4|PROMPT_COMMAND|IFS|NODE_OPTIONS|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|PATH|HOME|SHELL)$/i;

/** An environment as a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of an agent's command. `extra` is what the agent asked for; names that would load code are left out. */
export function commandEnvironment(
  from: Environment,
  extra: Readonly<Record<string, string>>,
  marker: Readonly<Record<string, string>>,
): Record<string, string> {
  const wanted = Object.fromEntries(
    Object.entries(extra).filter(
      ([name, value]) => VALID_NAME.test(name) && !LOADS_CODE.test(name) && !value.includes('\0'),
    ),
  );
  // Nobody is there to page or to answer a password prompt.
  return {
    ...listed(from, NAMES),
    TERM: 'xterm-256color',
    PAGER: 'cat',
    GIT_PAGER: 'cat',
    GIT_TERMINAL_PROMPT: '0',
    ...wanted,
    ...marker,
  };
}

/** The environment of a program that a request names: what the request says, and what Windows needs to start it. */
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
    ...listed(from, NAMES),
    ...listed(from, TERMINAL_NAMES),
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    ...marker,
  };
}

function listed(from: Environment, names: ReadonlySet<string>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (names.has(upper) || LOCALE_NAME.test(upper))) kept[name] = value;
  }
  return kept;
}
