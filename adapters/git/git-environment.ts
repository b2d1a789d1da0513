// The settings and environment with which git starts no program that a repository or the user's configuration names.
import { availableParallelism } from 'node:os';
import { delimiter, dirname, isAbsolute } from 'node:path';
import { SAFE_SETTINGS } from '#core/workspaces/git/run-git.ts';

/** Variables of a host process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** With few processors, more than one process that writes files only makes it slower. */
const MIN_PROCESSORS = 4;
const WORKERS = availableParallelism() < MIN_PROCESSORS ? 1 : Math.floor(availableParallelism() / 2);

/** Settings with which git also starts nothing when it writes. */
const WRITE_SETTINGS: readonly string[] = [
  'core.editor=false',
  'sequence.editor=false',
  'core.sshCommand=false',
  'core.gitProxy=',
  'core.askPass=',
  // Otherwise, git asks each repository that it borrows objects from, with the settings of that one.
  'core.alternateRefsCommand=true',
  'credential.helper=',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'gpg.program=false',
  'gpg.ssh.program=false',
  'gpg.x509.program=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'diff.submodule=short',
  'diff.ignoreSubmodules=dirty',
  'status.submoduleSummary=false',
  'advice.detachedHead=false',
  'init.defaultBranch=main',
  'init.templateDir=',
  // Nothing is started on the files of an owner that git doesn't know, such as those of a container.
  'safe.directory=*',
  `checkout.workers=${WORKERS}`,
];
/** Settings of operations that a person requested. Their credentials and addresses are used, but nobody is asked on a terminal. */
const PERSON_SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'color.ui=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'push.recurseSubmodules=no',
  'fetch.recurseSubmodules=false',
];
/** Variables that let a person's git find its configuration, key agent, and proxy. */
const PERSON_VARIABLES =
  /^(HOME|USER|LOGNAME|LANG|PATH|TMPDIR|TEMP|TMP|XDG_\w+|SSH_AUTH_SOCK|SSH_AGENT_PID|GIT_CONFIG_GLOBAL|GIT_CONFIG_SYSTEM|GIT_SSH|GIT_SSH_COMMAND|GIT_SSL_\w+|GIT_PROXY_\w+|SSL_CERT_\w+|GNUPGHOME|KRB5\w*|DBUS_SESSION_BUS_ADDRESS|(HTTPS?|ALL|NO)_PROXY|SYSTEMROOT|WINDIR|COMSPEC|PATHEXT|USERPROFILE|USERNAME|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|PROGRAMFILES\(X86\))$/i;
const PROTOCOLS = 'https:http:ssh:git:file';

/** Options before the subcommand. */
export function safeOptions(): readonly string[] {
  const settings = [...SAFE_SETTINGS, ...WRITE_SETTINGS];
  return ['--no-pager', '--no-replace-objects', ...settings.flatMap((setting) => ['-c', setting])];
}

/** Options before the subcommand of an operation that a person requested. */
export function personOptions(): readonly string[] {
  return ['--no-pager', ...PERSON_SETTINGS.flatMap((setting) => ['-c', setting])];
}

/** An environment without the user's configuration. */
export function safeEnvironment(from: Environment, program: string): Record<string, string> {
  return {
    ...pick(from, /^(SYSTEMROOT|WINDIR|TMPDIR|TEMP|TMP)$/i),
    PATH: [dirname(program), '/usr/bin', '/bin'].filter((folder) => isAbsolute(folder)).join(delimiter),
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
  };
}

/** An environment with the user's configuration and credentials. Nobody can be asked anything. */
export function personEnvironment(from: Environment): Record<string, string> {
  return {
    ...pick(from, PERSON_VARIABLES),
    LC_ALL: 'C.UTF-8',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    SSH_ASKPASS: 'false',
    SSH_ASKPASS_REQUIRE: 'force',
    GIT_ALLOW_PROTOCOL: PROTOCOLS,
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
  };
}

function pick(from: Environment, names: RegExp): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) if (value !== undefined && names.test(name)) kept[name] = value;
  return kept;
}
